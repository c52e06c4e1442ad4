import LabDocument
import NetworkState

extension StateJudge {
  static func route(_ pattern: RoutePattern, in view: PlaceView) -> Finding {
    guard let routes = view.state.routes else { return view.notRead("the routes") }
    let table = routes.filter { $0.family == pattern.family && $0.table == pattern.table }
    let wanted = destination(pattern.destination)
    let sameDestination = table.filter { $0.destination == wanted }
    let text = wanted?.destinationText ?? "default"
    guard !sameDestination.isEmpty else {
      return .differs("no route to \(text) in \(view.place); \(listing(table, pattern.table))")
    }
    var differences: [String] = []
    for route in sameDestination {
      let found = self.differences(route, pattern)
      if found.isEmpty { return .matches("\(view.place) has the route `\(route)`") }
      // Of several routes the one that is nearest tells most.
      if differences.isEmpty || found.count < differences.count - 1 {
        differences = ["the route to \(text) in \(view.place) is `\(route)`"] + found
      }
    }
    return .differs("\(differences[0]); expected \(differences[1...].joined(separator: ", "))")
  }

  private static func destination(_ destination: RouteDestination) -> IPPrefix? {
    switch destination {
    case .default: nil
    case .prefix(let prefix): prefix
    }
  }

  /// The attributes of the pattern that the route does not have.
  private static func differences(_ route: Route, _ pattern: RoutePattern) -> [String] {
    var texts: [String] = []
    if pattern.type != route.type { texts.append(pattern.type) }
    texts += way(pattern.gateway, pattern.device, of: route)
    if let source = pattern.source, source != route.preferredSource {
      texts.append("src \(source)")
    }
    if let proto = pattern.proto, proto != route.proto { texts.append("proto \(proto)") }
    if let scope = pattern.scope, scope != route.scope { texts.append("scope \(scope)") }
    if let metric = pattern.metric, metric != route.metric ?? 0 { texts.append("metric \(metric)") }
    if let preference = pattern.preference, preference != route.preference {
      texts.append("pref \(preference)")
    }
    let flags = route.nexthops.reduce(route.flags) { $0.union($1.flags) }
    if pattern.isLinkDown == true, !flags.contains("linkdown") { texts.append("linkdown") }
    if pattern.isOnLink == true, !flags.contains("onlink") { texts.append("onlink") }
    return texts
  }

  /// What of a gateway and a device the route does not have; they must be of one nexthop.
  private static func way(_ gateway: IPAddress?, _ device: String?, of route: Route) -> [String] {
    let hops =
      route.nexthops.isEmpty
      ? [Nexthop(gateway: route.gateway, device: route.device)] : route.nexthops
    let fits = hops.contains { hop in
      (gateway == nil || gateway == hop.gateway) && (device == nil || device == hop.device)
    }
    guard !fits else { return [] }
    var texts: [String] = []
    if let gateway, hops.count > 1 || gateway != hops[0].gateway { texts.append("via \(gateway)") }
    if let device, hops.count > 1 || device != hops[0].device { texts.append("dev \(device)") }
    return texts
  }

  /// The routes of a table as `ip route` prints them.
  private static func listing(_ routes: [Route], _ name: String) -> String {
    let shown = routes.filter { $0.destination.map { !isUncounted($0) } ?? true }
    let table = name == "main" ? "the table" : "table \(name)"
    guard !shown.isEmpty else { return "\(table) is empty" }
    return "\(table) has: \(list(shown.map(\.description), limit: 8))"
  }

  private static func isUncounted(_ prefix: IPPrefix) -> Bool {
    prefix.address.isLinkLocal || prefix.address.isMulticast
  }

  static func routes(
    _ expected: [RouteDestination], family: AddressFamily, in view: PlaceView
  ) -> Finding {
    guard let routes = view.state.routes else { return view.notRead("the routes") }
    let expected = expected.map { destination($0)?.destinationText ?? "default" }
    var actual: [String] = []
    for route in routes where route.family == family && route.table == "main" {
      let text = route.destination?.destinationText ?? "default"
      let isCounted = route.destination.map { !isUncounted($0) } ?? true
      if isCounted || expected.contains(text), !actual.contains(text) { actual.append(text) }
    }
    return set(expected: expected, actual: actual, of: "routes in \(view.place)")
  }

  static func decision(_ pattern: RouteDecisionPattern, in view: PlaceView) -> Finding {
    let target = pattern.query.destination
    guard let decision = view.state.routeDecisions[pattern.query] else {
      return .unknown("the route to \(target) in \(view.place) was not asked for")
    }
    switch decision {
    case .refused(let words):
      return .differs("no route to \(target) in \(view.place): \(words)")
    case .route(let route):
      var differences = way(pattern.gateway, pattern.device, of: route)
      if let source = pattern.source, source != route.preferredSource {
        differences.append("src \(source)")
      }
      let there = "the kernel's way to \(target) in \(view.place) is `\(chosen(route))`"
      return differences.isEmpty
        ? .matches(there) : .differs("\(there); expected \(differences.joined(separator: ", "))")
    }
  }

  /// The part of a decision that claims can name.
  private static func chosen(_ route: Route) -> String {
    var words: [String] = []
    if route.type != "unicast" { words.append(route.type) }
    if let gateway = route.gateway { words.append("via \(gateway)") }
    if let device = route.device { words.append("dev \(device)") }
    if let source = route.preferredSource { words.append("src \(source)") }
    return words.joined(separator: " ")
  }
}
