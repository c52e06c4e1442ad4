import NetworkState
import Testing
import Verification

/// False claims, and the sentence that a learner reads.
@Suite struct StateJudgeMessageTests {
  @Test(arguments: [
    (
      "host: link ceth0",
      "there is no link ceth0 in host; its links: lo, eth0, v-red, br0, veth0, p1, p0, vx0, mv0"
    ),
    ("red: link eth0 up", "eth0 is DOWN in red; expected up"),
    ("host: link eth0 down", "eth0 is UP in host; expected down"),
    ("red: link eth0 carrier", "eth0 in red is DOWN, so it has no carrier; expected carrier"),
    ("host: link v-red carrier", "v-red in host has NO-CARRIER; expected carrier"),
    ("red: link eth0 no-carrier", "eth0 in red is DOWN; expected it up without carrier"),
    ("host: link eth0 no-carrier", "eth0 in host has its carrier; expected no-carrier"),
    ("red: link eth0 type bridge", "eth0 in red is of type veth, not bridge"),
    ("red: link eth0 mtu 9000", "the mtu of eth0 in red is 1500, not 9000"),
    (
      "netns0: link ceth0 address 02:42:ac:12:00:0b",
      "ceth0 in netns0 has the address 02:42:ac:12:00:0a, not 02:42:ac:12:00:0b"
    ),
    ("host: link eth0 master br0", "eth0 in host has no master; expected master br0"),
    ("host: link veth0 master br1", "veth0 in host is a port of br0; expected master br1"),
    ("host: link veth0 isolated off", "isolated is on for veth0 in host; expected off"),
    ("host: link veth0 hairpin on", "hairpin is off for veth0 in host; expected on"),
    ("host: link eth0 hairpin on", "eth0 in host is not a port of a bridge"),
    ("host: link veth0 state blocking", "the port veth0 in host is forwarding, not blocking"),
    ("red: link eth0 state UP", "the state of eth0 in red is DOWN, not UP"),
    ("red: link eth0 peer host/eth0", "peer of eth0 is host/v-red, not host/eth0"),
    ("host: link v-red peer netns0/eth0", "peer of v-red is red/eth0, not netns0/eth0"),
    ("host: link p0 peer red/p1", "peer of p0 is host/p1, not red/p1"),
    ("host: link br0 peer red/x", "br0 in host is of type bridge, so it has no peer"),
    ("host: link mv0 peer host/eth0", "mv0 in host is of type macvlan, so it has no peer"),
    ("host: link eth0 peer red/x", "peer of eth0 is in internet; expected red/x"),
    (
      "red: link <any> type bridge", "no link in red is as claimed; its links: lo, eth0"
    ),
  ])
  func links(_ text: String, _ message: String) throws {
    #expect(try StateFixture.judge(text) == .fails(message))
  }

  @Test(arguments: [
    (
      "red: addr 192.168.7.2/24 dev eth0",
      "the address on eth0 is 192.168.7.2/25, not 192.168.7.2/24"
    ),
    (
      "red: addr 192.168.7.20/25 dev eth0",
      "the addresses on eth0 in red: 192.168.7.2/25; expected 192.168.7.20/25"
    ),
    ("red: addr 10.0.0.1/8 dev eth1", "there is no link eth1 in red; its links: lo, eth0"),
    ("red: addr fd00::1/64 dev eth0", "eth0 in red has no IPv6 address; expected fd00::1/64"),
    (
      "host: addr 172.18.0.1/16 dev veth0",
      "172.18.0.1/16 is on br0, not on veth0; veth0 in host has no IPv4 address"
    ),
    ("red: route 192.168.7.0/25 dev eth0", "no route to 192.168.7.0/25 in red; the table is empty"),
    (
      "netns0: route 172.19.0.0/16 dev ceth0",
      "no route to 172.19.0.0/16 in netns0; the table has: default via 172.18.0.1 dev ceth0, "
        + "172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10"
    ),
    (
      "netns0: -6 route fd01::/64",
      "no route to fd01::/64 in netns0; the table has: "
        + "fd00:18::/64 dev ceth0 proto kernel metric 256, "
        + "default via fd00:18::1 dev ceth0 metric 1024"
    ),
    (
      "host: route 192.168.7.0/24 dev eth0",
      "the route to 192.168.7.0/24 in host is `192.168.7.0/24 dev v-red proto kernel scope link "
        + "src 192.168.7.1 linkdown`; expected dev eth0"
    ),
    (
      "host: route blackhole 10.67.0.0/16 metric 8",
      "the route to 10.67.0.0/16 in host is `unreachable 10.67.0.0/16 metric 7`; "
        + "expected blackhole, metric 8"
    ),
    (
      "host: route 10.10.0.0/24 via 172.18.0.10 dev eth0",
      "the route to 10.10.0.0/24 in host is `10.10.0.0/24 nexthop via 172.18.0.10 dev br0 weight 1 "
        + "nexthop via 10.0.2.2 dev eth0 weight 2`; expected via 172.18.0.10, dev eth0"
    ),
    ("host: route 10.0.0.0/8 table 9", "no route to 10.0.0.0/8 in host; table 9 is empty"),
    ("red: route to 8.8.8.8", "no route to 8.8.8.8 in red: Network is unreachable"),
    (
      "host: route to 8.8.8.8 dev br0",
      "the kernel's way to 8.8.8.8 in host is `via 10.0.2.2 dev eth0 src 10.0.2.15`; "
        + "expected dev br0"
    ),
  ])
  func addressesAndRoutes(_ text: String, _ message: String) throws {
    #expect(try StateFixture.judge(text) == .fails(message))
  }

  @Test(arguments: [
    ("blue exists", "there is no place blue; the namespaces of host: netns0, red"),
    ("red absent", "red is there; expected it to be absent"),
    (
      "namespaces red blue",
      "the namespaces of host are: netns0, red; missing: blue; not expected: netns0"
    ),
    ("no namespaces", "the namespaces of host are: netns0, red; expected none"),
    ("red: links eth0 eth1", "the links in red are: eth0; missing: eth1"),
    ("red: no links", "the links in red are: eth0; expected none"),
    (
      "netns0: no routes",
      "the routes in netns0 are: default, 172.18.0.0/16; expected none"
    ),
    ("red: routes default", "there are no routes in red; missing: default"),
    ("red: no addrs", "the addresses in red are: 192.168.7.2/25 dev eth0; expected none"),
    (
      "netns0: no -6 addrs",
      "the addresses in netns0 are: fd00:18::10/64 dev ceth0; expected none"
    ),
    ("host: sysctl net.ipv4.ip_forward = 7", "net.ipv4.ip_forward is 0, not 7"),
    (
      "host: sysctl net.ipv4.no_such = 7",
      "there is no kernel parameter net.ipv4.no_such in host"
    ),
    (
      "host: iptables chain NOWHERE",
      "there is no chain NOWHERE in the table filter of host; "
        + "its chains: INPUT, FORWARD, OUTPUT, ROOT_NS"
    ),
    ("host: iptables -P FORWARD ACCEPT", "the policy of FORWARD is DROP in host, not ACCEPT"),
    (
      "host: iptables -P ROOT_NS DROP",
      "ROOT_NS is not a built-in chain of the table filter: it has no policy"
    ),
    (
      "host: listen udp 9",
      "nothing listens on udp port 9 in host; "
        + "the listeners are: 0.0.0.0:4789, 0.0.0.0:53, 127.0.0.53%lo:56, *:54"
    ),
    (
      "host: listen tcp 10.0.2.15:8080",
      "nothing listens on tcp 10.0.2.15:8080 in host, only on 172.18.0.1:8080"
    ),
    (
      "host: neigh 172.18.0.50 REACHABLE",
      "the neighbour in host is `172.18.0.50 dev br0 lladdr 02:00:00:00:00:50 PERMANENT`; "
        + "expected REACHABLE"
    ),
  ])
  func others(_ text: String, _ message: String) throws {
    #expect(try StateFixture.judge(text) == .fails(message))
  }

  @Test func listings() throws {
    guard case .fails(let rule) = try StateFixture.judge("host: rule from 10.1.0.0/16 lookup 9"),
      case .fails(let neighbour) = try StateFixture.judge("host: neigh 9.9.9.9")
    else {
      Issue.record("does not fail")
      return
    }
    #expect(
      rule.hasPrefix("no rule in host is as claimed; its rules: `0: from all lookup local`, "))
    #expect(rule.hasSuffix(" and 2 more"))
    #expect(neighbour.hasPrefix("no neighbour 9.9.9.9 in host; it has as neighbours: "))
  }
}
