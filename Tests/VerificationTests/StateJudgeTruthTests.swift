import Testing
import Verification

/// Claims that hold, and that fail with `no` in front.
@Suite struct StateJudgeTruthTests {
  static let links = [
    "host: link eth0", "host: link eth0 up carrier type veth mtu 1500 state UP",
    "host: link lo type loopback", "host: link v-red up no-carrier", "red: link eth0 down",
    "host: link br0 type bridge", "host: link veth0 master br0 state forwarding",
    "host: link veth0 isolated on hairpin off", "netns0: link ceth0 address 02:42:ac:12:00:0a",
    "netns0: link ceth0 peer host/veth0", "host: link veth0 up master br0 peer netns0/ceth0",
    "host: link v-red peer red/eth0", "red: link eth0 peer host/v-red",
    "host: link p0 peer host/p1", "host: link p1 down peer host/p0",
    "host: link <any> peer red/eth0", "host: link <any> master br0 isolated on",
    "netns0: link <any> address 02:42:ac:12:00:0a", "host: link vx0 up type vxlan mtu 1450",
    "host: link mv0 type macvlan",
  ]
  static let routes = [
    "red: addr 192.168.7.2/25 dev eth0", "netns0: addr fd00:18::10/64 dev ceth0",
    "host: route default", "host: route default via 10.0.2.2 dev eth0",
    "host: route 192.168.7.0/24 dev v-red proto kernel scope link src 192.168.7.1 linkdown",
    "host: route blackhole 10.66.0.0/16", "host: route unreachable 10.67.0.0/16 metric 7",
    "host: route prohibit 10.68.0.1", "host: route default via 172.18.0.10 table 100",
    "host: route 10.9.0.0/24 via 172.18.0.10 dev br0 src 172.18.0.1 metric 50 onlink",
    "host: route 10.10.0.0/24 via 10.0.2.2 dev eth0", "host: route 10.10.0.0/24 dev br0",
    "host: route 10.12.0.0/24 via inet6 fd00:18::10 dev br0", "host: -6 route default dev br0",
    "host: route fd00:18::/64 dev br0 proto kernel metric 256 pref medium",
    "host: route blackhole fd66::/16", "host: route local 172.18.0.1 dev br0 table local",
    "netns0: route default via fd00:18::1", "host: route 172.18.0.0/16 metric 0",
    "host: route to 8.8.8.8 via 10.0.2.2 dev eth0 src 10.0.2.15", "host: route to 172.18.0.1",
    "host: route to 172.18.0.1 dev lo",
  ]
  static let others = [
    "host: rule from 172.18.0.0/16 lookup 100", "host: rule 32765: from 172.18.0.0/16 table 100",
    "host: rule not from 10.1.0.0/16 to 10.2.0.0/16 iif br0 fwmark 0x10/0xff lookup 1234",
    "host: rule from 10.3.0.1 blackhole", "host: rule from all fwmark 1 unreachable",
    "host: rule from all to all lookup main", "host: rule sport 100-200 dport 80 ipproto tcp",
    "host: -6 rule from fd00:18::/64 lookup 100", "host: neigh 172.18.0.10 dev br0",
    "host: neigh 172.18.0.10 lladdr 02:42:ac:12:00:0a REACHABLE",
    "host: neigh 172.18.0.51 dev br0 FAILED", "host: listen tcp 80", "host: listen tcp 8080",
    "host: listen tcp 127.0.0.1:80", "host: listen tcp 172.18.0.1:8080",
    "host: listen tcp 10.0.2.15:81", "host: listen tcp [fd00:18::1]:81", "host: listen udp 53",
    "host: listen tcp [fd00:18::1]:82", "host: listen tcp 57", "host: listen tcp 0.0.0.0:57",
    "host: sysctl net.ipv4.ip_forward = 0",
    "host: sysctl net.ipv4.ip_local_port_range = 32768 60999", "host: iptables chain ROOT_NS",
    "host: iptables chain INPUT", "host: iptables -t nat chain POSTROUTING",
    "host: iptables -P FORWARD DROP", "host: iptables -t nat -P OUTPUT ACCEPT",
  ]
  static let sets = [
    "red: links eth0", "host: links eth0 v-red br0 veth0 p0 p1 vx0 mv0",
    "netns0: links lo ceth0", "red: no routes", "red: no -6 routes",
    "netns0: routes default 172.18.0.0/16", "netns0: -6 routes default fd00:18::/64",
    "red: no -6 addrs", "namespaces red netns0", "red exists", "host exists", "ghost absent",
    "host: no link eth9", "host: no route 10.99.0.0/16", "red: no route to 8.8.8.8",
    "host: no listen tcp 9", "host: no iptables chain NOWHERE", "host: no link v-red peer red/x",
    "host: no rule from 10.1.0.0/16 lookup 1234", "host: no listen tcp 10.0.2.15:82",
    "host: no listen tcp 127.0.0.2:57", "host: no sysctl net.ipv4.ip_forward = 1",
  ]

  @Test(arguments: links + routes + others + sets)
  func holds(_ text: String) throws {
    #expect(try StateFixture.judge(text) == .holds)
  }

  @Test(arguments: links + routes + others)
  func failsWhenTurnedRound(_ text: String) throws {
    let claim = text.replacing(": ", with: ": no ", maxReplacements: 1)
    guard case .fails(let message) = try StateFixture.judge(claim) else {
      Issue.record("\(claim) does not fail")
      return
    }
    let rest = text.split(separator: ": ", maxSplits: 1)[1]
    #expect(message.hasSuffix("; expected `no \(rest)`"))
  }
}
