import NetworkState

/// What `/etc/hosts` and `/etc/resolv.conf` tell a resolver (hosts(5), resolv.conf(5)).
struct ResolverSettings: Sendable {
  /// The name servers in their order, three at most.
  var servers: [IPAddress] = []
  /// Domains to put behind a name that is not found as it is.
  var search: [String] = []
  /// A name with so many dots is asked for as it is first.
  var dots = 1
  private(set) var hosts: [(address: IPAddress, names: [String])] = []

  init(hosts: String, resolver: String) {
    for line in Self.lines(of: hosts) {
      guard let address = IPAddress(line[0]) else { continue }
      self.hosts.append((address, line.dropFirst().map { $0.lowercased() }))
    }
    for line in Self.lines(of: resolver) {
      switch line[0] {
      case "nameserver":
        guard line.count > 1, servers.count < 3, let address = IPAddress(line[1]) else { continue }
        servers.append(address)
      case "domain", "search": search = Array(line.dropFirst().prefix(6))
      case "options":
        for option in line where option.hasPrefix("ndots:") {
          dots = Int(option.dropFirst("ndots:".count)).map { min(max($0, 0), 15) } ?? dots
        }
      default: break
      }
    }
  }

  private static func lines(of text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.prefix { $0 != "#" && $0 != ";" }.split(whereSeparator: \.isWhitespace)
      return words.isEmpty ? nil : words.map(String.init)
    }
  }

  /// What the hosts file has for a name; `nil` if it does not have it.
  func addresses(of name: String, _ family: AddressFamily) -> [IPAddress]? {
    let name = Self.withoutDot(name).lowercased()
    let found = hosts.filter { $0.names.contains(name) && $0.address.family == family }
    return found.isEmpty ? nil : found.map(\.address)
  }

  /// The names to ask servers for, in their order.
  func candidates(for name: String) -> [String] {
    if name.hasSuffix(".") { return [Self.withoutDot(name)] }
    let longer = search.map { "\(name).\(Self.withoutDot($0))" }
    return name.count { $0 == "." } >= dots ? [name] + longer : longer + [name]
  }

  private static func withoutDot(_ name: String) -> String {
    name.hasSuffix(".") ? String(name.dropLast()) : name
  }
}
