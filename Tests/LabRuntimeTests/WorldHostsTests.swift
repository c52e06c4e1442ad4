import LabDocument
import LabResults
import Testing

@testable import LabRuntime

/// Worlds of several hosts, in a sandbox.
@Suite(.enabled(if: WorldSample.hasSandbox, "needs bubblewrap"), .timeLimit(.minutes(1)))
struct WorldHostsTests {
  private static let world = """
    hosts:
        alpha: {eth0: [192.168.56.10/24, "fd00:56::10/64"]}
        beta: {eth0: [192.168.56.11/24, "fd00:56::11/64"]}
      gateway: [192.168.56.1, "fd00:56::1"]
      internet: [8.8.8.8, "2001:4860:4860::8888"]
      sysctl: {net.ipv4.ip_forward: 1}
    """

  @Test func hostsAndInternetReachEachOther() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      $ [ "$(hostname)" = alpha ] && ping -c 1 -W 1 beta
      root@beta# [ "$(hostname)" = beta ] && ping -c 1 -W 1 alpha
      root@beta# [ "$(ls /sys/class/net | tr '\\n' ' ')" = "eth0 lo " ]
      root@internet# ip link show dev eth0
      """,
      expect: """
        alpha: ping 192.168.56.11 answered by beta
        alpha: ping fd00:56::11 answered by beta
        beta: ping 8.8.8.8 answered by internet
        beta: ping 2001:4860:4860::8888 answered by internet
        host: ping 192.168.56.10 answered by alpha
        beta: route default via 192.168.56.1 dev eth0
        alpha: sysctl net.ipv4.ip_forward = 1
        beta: sysctl net.ipv4.ip_forward = 1
        """)
    #expect(result.complaints == [])
    #expect(result.outcome == .passed)
  }

  @Test func eachHostHasItsOwnNamespaces() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      $ ip netns add pod
      root@beta# [ -z "$(ip netns)" ] && ip netns add pod && ip netns add other
      root@beta# mkdir -p /etc/netns/other && echo nameserver 1.2.3.4 >/etc/netns/other/resolv.conf
      root@beta# ip netns exec other sh -c 'grep 1.2.3.4 /etc/resolv.conf && ls /sys/class/net'
      $ ls /etc/netns/other
      [exit 2]
      root@beta/pod# ip link add d0 type bridge
      $ sudo ip netns exec pod bash
      $ ip link show dev d0
      [exit 1]
      $ exit
      """,
      expect: """
        namespaces pod
        beta: namespaces pod other
        alpha/pod: no link d0
        beta/pod: link d0
        beta: run "ip netns; cat /etc/netns/other/resolv.conf" prints "1.2.3.4"
        beta: run "ip netns" prints "other"
        alpha/other absent
        """)
    #expect(result.complaints == [])
    #expect(result.outcome == .passed)
  }

  @Test(.timeLimit(.minutes(1))) func killingEverythingIsAnOutcome() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      root@beta# true
      $ kill -9 -1
      root@beta# true
      """)
    #expect(result.outcome == .failed)
    #expect(result.steps[0].commands.last?.message?.contains("killed by signal 9") == true)
  }

  @Test func theInsideHasNoRightsOverTheLAN() async throws {
    let result = try await WorldSample.run(
      world: Self.world,
      """
      $ ! ip link add evil link-netnsid 0 type veth peer name evil2 2>/dev/null
      root@beta# ! ip link set eth0 master eth0 2>/dev/null
      """,
      expect: """
        internet: link eth0 up type bridge
        internet: links eth0 port1 port2
        """)
    #expect(result.complaints == [])
  }

  @Test func manyHostsStand() async throws {
    let hosts = (1...24).map { "h\($0): {eth0: 10.0.0.\($0)/24}" }.joined(separator: ", ")
    let result = try await WorldSample.run(
      world: "hosts: {\(hosts)}", "root@h24# ping -c 1 -W 1 h1",
      expect: "h24: ping 10.0.0.13 answered by h13")
    #expect(result.complaints == [])
  }
}
