import Foundation
import NetworkState
import Testing
import Verification

@testable import LabDocument

/// A lab's places at one moment, from what `ip`, `ss` and `iptables` printed there.
///
/// `red` hangs on `v-red` with its end down; `netns0` hangs on port `veth0` of the bridge `br0`.
enum StateFixture {
  static let red = Place.namespace("red", host: "host")
  static let netns0 = Place.namespace("netns0", host: "host")
  static let host = Place.host("host")

  private static func bytes(_ name: String) throws -> [UInt8] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](
      try Data(contentsOf: tests.appending(path: "NetworkStateTests/Fixtures/\(name)")))
  }

  static func snapshot() throws -> NetworkSnapshot {
    NetworkSnapshot(
      places: [
        host: .state(try hostState()), red: .state(try room("red")),
        netns0: .state(try room("netns0")),
        .namespace("ghost", host: "host"): .missing,
        .namespace("sealed", host: "host"): .unreadable("ip is not there"),
      ],
      namespaces: ["host": ["netns0", "red"]])
  }

  private static func hostState() throws -> PlaceState {
    var state = PlaceState()
    let links = try ToolOutput.links(bytes("host-addr.json"))
    state.links = links
    state.routes = try ToolOutput.routes(bytes("host-route.json"))
    state.rules =
      try ToolOutput.rules(bytes("host-rule.json"), family: .inet)
      + ToolOutput.rules(bytes("host-rule-6.json"), family: .inet6)
    state.neighbours = try ToolOutput.neighbours(bytes("host-neigh.json"))
    state.forwardingEntries = try ToolOutput.forwardingEntries(bytes("host-fdb.json"))
    state.listeners =
      try ToolOutput.listeners(bytes("ss-tcp.txt"), isTCP: true)
      + ToolOutput.listeners(bytes("ss-udp.txt"), isTCP: false)
    for (name, place) in [("eth0", Place.internet), ("v-red", red), ("veth0", netns0)] {
      let id = try #require(links.first { $0.name == name }?.peerNamespaceID)
      state.peerPlaces[id] = place
    }
    state.sysctls = [
      "net.ipv4.ip_forward": "0", "net.ipv4.ip_local_port_range": "32768\t60999",
      "net.ipv4.no_such": nil,
    ]
    for name in ["filter", "nat"] {
      state.firewalls[FirewallTable(family: .inet, name: name)] =
        try ToolOutput.ruleListing(bytes("iptables-\(name).txt"))
    }
    state.routeDecisions[RouteQuery(destination: IPAddress("8.8.8.8")!)] =
      try ToolOutput.routeDecision(bytes("get-gateway.json"))
    state.routeDecisions[RouteQuery(destination: IPAddress("172.18.0.1")!)] =
      try ToolOutput.routeDecision(bytes("get-local.json"))
    return state
  }

  private static func room(_ name: String) throws -> PlaceState {
    var state = PlaceState()
    let links = try ToolOutput.links(bytes("\(name)-addr.json"))
    state.links = links
    state.routes = try ToolOutput.routes(bytes("\(name)-route.json"))
    for link in links { link.peerNamespaceID.map { state.peerPlaces[$0] = host } }
    state.routeDecisions[RouteQuery(destination: IPAddress("8.8.8.8")!)] =
      try ToolOutput.routeRefusal(bytes("get-unreachable.txt"))
    return state
  }

  static func claim(_ text: String) throws -> Claim {
    let output = ClaimParser(world: .article).parse(text, line: 1, column: 1)
    #expect(output.problems.map(\.message) == [], "\(text)")
    return try #require(output.claim)
  }

  static func judge(_ text: String) throws -> Judgement {
    StateJudge.judge(try claim(text), in: try snapshot())
  }
}
