import NetworkState

/// Reads all that makes up a place's network, with few processes that run side by side.
struct WholeReader: Sendable {
  let sandbox: Sandbox
  let namespaces: Namespaces
  var depth = Depth.everything

  /// How much is read of a place.
  enum Depth: Sendable {
    case everything
    /// What decides over the way of packets; sockets only if they are asked for.
    case paths(sockets: Bool)

    var isWhole: Bool { if case .everything = self { true } else { false } }
    var hasSockets: Bool { if case .paths(let sockets) = self { sockets } else { true } }
  }

  /// Parameters that labs change; the rest of `/proc/sys/net` is the machine's or counts.
  private static let parameters = ["ipv4", "ipv6", "bridge", "netfilter"]
    .map { "/proc/sys/net/\($0)" }
  /// Those of them that decide over the way of packets.
  private static let pathParameters = [
    "forwarding", "ip_forward", "rp_filter", "arp_ignore", "icmp_echo_ignore_all",
    "echo_ignore_all", "bridge-nf-call-iptables",
  ].map { "--include=\($0)" }

  /// Reads the place.
  ///
  /// - Throws: When a tool fails or says what cannot be understood.
  func read() async throws -> PlaceState {
    // The kernel can be a second late to say that a device works, unless it is asked for it alone.
    try Netlink(in: namespaces, as: sandbox.identity).settleDevices()
    async let tables = tables()
    async let newRules = rules6()
    async let sockets = listeners()
    async let parameters = parameters()
    async let filters = filters()
    var state = try await tables
    state.rules = try await (state.rules ?? []) + newRules
    state.listeners = try await sockets
    state.sysctls = try await parameters
    (state.packetFilter, state.firewalls) = try await filters
    return state
  }

  /// Devices, routes, neighbours, rules; and what bridges and tunnels know, if there are any.
  private func tables() async throws -> PlaceState {
    var state = PlaceState()
    let documents = try await batch([
      "addr show", "route show table all", "neigh show", "rule show",
    ])
    state.links = try ToolOutput.links(documents[0])
    state.routes = try ToolOutput.routes(documents[1])
    state.neighbours = try ToolOutput.neighbours(documents[2])
    state.rules = try ToolOutput.rules(documents[3], family: .inet)
    let kinds: Set<String?> = ["bridge", "vxlan", "macvlan", "macvtap", "geneve"]
    let learns =
      state.links?.contains { link in
        // On paths only tunnels are followed by what they know.
        depth.isWhole ? kinds.contains(link.kind) || link.master != nil : link.tunnel != nil
      } ?? false
    state.forwardingEntries = learns ? try await forwardingEntries() : []
    return state
  }

  /// What one `ip` answers to several questions.
  func batch(_ lines: [String]) async throws -> [[UInt8]] {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    for attempt in 1...3 {
      let result = try await run("ip", ["-j", "-d", "-force", "-batch", "-"], input: input)
      // A table that changed while it was read: ask once more.
      if result.errorText.contains("Dump was interrupted"), attempt < 3 { continue }
      guard result.succeeded else { throw RuntimeProblem.nonsense(tool: "ip", result.errorText) }
      return try ToolOutput.documents(result.output, count: lines.count)
    }
    return []
  }

  func forwardingEntries() async throws -> [ForwardingEntry] {
    try ToolOutput.forwardingEntries(try await succeed("bridge", ["-j", "fdb", "show"]).output)
  }

  func rules6() async throws -> [PolicyRule] {
    // Nearly always there are only the two that every namespace has; that costs no process.
    if try Netlink(in: namespaces, as: sandbox.identity).hasOnlyBuiltInRules6() {
      return [(0, "local"), (32766, "main")].map {
        PolicyRule(family: .inet6, priority: $0, attributes: ["from": "all", "lookup": $1])
      }
    }
    return try ToolOutput.rules(
      try await succeed("ip", ["-6", "-j", "rule", "show"]).output, family: .inet6)
  }

  func listeners() async throws -> [Listener]? {
    guard depth.hasSockets else { return nil }
    let result = try await succeed("ss", ["-Hltun"])
    // The first column tells the two apart; without it each is as `ss -Hltn` has it.
    func lines(_ proto: String) -> [UInt8] {
      let lines = result.outputText.split(separator: "\n").filter { $0.hasPrefix(proto) }
      return Array(lines.map { $0.dropFirst(proto.count) }.joined(separator: "\n").utf8)
    }
    return try ToolOutput.listeners(lines("tcp"), isTCP: true)
      + ToolOutput.listeners(lines("udp"), isTCP: false)
  }

  private func parameters() async throws -> [String: String?] {
    // Some files cannot be read, which makes the status 2.
    let some = depth.isWhole ? [] : Self.pathParameters
    let result = try await run("grep", ["-rs"] + some + [""] + Self.parameters)
    return ToolOutput.parameters(result.output).mapValues { .some($0) }
  }

  /// The rules of nftables and of both iptables programs, as far as the programs are there.
  func filters() async throws -> (PacketFilter?, [FirewallTable: RuleListing]) {
    var filter: PacketFilter?
    if Tool.path(of: "nft") != nil {
      filter = try ToolOutput.packetFilter(
        try await succeed("nft", ["-s", "list", "ruleset"]).output)
    }
    async let old = firewall(.inet, filter)
    async let new = firewall(.inet6, filter)
    return (filter, try await old.merging(new) { first, _ in first })
  }

  private func firewall(_ family: AddressFamily, _ filter: PacketFilter?) async throws
    -> [FirewallTable: RuleListing]
  {
    let tool = family == .inet ? "iptables-save" : "ip6tables-save"
    guard let path = Tool.path(of: tool) else { return [:] }
    // Where iptables keeps its rules in nftables, there are none if there is no table.
    let word = family == .inet ? "ip" : "ip6"
    if let filter, Self.isOfNftables(path), !filter.tables.contains(where: { $0.family == word }) {
      return [:]
    }
    let tables = try ToolOutput.savedRules(try await succeed(tool, []).output)
    return Dictionary(
      uniqueKeysWithValues: tables.map { (FirewallTable(family: family, name: $0), $1) })
  }

  /// Whether nothing but nftables has rules, and its program is there.
  var keepsAllInNftables: Bool {
    Tool.path(of: "nft") != nil
      && ["iptables-save", "ip6tables-save"].allSatisfy { tool in
        Tool.path(of: tool).map(Self.isOfNftables) ?? true
      }
  }

  /// Whether a program of iptables, by the links that lead to it, is the one for nftables.
  private static func isOfNftables(_ path: String) -> Bool {
    var path = path
    for _ in 1...4 {
      guard let target = Folder.target(ofLink: path) else { break }
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = target.hasPrefix("/") ? target : folder + target
    }
    return path.contains("-nft")
  }

  func succeed(_ tool: String, _ arguments: [String]) async throws -> ToolResult {
    let result = try await run(tool, arguments)
    guard result.succeeded else { throw RuntimeProblem.nonsense(tool: tool, result.errorText) }
    return result
  }

  func run(_ tool: String, _ arguments: [String], input: [UInt8] = []) async throws
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
