import NetworkState
import Testing

@testable import Diagnosis

/// What commands did to routes that are not there any more.
@Suite("The history of routes")
struct HistoryTests {
  private static let host = Place.host(Place.defaultHostName)
  private static let red = Place.namespace("red", host: Place.defaultHostName)
  private static let target = IPAddress("8.8.8.8")!

  private func lost(_ commands: [String], at place: Place = host) -> String? {
    let past = commands.map { PastCommand(place: Self.host, command: $0, status: 0) }
    return History(past, place).lostRoute(to: Self.target)?.down
  }

  @Test("A route is lost by a link that goes down after it")
  func order() {
    let add = "ip route add default via 10.0.0.1"
    #expect(lost([add, "ip link set eth0 down"]) == "ip link set eth0 down")
    #expect(lost(["ip link set eth0 down", add]) == nil)
    #expect(lost([add, "ip link set eth0 up"]) == nil)
    #expect(lost([add, "ip route del default", "ip link set eth0 down"]) == nil)
    #expect(lost(["ip route add 10.0.0.0/8 via 10.0.0.1", "ip link set eth0 down"]) == nil)
  }

  @Test(
    "Commands of another place are told by how they go there",
    arguments: [
      "ip -n red route add default via 10.0.0.1 && ip -n red link set eth0 down",
      "sudo ip netns exec red ip route add default via 10.0.0.1; ip -netns red link set eth0 down",
      "nsenter --net=/run/netns/red ip r add default via 10.0.0.1\nip -n red l set dev eth0 down",
    ])
  func places(_ line: String) {
    #expect(lost([line], at: Self.red) != nil)
    #expect(lost([line]) == nil)
  }

  @Test("A gateway that was refused, unless a later one was taken")
  func refused() {
    let refusal = PastCommand(
      place: Self.host, command: "ip route add default via 10.9.0.1", status: 2,
      output: "Error: Nexthop has invalid gateway.")
    #expect(
      History([refusal], Self.host).refusedGateway(for: Self.target)
        == "ip route add default via 10.9.0.1")
    let taken = PastCommand(
      place: Self.host, command: "ip route add default via 10.0.0.1", status: 0)
    #expect(History([refusal, taken], Self.host).refusedGateway(for: Self.target) == nil)
    #expect(History([refusal], Self.red).refusedGateway(for: Self.target) == nil)
  }

  @Test(
    "No words are too strange",
    arguments: [
      "", "ip", "ip -n", "ip netns exec", "nsenter --net=", "ip route add", "; && |", "sudo",
    ])
  func strange(_ line: String) {
    #expect(lost([line]) == nil)
  }
}
