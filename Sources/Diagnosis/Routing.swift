import NetworkState

/// Where a place sends a packet, decided on paper by its rules and tables as the kernel does.
struct Routing: Sendable {
  let map: NetworkMap
  /// Rules of a person's own are not asked, to see what would be without them.
  var ignoresOwnRules = false

  enum Decision: Hashable, Sendable {
    /// The packet is for the place itself.
    case local
    case forward(device: String, gateway: IPAddress?, route: Route, rule: PolicyRule?)
    /// `blackhole`, `unreachable` or `prohibit`, by a route or by a rule.
    case forbidden(String, rule: PolicyRule?)
    case noRoute(rule: PolicyRule?)
    /// It cannot be told.
    case unknown
  }

  /// - Parameter incoming: The device by which the packet came; `nil` for the place's own.
  func decide(
    in place: Place, to destination: IPAddress, from source: IPAddress?, incoming: String? = nil
  ) -> Decision {
    guard let state = map.places[place], let routes = state.routes else { return .unknown }
    let rules = (state.rules ?? []).filter { $0.family == destination.family }
      .sorted { $0.priority < $1.priority }
    // Kernels without policy routing have these three.
    let effective = rules.isEmpty ? Self.usual(destination.family) : rules
    for rule in effective {
      let isOwn = !Self.isUsual(rule)
      if isOwn, ignoresOwnRules { continue }
      guard let matches = matches(rule, destination, source, incoming) else { return .unknown }
      guard matches else { continue }
      let named = isOwn ? rule : nil
      for action in ["blackhole", "unreachable", "prohibit"] where rule.attributes[action] != nil {
        return .forbidden(action, rule: named)
      }
      guard let table = rule.attributes["lookup"] else { continue }
      let minimum = rule.attributes["suppress_prefixlength"].flatMap { Int($0) } ?? -1
      guard let route = best(routes, table, destination, longerThan: minimum) else { continue }
      switch route.type {
      case "local", "broadcast", "anycast", "multicast": return .local
      case "blackhole", "unreachable", "prohibit": return .forbidden(route.type, rule: named)
      case "throw": continue
      default: break
      }
      let hop = route.nexthops.first { !$0.flags.contains("dead") }
      guard let device = route.device ?? hop?.device else { return .unknown }
      return .forward(
        device: device, gateway: route.gateway ?? hop?.gateway, route: route, rule: named)
    }
    let own = effective.last { !Self.isUsual($0) && !ignoresOwnRules }
    return .noRoute(rule: own)
  }

  private func best(
    _ routes: [Route], _ table: String, _ destination: IPAddress, longerThan minimum: Int
  ) -> Route? {
    var best: Route?
    for route in routes where route.table == table && route.family == destination.family {
      let length = route.destination?.length ?? 0
      guard length > minimum, route.destination?.contains(destination) ?? true,
        !route.flags.contains("dead")
      else { continue }
      guard let other = best else {
        best = route
        continue
      }
      let otherLength = other.destination?.length ?? 0
      if length > otherLength
        || (length == otherLength && (route.metric ?? 0) < (other.metric ?? 0))
      {
        best = route
      }
    }
    return best
  }

  /// Whether a rule is one that every place has.
  static func isUsual(_ rule: PolicyRule) -> Bool {
    [("local", 0), ("main", 32766), ("default", 32767)].contains { table, priority in
      rule.priority == priority && rule.attributes["lookup"] == table
        && (rule.attributes["from"] ?? "all") == "all"
    }
  }

  private static func usual(_ family: AddressFamily) -> [PolicyRule] {
    [("local", 0), ("main", 32766), ("default", 32767)].map {
      PolicyRule(family: family, priority: $0.1, attributes: ["from": "all", "lookup": $0.0])
    }
  }

  /// `nil` where a rule asks for what is not known of the packet.
  private func matches(
    _ rule: PolicyRule, _ destination: IPAddress, _ source: IPAddress?, _ incoming: String?
  ) -> Bool? {
    var result = true
    for (key, value) in rule.attributes {
      switch key {
      case "from" where value != "all":
        guard let prefix = IPPrefix(destination: value) else { return nil }
        // A source that is not chosen yet matches no prefix.
        if !(source.map(prefix.contains) ?? false) { result = false }
      case "to" where value != "all":
        guard let prefix = IPPrefix(destination: value) else { return nil }
        if !prefix.contains(destination) { result = false }
      case "iif":
        if value != (incoming ?? "lo") { result = false }
      case "oif", "fwmark", "tos", "uidrange", "ipproto", "sport", "dport", "tun_id", "l3mdev":
        // Of what netlab's own probes do not have.
        result = false
      default: break
      }
    }
    return rule.attributes["not"] == nil ? result : !result
  }

  /// The source that the kernel chooses for a packet of the place's own.
  func source(in place: Place, for decision: Decision, _ family: AddressFamily) -> IPAddress? {
    guard case .forward(let device, _, let route, _) = decision else { return nil }
    if let source = route.preferredSource { return source }
    let links = map.links(of: place)
    let own = links.first { $0.name == device }?.usable(family) ?? []
    return own.first?.prefix.address
      ?? links.filter { !$0.isLoopback }.flatMap { $0.usable(family) }.first?.prefix.address
  }
}
