extension Route: CustomStringConvertible {
  /// As `ip route` prints it: what goes without saying is left out.
  public var description: String {
    var words: [String] = []
    if type != "unicast" { words.append(type) }
    words.append(destination?.destinationText ?? "default")
    words += Self.way(gateway: gateway, device: device, family: family)
    if table != "main" { words += ["table", table] }
    if let proto, proto != "boot" { words += ["proto", proto] }
    // IPv6 routes have no scope of their own; `ip` shows one only when asked for details.
    if let scope, scope != "global", family == .inet { words += ["scope", scope] }
    if let preferredSource { words += ["src", preferredSource.description] }
    if let metric, metric != 0 { words += ["metric", "\(metric)"] }
    for hop in nexthops {
      words.append("nexthop")
      words += Self.way(gateway: hop.gateway, device: hop.device, family: family)
      if let weight = hop.weight { words += ["weight", "\(weight)"] }
      words += hop.flags.sorted()
    }
    words += flags.sorted()
    return words.joined(separator: " ")
  }

  private static func way(
    gateway: IPAddress?, device: String?, family: AddressFamily
  ) -> [String] {
    var words: [String] = []
    if let gateway {
      words.append("via")
      if gateway.family != family { words.append(gateway.family == .inet ? "inet" : "inet6") }
      words.append(gateway.description)
    }
    if let device { words += ["dev", device] }
    return words
  }
}
