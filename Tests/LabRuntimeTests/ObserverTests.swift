import NetworkState
import Testing
import Verification

@testable import LabRuntime

/// Each reading of a real place's state.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct ObserverTests {
  /// The state of a place after some commands.
  private func state(
    after commands: String, of place: Place = TestMachine.host, _ readings: Set<Reading>,
    world: NetworkStateWorld = .none
  ) async throws -> PlaceState {
    try await TestMachine.with(world == .none ? .none : .article) { machine in
      if !commands.isEmpty { try await machine.output(of: commands) }
      let snapshot = await machine.machine.verifier.observer.snapshot([place: readings])
      guard case .state(let state)? = snapshot.places[place] else {
        throw RuntimeProblem.nonsense(tool: "observer", "\(snapshot.places)")
      }
      return state
    }
  }

  private enum NetworkStateWorld { case none, article }

  @Test("Links and their addresses")
  func links() async throws {
    let state = try await state(
      after:
        "ip link add br0 type bridge && ip link add d0 master br0 type veth peer name d1 "
        + "&& ip addr add 10.1.0.1/24 dev br0 && ip link set br0 up mtu 1400", [.links])
    let links = try #require(state.links)
    #expect(Set(links.map(\.name)) == ["lo", "br0", "d0", "d1"])
    let bridge = try #require(links.first { $0.name == "br0" })
    #expect(bridge.isUp)
    #expect(bridge.mtu == 1400)
    #expect(bridge.addresses.contains { "\($0.prefix)" == "10.1.0.1/24" })
    #expect(state.routes == nil)
  }

  @Test("Routes, rules and neighbours")
  func tables() async throws {
    let state = try await state(
      after: "ip link set lo up && ip route add blackhole 10.5.0.0/16 && "
        + "ip rule add from 10.7.0.1 table 100 && "
        + "ip neigh add 10.0.2.77 lladdr 02:00:00:00:00:77 dev eth0",
      [.routes, .rules, .neighbours], world: .article)
    #expect(state.routes?.contains { $0.type == "blackhole" } == true)
    #expect(state.rules?.count ?? 0 > 3)
    #expect(state.neighbours?.contains { "\($0.address)" == "10.0.2.77" } == true)
    #expect(state.links == nil)
  }

  @Test("Kernel parameters, with one that there is not")
  func parameters() async throws {
    let state = try await state(
      after: "echo 1 >/proc/sys/net/ipv4/ip_forward",
      [.sysctl("net.ipv4.ip_forward"), .sysctl("net.ipv4.no_such_thing")])
    #expect(state.sysctls["net.ipv4.ip_forward"]??.contains("1") == true)
    #expect(state.sysctls["net.ipv4.no_such_thing"] == .some(nil))
  }

  @Test("What claims say of a place holds there and nowhere else")
  func claims() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      let socket = try machine.listener(in: TestMachine.namespace("red"), port: 8080)
      try await machine.output(of: "iptables -N LAB && iptables -t nat -N LAB2")
      try await machine.expectHolds(
        """
        namespaces red blue
        red exists
        ghost absent
        red: listen tcp 8080
        blue: no listen tcp 8080
        red: links c0
        red: addr 172.18.0.2/24 dev c0
        red: no addr 172.18.1.2/24 dev c0
        red: route default via 172.18.0.1 dev c0
        red: routes default 172.18.0.0/24
        red: route to 172.18.1.2 via 172.18.0.1 dev c0
        host: route to 172.18.1.2 dev v-blue src 172.18.1.1
        host: link v-red up carrier peer red/c0 type veth
        host: iptables chain LAB
        host: iptables -t nat chain LAB2
        blue: no iptables chain LAB
        host: sysctl net.ipv4.ip_forward = 0
        blue: link lo up
        """)
      withExtendedLifetime(socket) {}
    }
  }

  @Test("A refused route decision is what the claim is about, in the kernel's words")
  func refusedDecision() async throws {
    try await TestMachine.with { machine in
      let claim = "host: route to 8.8.8.8 via 10.0.0.1, within 100ms"
      try await machine.expect(.failed, of: claim, saying: "unreachable")
      try await machine.expect(.passed, of: "host: no route to 8.8.8.8 via 10.0.0.1")
    }
  }

  @Test("The other end of a cable is told by namespace, where names and indexes are all the same")
  func peers() async throws {
    try await TestMachine.with { machine in
      for room in ["a", "b", "c", "d"] { try await machine.output(of: "ip netns add \(room)") }
      try await machine.output(
        of: "ip link add eth0 index 2 netns a type veth peer name eth0 index 2 netns c && "
          + "ip link add eth0 index 2 netns b type veth peer name eth0 index 2 netns d")
      let right = [
        "a: link eth0 peer c/eth0", "b: link eth0 peer d/eth0", "c: link eth0 peer a/eth0",
      ]
      let wrong = [
        "a: link eth0 peer d/eth0", "b: link eth0 peer c/eth0", "c: link eth0 peer b/eth0",
      ]
      .map { $0 + ", within 100ms" }
      for claim in right { try await machine.expect(.passed, of: claim) }
      for claim in wrong { try await machine.expect(.failed, of: claim) }
      let together = try await machine.judge((right + wrong).joined(separator: "\n"))
      #expect(together.map(\.outcome) == [.passed, .passed, .passed, .failed, .failed, .failed])
      try await machine.expect(.failed, of: "a: link eth0 peer host/eth0, within 100ms")
      try await machine.expect(.failed, of: "a: link lo peer c/eth0, within 100ms")
    }
  }

  @Test("Tools and libraries that the lab covers do not change what is read")
  func coveredTools() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(
        of: "printf '#!/bin/sh\\necho \"[]\"\\n' >fake; chmod +x fake; for tool in ip ss ping; do "
          + "for file in /usr/bin/$tool /usr/sbin/$tool; do "
          + "[ -e $file ] && mount --bind fake $file; done; done; ip")
      try await machine.expectHolds(
        """
        host: link eth0 up carrier
        host: route default via 10.0.2.2 dev eth0
        host: ping 8.8.8.8 answered by internet
        host: run "ip -br link show eth0" prints "eth0"
        host: run "ping -c 1 -W 1 8.8.8.8"
        """)
    }
  }

  @Test("What cannot be read is undecided, not a pass")
  func missingPlaces() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "mkdir -p /run/netns; mkfifo /run/netns/trap")
      for claim in ["no link eth0", "no routes", "link lo down", "no addrs"] {
        try await machine.expect(.error, of: "ghost: \(claim), within 100ms", saying: "ghost")
        try await machine.expect(.error, of: "trap: \(claim), within 100ms", saying: "trap")
      }
    }
  }
}
