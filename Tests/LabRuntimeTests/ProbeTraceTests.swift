import NetworkState
import Testing

@testable import LabRuntime

/// What probes leave behind that a lab could see.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct ProbeTraceTests {
  /// A host that tracks connections and masquerades.
  private static let router = """
    sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 &&
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -o eth0 -j MASQUERADE &&
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.18.1.2:80
    """
  private static let count = "cat /proc/sys/net/netfilter/nf_conntrack_count"

  @Test("No probe stays in connection tracking; a lab's own flows do", .needs("iptables", "ping"))
  func trackedFlows() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(of: Self.router)
      try await machine.output(
        of: "ip netns exec red iptables -A OUTPUT -m conntrack --ctstate INVALID -j DROP")
      let red = TestMachine.namespace("red")
      try await machine.output(of: "ping -c 1 8.8.8.8 >/dev/null", in: red)
      try await machine.expect(Self.count, prints: "1")
      try await machine.expectHolds(
        """
        red: ping 8.8.8.8
        red: ping 172.18.1.2 answered by blue
        red: ping 8.8.8.8 from 172.18.0.2 ttl 64, within 200ms
        or red: ping 8.8.8.8
        red: tcp 8.8.8.8:443 fails with "refused"
        red: udp 8.8.8.8:99 fails
        red: tcp 172.18.1.2:80 served by blue
        red: tcp 172.18.0.1:8080 served by blue
        red: udp 172.18.1.2:53 served by blue
        blue: ping 172.18.9.9 fails
        internet: sees icmp src 10.0.2.15 on eth0 when red: ping 8.8.8.8
        """)
      for place in [TestMachine.host, red] {
        try await machine.expect(Self.count, prints: "1", in: place)
      }
    }
  }

  @Test("IPv6 likewise", .needs("ip6tables", "ping"))
  func trackedFlowsOfIPv6() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(
        of: "ip addr add fd00::1/64 dev v-red nodad && ip -n red addr add fd00::2/64 dev c0 nodad")
      try await machine.output(
        of: "ip6tables -A INPUT -m conntrack --ctstate INVALID -j DROP")
      try await machine.expectHolds(
        "red: ping fd00::1\nhost: tcp [fd00::2]:9 fails\nred: tcp [fd00::1]:80 served by host")
      try await machine.expect(Self.count, prints: "0")
    }
  }

  @Test("Bridges forget what probes taught them, and nothing else", .needs("bridge", "ping"))
  func forwardingEntries() async throws {
    try await TestMachine.with(.article) { machine in
      // Without IPv6, nobody but who pings sends anything.
      try await machine.output(
        of: """
          sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
          ip link add br0 type bridge && ip link set br0 up
          for i in 1 2 3; do
            ip netns add c$i && ip netns exec c$i sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 &&
            ip link add v$i type veth peer name eth0 address 02:00:00:00:00:0$i netns c$i &&
            ip link set v$i master br0 up && ip -n c$i link set eth0 up &&
            ip -n c$i addr add 172.19.0.$i/24 dev eth0
          done
          ip netns exec c3 ping -c 1 -W 1 172.19.0.1 >/dev/null
          """)
      let learned = "bridge fdb show br br0 | grep -o '^02:.* dev v[0-9]' | sort"
      let wanted = "02:00:00:00:00:01 dev v1\n02:00:00:00:00:03 dev v3"
      try await machine.expect(learned, prints: wanted)
      try await machine.expectHolds(
        """
        c2: ping 172.19.0.1
        c2: ping 172.19.0.3
        host: no fdb 02:00:00:00:00:02 dev v2
        host: fdb 02:00:00:00:00:03 dev v3
        c1: ping 172.19.0.99 fails
        """)
      try await machine.expect(learned, prints: wanted)
    }
  }

  @Test("No connection of a probe waits for its time to be over", .needs("ss"))
  func timeWait() async throws {
    let world = try LabRun.world("{internet: {addresses: [8.8.8.8], serves: [http]}}")
    try await TestMachine.with(world) { machine in
      try await machine.makeRooms()
      try await machine.expectHolds(
        """
        host: http http://8.8.8.8/ seen from 10.0.2.15
        host: http http://8.8.8.8/ status 200
        host: tcp 8.8.8.8:80
        red: tcp 172.18.0.1:80 served by host
        """)
      for place in [TestMachine.host, TestMachine.namespace("red"), .internet] {
        // What the server has still to read ends a moment later.
        try await eventually("the end of all connections in \(place)") {
          try await machine.output(of: "ss -Htan | grep -v LISTEN; true", in: place) == ""
        }
      }
    }
  }

  @Test("A capture does not keep a namespace alive", .needs("ping"))
  func captures() async throws {
    let world = try LabRun.world("{internet: {addresses: [8.8.8.8], serves: [http]}}")
    try await TestMachine.with(world) { machine in
      try await machine.output(
        of: """
          for i in $(seq 12); do
            ip netns add c$i && ip link add v$i type veth peer name eth0 netns c$i
          done
          """)
      try await machine.makeRooms()
      let claim = "host: http http://8.8.8.8/ seen from 10.0.2.15"
      try await machine.expectHolds(
        ([claim, "host: ping 172.18.0.2 answered by red"] + Array(repeating: claim, count: 4))
          .joined(separator: "\n"))
      try await machine.output(
        of: "for i in $(seq 12) ; do ip netns del c$i; done; ip netns del red")
      try await eventually("the end of the cables") {
        try await machine.output(of: "ip -br link | grep -cE '^v[0-9]|v-red'; true") == "0"
      }
    }
  }
}
