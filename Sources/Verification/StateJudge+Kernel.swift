import LabDocument
import NetworkState

extension StateJudge {
  static func listen(_ pattern: ListenPattern, in view: PlaceView) -> Finding {
    guard let listeners = view.state.listeners else { return view.notRead("the listeners") }
    let ours = listeners.filter { $0.isTCP == (pattern.proto == .tcp) }
    let target = pattern.address.map { text($0, port: pattern.port) } ?? "port \(pattern.port)"
    if ours.contains(where: { covers($0, pattern) }) {
      return .matches("something listens on \(pattern.proto.rawValue) \(target) in \(view.place)")
    }
    let samePort = ours.filter { $0.port == pattern.port }.map(\.description)
    let start = "nothing listens on \(pattern.proto.rawValue) \(target) in \(view.place)"
    if !samePort.isEmpty { return .differs("\(start), only on \(list(samePort))") }
    let all = ours.map(\.description)
    let there = all.isEmpty ? "there are no listeners" : "the listeners are: \(list(all))"
    return .differs("\(start); \(there)")
  }

  /// Whether a connection to the pattern's address reaches the socket.
  private static func covers(_ listener: Listener, _ pattern: ListenPattern) -> Bool {
    guard listener.port == pattern.port else { return false }
    guard let wanted = pattern.address, listener.address != wanted else { return true }
    // A socket bound to a device serves only addresses that are reached through it.
    guard listener.device == nil else { return false }
    guard let address = listener.address else { return true }
    return address.isUnspecified && address.family == wanted.family
  }

  static func text(_ address: IPAddress, port: UInt16) -> String {
    address.family == .inet6 ? "[\(address)]:\(port)" : "\(address):\(port)"
  }

  static func sysctl(
    _ key: String, _ value: String, isNegated: Bool, in view: PlaceView
  ) -> Finding {
    guard let reading = view.state.sysctls[key] else {
      return .unknown("\(key) of \(view.place) was not read")
    }
    guard let reading else {
      // A slip in the key must not make `no sysctl` hold.
      let sentence = "there is no kernel parameter \(key) in \(view.place)"
      return isNegated ? .unknown(sentence) : .differs(sentence)
    }
    let actual = words(reading)
    return actual == words(value)
      ? .matches("\(key) is \(actual) in \(view.place)")
      : .differs("\(key) is \(actual.isEmpty ? "empty" : actual), not \(words(value))")
  }

  /// The text with one blank for each run of them, as `sysctl` prints tabs between numbers.
  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func chain(_ name: String, of table: FirewallTable, in view: PlaceView) -> Finding {
    guard let listing = view.state.firewalls[table] else { return view.notRead(rules(of: table)) }
    return listing.chains.contains(name)
      ? .matches("the chain \(name) is in the table \(table.name) of \(view.place)")
      : .differs(noChain(name, of: table, listing, in: view))
  }

  static func policy(
    _ policy: String, of chain: String, in table: FirewallTable, _ view: PlaceView
  ) -> Finding {
    guard let listing = view.state.firewalls[table] else { return view.notRead(rules(of: table)) }
    guard let actual = listing.policies[chain] else {
      return listing.chains.contains(chain)
        ? .differs("\(chain) is not a built-in chain of the table \(table.name): it has no policy")
        : .differs(noChain(chain, of: table, listing, in: view))
    }
    return actual == policy
      ? .matches("the policy of \(chain) is \(actual) in \(view.place)")
      : .differs("the policy of \(chain) is \(actual) in \(view.place), not \(policy)")
  }

  static func noChain(
    _ name: String, of table: FirewallTable, _ listing: RuleListing, in view: PlaceView
  ) -> String {
    "there is no chain \(name) in the table \(table.name) of \(view.place); "
      + "its chains: \(list(listing.chains))"
  }

  static func rules(of table: FirewallTable) -> String {
    "the \(table.family == .inet ? "iptables" : "ip6tables") rules in the table \(table.name)"
  }
}
