import CLinux
import Glibc
import NetworkState
import Verification

/// Reads one place whose namespaces are open.
struct PlaceReader: Sendable {
  let sandbox: Sandbox
  let namespaces: Namespaces
  let scratch: ScratchRules

  /// Reads what is asked for; one `ip` for all that a batch can tell.
  func read(_ readings: Set<Reading>) async throws -> PlaceState {
    var state = PlaceState()
    try await readTables(readings, into: &state)
    if readings.contains(.rules) {
      state.rules =
        try ToolOutput.rules(try await ip(["-j", "rule", "show"]), family: .inet)
        + ToolOutput.rules(try await ip(["-6", "-j", "rule", "show"]), family: .inet6)
    }
    if readings.contains(.forwardingEntries) {
      let result = try await run("bridge", ["-j", "fdb", "show"])
      guard result.succeeded else {
        throw RuntimeProblem.nonsense(tool: "bridge", result.errorText)
      }
      state.forwardingEntries = try ToolOutput.forwardingEntries(result.output)
    }
    if readings.contains(.listeners) {
      state.listeners =
        try ToolOutput.listeners(try await run("ss", ["-Hltn"]).output, isTCP: true)
        + ToolOutput.listeners(try await run("ss", ["-Hlun"]).output, isTCP: false)
    }
    for reading in readings {
      switch reading {
      case .sysctl(let key):
        state.sysctls[key] = .some(try parameter(key))
      case .firewall(let table):
        state.firewalls[table] = try await firewall(table)
      case .ruleForm(let query):
        state.ruleForms[query] = try await scratch.form(of: query)
      case .packetFilter(let rule):
        let filter = try await packetFilter(&state)
        state.filterForms[rule] = try await scratch.form(of: rule, like: filter)
      case .decision(let query):
        state.routeDecisions[query] = try await decision(query)
      case .presence, .namespaces, .links, .peers, .routes, .neighbours, .rules, .listeners,
        .forwardingEntries:
        break
      }
    }
    return state
  }

  private func readTables(_ readings: Set<Reading>, into state: inout PlaceState) async throws {
    let lines = [
      (Reading.links, "addr show"), (.routes, "route show table all"), (.neighbours, "neigh show"),
    ].filter { readings.contains($0.0) }
    guard !lines.isEmpty else { return }
    let documents = try await batch(lines.map(\.1))
    for ((reading, _), document) in zip(lines, documents) {
      switch reading {
      case .links: state.links = try ToolOutput.links(document)
      case .routes: state.routes = try ToolOutput.routes(document)
      default: state.neighbours = try ToolOutput.neighbours(document)
      }
    }
    // The kernel can be a second late to say that a device works, unless it is asked for it alone.
    let late = (state.links ?? []).filter(\.isLate).map(\.name)
    if !late.isEmpty {
      let netlink = try Netlink(in: namespaces, as: sandbox.identity)
      for name in late { _ = try netlink.device(named: name) }
      state.links = try ToolOutput.links(try await batch(["addr show"])[0])
    }
  }

  private func batch(_ lines: [String]) async throws -> [[UInt8]] {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    for attempt in 1...3 {
      let result = try await run("ip", ["-j", "-d", "-force", "-batch", "-"], input: input)
      // A table that changed while it was read: ask once more.
      if result.errorText.contains("Dump was interrupted"), attempt < 3 { continue }
      guard result.succeeded else {
        throw RuntimeProblem.nonsense(tool: "ip", result.errorText)
      }
      return try ToolOutput.documents(result.output, count: lines.count)
    }
    return []
  }

  private func ip(_ arguments: [String]) async throws -> [UInt8] {
    let result = try await run("ip", arguments)
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: "ip", result.errorText) }
    return result.output
  }

  private func decision(_ query: RouteQuery) async throws -> RouteDecision {
    var arguments = ["-j", "-d", "route", "get", "\(query.destination)"]
    if let source = query.source { arguments += ["from", "\(source)"] }
    let result = try await run("ip", arguments)
    return result.succeeded
      ? try ToolOutput.routeDecision(result.output) : try ToolOutput.routeRefusal(result.errors)
  }

  private func firewall(_ table: FirewallTable) async throws -> RuleListing {
    let tool = table.family == .inet ? "iptables" : "ip6tables"
    let result = try await run(tool, ["-t", table.name, "-S"])
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: tool, result.errorText) }
    return try ToolOutput.ruleListing(result.output)
  }

  /// The rules of nftables, read once for all claims.
  private func packetFilter(_ state: inout PlaceState) async throws -> PacketFilter {
    if let filter = state.packetFilter { return filter }
    let result = try await run("nft", ["-s", "list", "ruleset"])
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: "nft", result.errorText) }
    let filter = try ToolOutput.packetFilter(result.output)
    state.packetFilter = filter
    return filter
  }

  /// A kernel parameter; `nil` if there is none of this name.
  private func parameter(_ key: String) throws -> String? {
    guard let path = KernelParameter.path(of: key) else { return nil }
    let number = clinux_open_in(
      namespaces.user.number, namespaces.net.number, sandbox.identity.dropsIDs,
      sandbox.identity.uid, sandbox.identity.gid, "/proc/sys/\(path)")
    if number == -ENOENT { return nil }
    guard number >= 0 else { throw SystemProblem("read \(key)", code: -number) }
    var reader = BoundedReader(Descriptor(owning: number), bound: 65536)
    while !reader.isAtEnd, reader.read() > 0 {}
    return String(decoding: reader.bytes, as: UTF8.self)
  }

  private func run(_ tool: String, _ arguments: [String], input: [UInt8] = []) async throws
    -> ToolResult
  {
    let result = try await Tool.run(
      tool, arguments, input: input, in: namespaces, as: sandbox.identity)
    switch result.end {
    case .timedOut: throw RuntimeProblem.timedOut(tool)
    case .cancelled: throw RuntimeProblem.cancelled
    case .exited, .signalled: break
    }
    if result.isTruncated {
      throw RuntimeProblem.nonsense(tool: tool, "it is larger than netlab reads")
    }
    return result
  }
}

extension Link {
  /// Up and plugged in, and not yet called so.
  fileprivate var isLate: Bool {
    isUp && hasCarrier && (operationalState == "DOWN" || operationalState == "LOWERLAYERDOWN")
  }
}
