import NetworkState
import Testing

@testable import LabDocument

@Suite struct ClaimsRouteTests {
  private func pattern(
    _ destination: RouteDestination, _ change: (inout RoutePattern) -> Void = { _ in }
  ) -> Assertion {
    var pattern = RoutePattern(
      type: "unicast", destination: destination, family: .inet, table: "main")
    change(&pattern)
    return .route(pattern)
  }

  @Test func pastedLines() throws {
    #expect(
      try Claims.assertion(
        "netns0: route 172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10 linkdown")
        == pattern(.prefix(prefix("172.18.0.0/16"))) {
          $0.device = "ceth0"
          $0.proto = "kernel"
          $0.scope = "link"
          $0.source = ip("172.18.0.10")
          $0.isLinkDown = true
        })
    #expect(
      try Claims.assertion("a: route default via 172.18.0.1 dev c0 metric 100 table 7 onlink")
        == pattern(.default) {
          $0.gateway = ip("172.18.0.1")
          $0.device = "c0"
          $0.metric = 100
          $0.table = "7"
          $0.isOnLink = true
        })
    #expect(
      try Claims.assertion("a: route fd00::/64 dev c0 proto kernel metric 256 pref medium")
        == pattern(.prefix(prefix("fd00::/64"))) {
          $0.family = .inet6
          $0.device = "c0"
          $0.proto = "kernel"
          $0.metric = 256
          $0.preference = "medium"
        })
  }

  @Test func typesAndBareAddresses() throws {
    #expect(
      try Claims.assertion("a: route blackhole 10.66.0.0/16")
        == pattern(.prefix(prefix("10.66.0.0/16"))) { $0.type = "blackhole" })
    #expect(
      try Claims.assertion("a: route 10.0.0.1") == pattern(.prefix(prefix("10.0.0.1/32"))))
    #expect(
      try Claims.assertion("a: route fd00::1 dev c0")
        == pattern(.prefix(prefix("fd00::1/128"))) {
          $0.family = .inet6
          $0.device = "c0"
        })
    #expect(try Claims.assertion("a: route 0.0.0.0/0") == pattern(.default))
    #expect(try Claims.assertion("a: route ::/0") == pattern(.default) { $0.family = .inet6 })
  }

  @Test(arguments: [
    "-6 route default", "-6 no route default", "no -6 route default",
    "route default via fd00::1", "route default src fd00::1",
  ])
  func familyOfDefault(_ text: String) throws {
    guard case .route(let pattern) = try Claims.assertion("a: \(text)") else {
      Issue.record("not a route")
      return
    }
    #expect(pattern.family == .inet6)
  }

  @Test func gatewayOfTheOtherFamily() throws {
    #expect(
      try Claims.assertion("a: route 10.12.0.0/24 via inet6 fd00::1 dev c0")
        == pattern(.prefix(prefix("10.12.0.0/24"))) {
          $0.gateway = ip("fd00::1")
          $0.device = "c0"
        })
  }

  @Test func decision() throws {
    var decision = RouteDecisionPattern(query: RouteQuery(destination: ip("8.8.8.8")))
    #expect(try Claims.assertion("a: route to 8.8.8.8") == .routeDecision(decision))
    decision.query.source = ip("10.0.0.1")
    decision.gateway = ip("172.18.0.1")
    decision.device = "ceth0"
    decision.source = ip("172.18.0.10")
    #expect(
      try Claims.assertion(
        "a: route to 8.8.8.8 from 10.0.0.1 via 172.18.0.1 dev ceth0 src 172.18.0.10")
        == .routeDecision(decision))
  }

  @Test func rules() throws {
    #expect(
      try Claims.assertion("a: rule from 172.18.0.0/16 lookup 100")
        == .rule(
          RulePattern(
            family: .inet,
            attributes: [
              RuleAttribute(key: "from", value: "172.18.0.0/16"),
              RuleAttribute(key: "lookup", value: "100"),
            ])))
    #expect(
      try Claims.assertion("a: rule 500: not from 10.1.0.1/32 fwmark 16/255 dev v0 table 7")
        == .rule(
          RulePattern(
            family: .inet, priority: 500,
            attributes: [
              RuleAttribute(key: "not"), RuleAttribute(key: "from", value: "10.1.0.1"),
              RuleAttribute(key: "fwmark", value: "0x10/0xff"),
              RuleAttribute(key: "iif", value: "v0"), RuleAttribute(key: "lookup", value: "7"),
            ])))
    #expect(
      try Claims.assertion("a: -6 rule from all prohibit priority 9")
        == .rule(
          RulePattern(
            family: .inet6, priority: 9,
            attributes: [
              RuleAttribute(key: "from", value: "all"), RuleAttribute(key: "prohibit"),
            ])))
  }

  @Test func exactSets() throws {
    #expect(try Claims.assertion("a: links eth0 eth1") == .links(["eth0", "eth1"]))
    #expect(try Claims.assertion("a: no links") == .links([]))
    #expect(try Claims.assertion("a: -6 links eth0") == .links(["eth0"]))
    #expect(try Claims.assertion("a: no routes") == .routes([], family: .inet))
    #expect(try Claims.assertion("a: no -6 routes") == .routes([], family: .inet6))
    #expect(try Claims.assertion("a: -6 no addrs") == .noAddresses(family: .inet6))
    #expect(try Claims.assertion("a: no addrs") == .noAddresses(family: .inet))
    #expect(
      try Claims.assertion("a: routes default 10.0.0.0/8 10.0.0.1")
        == .routes(
          [.default, .prefix(prefix("10.0.0.0/8")), .prefix(prefix("10.0.0.1/32"))],
          family: .inet))
    #expect(
      try Claims.assertion("a: -6 routes default fd00::/64")
        == .routes([.default, .prefix(prefix("fd00::/64"))], family: .inet6))
    #expect(try Claims.assertion("namespaces red blue") == .namespaces(["red", "blue"]))
    let none = try Claims.claim("no namespaces")
    #expect((none.assertion, none.isNegated, none.placeText) == (.namespaces([]), false, ""))
    #expect(none.text == "no namespaces")
    #expect(
      try Claims.claim("beta: namespaces pod", world: Claims.twoHosts).place == .host("beta"))
  }
}
