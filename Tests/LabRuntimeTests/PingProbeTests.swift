import NetworkState
import Testing

@testable import LabRuntime

/// Pings from real places, by the claims that send them.
@Suite(.needsSandbox, .takingTurns, .needs("ping"), .timeLimit(.minutes(5)))
struct PingProbeTests {
  @Test("An answer's place is the one that answered")
  func answeredBy() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.expectHolds(
        """
        host: ping 8.8.8.8 answered by internet
        host: ping 172.18.0.2 answered by red
        red: ping 172.18.0.1 answered by host
        red: ping 172.18.0.2 answered by red
        red: ping 127.0.0.1 answered by red
        internet: ping 10.0.2.15 answered by host
        """)
      let wrong = "host: ping 172.18.0.2 answered by blue, within 300ms"
      try await machine.expect(.failed, of: wrong, saying: "answered by red")
    }
  }

  @Test("An address that two places have is answered by the one that the packet reached")
  func addressTwice() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(of: "ip -n blue addr add 172.18.0.2/32 dev lo")
      try await machine.output(of: "ip addr add 8.8.8.8/32 dev lo")
      try await machine.expectHolds(
        "host: ping 172.18.0.2 answered by red\nhost: ping 8.8.8.8 answered by host")
      for claim in ["172.18.0.2 answered by blue", "8.8.8.8 answered by internet"] {
        try await machine.expect(.failed, of: "host: ping \(claim), within 300ms", saying: "not by")
      }
    }
  }

  @Test("A translated destination is answered by the place behind it", .needs("iptables"))
  func translated() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(
        of: "iptables -t nat -A OUTPUT -d 8.8.8.8 -j DNAT --to-destination 172.18.0.2")
      try await machine.expectHolds("host: ping 8.8.8.8\nhost: ping 8.8.8.8 answered by red")
      try await machine.expect(
        .failed, of: "host: ping 8.8.8.8 answered by internet, within 300ms", saying: "red")
    }
  }

  @Test("No answer: in words, in silence, and what tells them apart", .needs("iptables"))
  func fails() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(of: "ip -n blue route del default")
      try await machine.output(
        of: "ip -n red route add prohibit 9.9.9.9 && "
          + "ip -n red route add unreachable 9.9.9.8 && ip -n red route add blackhole 9.9.9.7")
      try await machine.output(of: "iptables -A INPUT -s 172.18.0.2 -p icmp -j DROP")
      try await machine.expectHolds(
        """
        blue: ping 8.8.8.8 fails
        blue: ping 8.8.8.8 fails with "Network is unreachable"
        red: ping 172.18.0.1 fails silently
        red: ping 172.18.0.1 fails
        red: ping 9.9.9.9 fails
        red: ping 9.9.9.8 fails with "No route to host"
        red: ping 9.9.9.7 fails with "Invalid argument"
        red: ping 172.18.0.77 fails with "Destination Host Unreachable"
        """)
      try await machine.expect(
        .failed, of: "blue: ping 8.8.8.8 fails silently", saying: "Network is unreachable")
      try await machine.expect(
        .failed, of: "blue: ping 8.8.8.8 fails with \"No route\"", saying: "unreachable")
      try await machine.expect(.failed, of: "host: ping 8.8.8.8 fails", saying: "answer")
      try await machine.expect(.failed, of: "host: ping 8.8.8.8 fails silently", saying: "answer")
      let silent = try await machine.judge("red: ping 172.18.0.1, within 300ms")
      #expect(silent[0].outcome == .failed)
      #expect(silent[0].message?.contains("172.18.0.1") == true)
    }
  }

  @Test("Time to live, source, size and fragments")
  func options() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(
        of: "echo 1 >/proc/sys/net/ipv4/ip_forward; "
          + "ip link set v-red mtu 600; ip -n red link set c0 mtu 600")
      try await machine.expectHolds(
        """
        host: ping 8.8.8.8 ttl 64
        red: ping 172.18.1.2 ttl 63
        red: ping 172.18.1.2 from 172.18.0.2 answered by blue
        host: ping 172.18.0.2 size 1000
        host: ping 172.18.0.2 size 1000 df fails
        host: ping 172.18.0.2 size 1000 df fails with "too long"
        host: ping 172.18.0.2 size 500 df
        """)
      try await machine.expect(.failed, of: "host: ping 8.8.8.8 ttl 63, within 200ms", saying: "64")
      try await machine.expect(
        .error, of: "host: ping 8.8.8.8 from 9.9.9.9, within 200ms", saying: "could not be tried")
      // A failure that is not the network's must not make `fails` pass.
      try await machine.expect(.error, of: "host: ping 8.8.8.8 from 9.9.9.9 fails")
      try await machine.expect(.error, of: "ghost: ping 8.8.8.8 fails, within 200ms")
      try await machine.expect(
        .error, of: "host: ping 8.8.8.8 answered by ghost, within 200ms", saying: "ghost")
    }
  }

  @Test("Probes leave no neighbour entries; a lab's own stay")
  func neighbours() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      try await machine.output(of: "ping -c 1 -W 1 172.18.1.2 >/dev/null")
      try await machine.expectHolds(
        """
        host: ping 8.8.8.8
        red: ping 172.18.0.1
        internet: ping 10.0.2.15
        host: ping 172.18.0.99 fails
        host: tcp 172.18.0.2:9 fails
        host: neigh 172.18.1.2 dev v-blue
        host: no neigh 10.0.2.2
        """)
      for (place, wanted) in [
        (TestMachine.host, "172.18.1.2"), (TestMachine.namespace("red"), ""), (.internet, ""),
        (TestMachine.namespace("blue"), "172.18.1.1"),
      ] {
        try await machine.expect("ip -4 neigh | cut -d' ' -f1", prints: wanted, in: place)
      }
    }
  }

  @Test("A probe waits for what makes it succeed, and one that must fail is asked once more")
  func waiting() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip addr del 10.0.2.15/24 dev eth0")
      try await machine.output(
        of: "(sleep 0.4; ip addr add 10.0.2.15/24 dev eth0; ip route add default via 10.0.2.2) &")
      let results = try await machine.judge(
        "host: ping 8.8.8.8, within 10s\nhost: ping 10.0.2.2 fails")
      #expect(results[0].outcome == .passed, "\(results[0].message ?? "")")
      #expect(results[1].outcome == .failed)
      #expect(results[1].message?.contains("no longer") == true)
    }
  }
}
