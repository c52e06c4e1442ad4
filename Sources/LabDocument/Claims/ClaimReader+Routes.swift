import NetworkState

extension ClaimReader {
  private static let routeTypes = [
    "unicast", "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "multicast",
    "anycast", "nat",
  ]
  private static let routeAttributes: [ClaimAttribute] =
    ClaimAttribute.value("via", "dev", "src", "proto", "scope", "metric", "table", "pref")
    + ClaimAttribute.flag("linkdown", "onlink")
  private static let protocols = [
    "redirect", "kernel", "boot", "static", "ra", "dhcp", "bgp", "ospf", "isis", "rip", "eigrp",
    "bird", "zebra", "babel", "keepalived", "openr", "mrt", "gated", "ntk", "xorp", "dnrouted",
  ]
  private static let scopes = ["global", "site", "link", "host", "nowhere"]
  private static let tables = ["main", "local", "default"]

  /// `route [TYPE] DST …` or `route to ADDR …`.
  mutating func route() -> Assertion? {
    if take("to") { return routeDecision() }
    var type = "unicast"
    if let word = next, !word.isQuoted, Self.routeTypes.contains(word.text) {
      type = word.text
      _ = take()
    }
    guard let word = value(of: keyword, "a destination: `default`, a prefix or an address") else {
      return nil
    }
    let destination = destination(word)
    var pattern = RoutePattern(
      type: type, destination: destination ?? .default, family: .inet, table: "main")
    attributes(Self.routeAttributes) { reader, attribute in
      switch attribute.text {
      case "via": pattern.gateway = reader.gateway(of: attribute)
      case "dev": pattern.device = reader.device(of: attribute)
      case "src": pattern.source = reader.address(of: attribute)
      case "proto": pattern.proto = reader.name(of: attribute, near: Self.protocols)
      case "scope": pattern.scope = reader.name(of: attribute, near: Self.scopes)
      case "metric": pattern.metric = reader.number(of: attribute, in: 0...Int(UInt32.max))
      case "table": pattern.table = reader.name(of: attribute, near: Self.tables) ?? "main"
      case "pref":
        pattern.preference = reader.choice(of: attribute, from: ["low", "medium", "high"])
      case "linkdown": pattern.isLinkDown = true
      default: pattern.isOnLink = true
      }
    }
    pattern.family = family ?? .inet
    return destination == nil ? nil : .route(pattern)
  }

  /// `via ADDR`, or `via inet6 ADDR` for a gateway of the other family, as `ip` prints it.
  private mutating func gateway(of attribute: ClaimWord) -> IPAddress? {
    guard let first = next, first.isWord("inet6") || first.isWord("inet") else {
      return address(of: attribute)
    }
    _ = take()
    guard let word = value(of: first, "an address") else { return nil }
    guard let address = IPAddress(word.text) else {
      failAddress(word, word.text)
      return nil
    }
    guard (address.family == .inet6) == (first.text == "inet6") else {
      fail(word, "`\(word.text)` is not of the family `\(first.text)`")
      return nil
    }
    return address
  }

  private mutating func routeDecision() -> Assertion? {
    guard let address = address(of: keyword) else {
      stop()
      return nil
    }
    var pattern = RouteDecisionPattern(query: RouteQuery(destination: address))
    attributes(ClaimAttribute.value("from", "via", "dev", "src")) { reader, attribute in
      switch attribute.text {
      case "from": pattern.query.source = reader.address(of: attribute)
      case "via": pattern.gateway = reader.gateway(of: attribute)
      case "dev": pattern.device = reader.device(of: attribute)
      default: pattern.source = reader.address(of: attribute)
      }
    }
    return .routeDecision(pattern)
  }
}
