import LabResults
import Testing

@testable import LabRuntime

@Suite("Claims in worlds of several hosts")
struct ClaimsHostsTests {
  private let world = """
    world:
      hosts:
        alpha: {eth0: [192.168.56.10/24, fd56::10/64]}
        beta: {eth0: [192.168.56.11/24, fd56::11/64]}
      gateway: 192.168.56.1
      internet: {addresses: [8.8.8.8], serves: [http, dns]}
    """
  private let commands = """
    ip netns add red
    ip link add v0 type veth peer name eth0 netns red
    ip link set v0 up
    ip addr add 172.18.0.1/16 dev v0
    ip -n red link set eth0 up
    ip -n red addr add 172.18.0.10/16 dev eth0
    ip -n red route add default via 172.18.0.1
    sysctl -q -w net.ipv4.ip_forward=1
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -o eth0 -j MASQUERADE
    iptables -t nat -A PREROUTING -p tcp --dport 80 -d 192.168.56.10 -j DNAT --to 172.18.0.10:8080
    """

  @Test func allKinds() async throws {
    try await ClaimsLab.expect(
      .passed, world: world, after: commands,
      """
      beta: tcp 192.168.56.10:80 served by alpha/red
      alpha: tcp 192.168.56.11:443 served by beta
      alpha: tcp [fd56::11]:443 served by beta
      alpha: udp [fd56::11]:443 served by beta
      alpha/red: tcp 192.168.56.11:22 served by beta
      beta: sees tcp src 192.168.56.10 on eth0 when alpha/red: tcp 192.168.56.11:22
      alpha: sees icmp6 src fd56::11 on eth0 when beta: ping fd56::10
      alpha/red: http http://8.8.8.8/ status 200 body "192.168.56.10" seen from 192.168.56.10
      alpha: dns beta.lab = 192.168.56.11
      alpha: dns beta.lab = fd56::11
      alpha/red: dns internet.lab = 8.8.8.8
      alpha: iptables -t nat POSTROUTING -s 172.18.0.0/16 -o eth0 -j MASQUERADE
      beta: no iptables -t nat POSTROUTING -s 172.18.0.0/16 -o eth0 -j MASQUERADE
      """)
  }
}
