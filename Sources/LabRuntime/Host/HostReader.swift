import Glibc
import NetworkState

/// Reads the machine's own network, from wherever the caller is.
struct HostReader: HostFacts {
  /// The machine's network namespace; the caller's own if `nil`.
  var net: Descriptor?
  /// What it is told by, as the journal has it.
  var network: String

  /// Reads the network that the caller is in.
  static func here() -> HostReader {
    HostReader(net: nil, network: HostProcess.network() ?? "")
  }

  func isRoot(_ namespace: String) -> Bool {
    let path =
      if namespace.contains("/") {
        namespace
      } else if hasNamespace(namespace) {
        "/run/netns/\(namespace)"
      } else {
        "/proc/\(namespace)/ns/net"
      }
    return HostProcess.network(path) == network
  }

  func hasNamespace(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("/") && access("/run/netns/\(name)", F_OK) == 0
  }

  func linkIndex(_ name: String) -> Int? {
    try? netlink()?.number(ofDevice: name)
  }

  func isUp(_ link: String) -> Bool {
    (try? netlink()?.device(named: link)?.isUp) ?? false
  }

  private func netlink() throws -> Netlink? {
    let net = try net ?? Descriptor.open("/proc/thread-self/ns/net", O_RDONLY)
    return try Netlink(in: Namespaces(user: .none, net: net), as: .inherited)
  }

  func addresses(of link: String) -> [String] {
    (lines("ip", ["-o", "address", "show", "dev", link]) ?? []).flatMap { line in
      let words = line.split(separator: " ").map(String.init)
      return zip(words, words.dropFirst()).filter { ["inet", "inet6", "peer"].contains($0.0) }
        .map { HostGuard.prefix($0.1) }
    }
  }

  func devices(of route: RouteWords) -> [String?] {
    var words = [route.isIPv6 ? "-6" : "-4", "route", "show", "table", route.table]
    if let destination = route.destination { words += ["exact", destination] }
    if let device = route.device { words += ["dev", device] }
    // `default` has no exact form that all versions take.
    if route.destination == "default" {
      words = words.filter { $0 != "exact" }
    }
    return (lines("ip", words) ?? []).filter { !$0.hasPrefix("\t") }.map { line in
      route.device
        ?? RouteWords(isIPv6: route.isIPv6, words: line.split(separator: " ").map(String.init))
        .device
    }
  }

  func rules(isIPv6: Bool) -> [String] {
    (lines("ip", [isIPv6 ? "-6" : "-4", "rule", "show"]) ?? []).map(\.spaced)
  }

  func listing(_ tool: String, _ table: String, _ chain: String?) -> [String]? {
    lines(tool, ["-t", table, "-S"] + (chain.map { [$0] } ?? []))
  }

  func hasTable(behind place: FirewallPlace) -> Bool? {
    guard lines(place.tool, ["-V"])?.first?.contains("nf_tables") == true,
      let tables = lines("nft", ["list", "tables"])
    else { return nil }
    return tables.contains("table \(place.tool.hasPrefix("ip6") ? "ip6" : "ip") \(place.table)")
  }

  func hasTable(family: String, name: String) -> Bool {
    lines("nft", ["list", "tables"])?.contains("table \(family) \(name)") ?? false
  }

  func parameter(_ path: String) -> String? {
    HostParameters.value(path)
  }

  func parameterNames(_ path: String) -> [String] {
    Folder.names(in: "/proc/sys/\(path)")
  }

  private func lines(_ name: String, _ arguments: [String]) -> [String]? {
    HostTool.lines(name, arguments, in: net)
  }
}

extension Netlink {
  /// The number of a device; `nil` if there is none of the name.
  func number(ofDevice name: String) throws(SystemProblem) -> Int? {
    // struct ifinfomsg, then IFLA_IFNAME; a name that is too long is nobody's.
    guard name.utf8.count < 16 else { return nil }
    let body = [UInt8](repeating: 0, count: 16) + Self.attribute(3, Array(name.utf8) + [0])
    guard let reply = try ask(type: 18, body), reply.count >= 8 else { return nil }
    return reply[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
