import NetworkState
import Testing

@testable import Diagnosis

/// Routing decisions on paper, as `ip route get` would make them.
@Suite("Routing on paper")
struct RoutingTests {
  private static let place = Place.namespace("red", host: Place.defaultHostName)

  private static func route(
    _ destination: String?, via gateway: String? = nil, _ device: String, metric: Int? = nil,
    table: String = "main", type: String = "unicast"
  ) -> Route {
    var route = Route(
      family: .inet, type: type, destination: destination.flatMap(IPPrefix.init(destination:)),
      table: table)
    route.gateway = gateway.flatMap { IPAddress($0) }
    route.device = device
    route.metric = metric
    return route
  }

  private static let routes = [
    route("10.1.0.2", "eth0", table: "local", type: "local"),
    route("10.1.0.0/24", "eth0"),
    route(nil, via: "10.1.0.1", "eth0", metric: 100),
    route(nil, via: "10.1.0.9", "eth1", metric: 50),
    route("10.9.0.0/16", "lo", type: "blackhole"),
    route(nil, via: "10.1.0.7", "eth0", table: "100"),
  ]

  private static func routing(_ rules: [PolicyRule] = [], _ routes: [Route] = routes) -> Routing {
    var state = PlaceState()
    state.routes = routes
    state.rules = rules
    state.links = []
    return Routing(map: NetworkMap(NetworkSnapshot(places: [place: .state(state)])))
  }

  private static func rule(_ priority: Int, _ attributes: [String: String]) -> PolicyRule {
    PolicyRule(family: .inet, priority: priority, attributes: attributes)
  }

  private static let usual = [
    rule(0, ["from": "all", "lookup": "local"]), rule(32766, ["from": "all", "lookup": "main"]),
    rule(32767, ["from": "all", "lookup": "default"]),
  ]

  private func gateway(_ decision: Routing.Decision) -> String? {
    guard case .forward(_, let gateway, _, _) = decision else { return nil }
    return gateway?.description ?? "on link"
  }

  @Test("The longest prefix wins, then the smallest metric")
  func longest() throws {
    let routing = Self.routing()
    func decide(_ text: String) throws -> Routing.Decision {
      routing.decide(in: Self.place, to: try #require(IPAddress(text)), from: nil)
    }
    #expect(try decide("10.1.0.2") == .local)
    #expect(gateway(try decide("10.1.0.3")) == "on link")
    #expect(gateway(try decide("8.8.8.8")) == "10.1.0.9")
    #expect(try decide("10.9.1.1") == .forbidden("blackhole", rule: nil))
  }

  @Test("Rules are asked in their order, and can be left out")
  func rules() throws {
    let own = Self.rule(100, ["from": "10.1.0.2", "lookup": "100"])
    var routing = Self.routing(Self.usual + [own])
    let (target, source) = (try #require(IPAddress("8.8.8.8")), IPAddress("10.1.0.2"))
    func decide() -> Routing.Decision {
      routing.decide(in: Self.place, to: target, from: source)
    }
    #expect(gateway(decide()) == "10.1.0.7")
    guard case .forward(_, _, _, let rule) = decide() else { return }
    #expect(rule == own)
    routing.ignoresOwnRules = true
    #expect(gateway(decide()) == "10.1.0.9")
    // A packet without that source is not meant.
    routing.ignoresOwnRules = false
    let other = routing.decide(in: Self.place, to: target, from: IPAddress("10.1.0.3"))
    #expect(gateway(other) == "10.1.0.9")
  }

  @Test("A rule can forbid by itself")
  func forbids() throws {
    let own = Self.rule(100, ["from": "all", "to": "8.8.8.8", "prohibit": ""])
    let routing = Self.routing(Self.usual + [own])
    let target = try #require(IPAddress("8.8.8.8"))
    #expect(
      routing.decide(in: Self.place, to: target, from: nil) == .forbidden("prohibit", rule: own))
  }

  @Test("No route is no route, and no state is no answer")
  func none() throws {
    let target = try #require(IPAddress("8.8.8.8"))
    let routing = Self.routing([], [])
    #expect(routing.decide(in: Self.place, to: target, from: nil) == .noRoute(rule: nil))
    #expect(routing.decide(in: .internet, to: target, from: nil) == .unknown)
  }
}
