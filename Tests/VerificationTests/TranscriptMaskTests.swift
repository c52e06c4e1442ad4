import LabDocument
import Testing

@testable import Verification

/// One line of a transcript against one line of output.
private func agree(_ expected: String, _ actual: String) -> Bool {
  TranscriptComparison.difference(expected: [.text(expected)], actual: actual + "\n") == nil
}

struct Pair: Sendable, CustomTestStringConvertible {
  var expected: String
  var actual: String

  init(_ expected: String, _ actual: String) {
    self.expected = expected
    self.actual = actual
  }

  var testDescription: String { "\(expected) | \(actual)" }
}

@Suite("What varies in a transcript")
struct TranscriptMaskTests {
  @Test(
    "is masked",
    arguments: [
      Pair(
        "    link/ether 66:2d:24:e3:49:3f brd ff:ff:ff:ff:ff:ff",
        "    link/ether 02:00:00:00:00:99 brd ff:ff:ff:ff:ff:ff"),
      Pair("5: eth0: <UP> mtu 1500", "17: eth0: <UP> mtu 1500"),
      Pair("+ ip link", "++ ip link"),
      Pair("5: veth0@if6: <UP> mtu 1500", "17: veth0@if99: <UP> mtu 1500"),
      Pair("<n>: veth0@if<n>: <UP> mtu 1500", "17: veth0@if99: <UP> mtu 1500"),
      Pair("<n>: veth0@if6: <UP> mtu 1500", "17: veth0@if99: <UP> mtu 1500"),
      Pair("5: veth0@if<any>: <UP> mtu 1500", "17: veth0@if99: <UP> mtu 1500"),
      Pair("5: veth0: link-netnsid <n>", "17: veth0: link-netnsid 4"),
      Pair("2: eth0    inet 10.0.2.15/24", "7: eth0    inet 10.0.2.15/24"),
      Pair("3: veth0 state UP @ceth0: <UP>", "4: veth0 state UP @ceth0: <UP>"),
      Pair("Deleted 3: veth0@if2: <UP>", "Deleted 4: veth0@if9: <UP>"),
      Pair("veth0@if3        UP", "veth0@if10       UP"),
      Pair("link-netnsid 0", "link-netnsid 12"),
      Pair("netns0 (id: 0)", "netns0 (id: 3)"),
      Pair("netns0", "netns0 (id: 3)"),
      Pair("nsid 0 (iproute2 netns name: red)", "nsid 4 (iproute2 netns name: red)"),
      Pair("[{\"ifindex\":4,\"link_index\":5}]", "[{\"ifindex\":44,\"link_index\":55}]"),
      Pair(
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=12.3 ms",
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=0.038 ms"),
      Pair(
        "64 bytes from <ip>: icmp_seq=<n> ttl=64 time=<time>",
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=0.038 ms"),
      Pair(
        "64 bytes from <ip>: icmp_seq=1 ttl=64 time=<time> ms",
        "64 bytes from fe80::1%eth0: icmp_seq=1 ttl=64 time=0.038 ms".replacing("%eth0", with: "")),
      Pair(
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=<n> ms",
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time<1 ms".replacing("<1", with: "=1")),
      Pair(
        "2 packets transmitted, 2 received, 0% packet loss, time 58ms",
        "2 packets transmitted, 2 received, 0% packet loss, time 1013ms"),
      Pair(
        "rtt min/avg/max/mdev = 0.038/0.039/0.040/0.001 ms",
        "rtt min/avg/max/mdev = 12.345/12.345/12.345/0.000 ms"),
      Pair(
        "rtt min/avg/max/mdev = 0.038/0.039/0.040/0.001 ms",
        "rtt min/avg/max/mdev = 12.345/12.345/12.345/0.000 ms, pipe 2"),
      Pair(
        "rtt min/avg/max/mdev = 0.03/0.03/0.04/0.00 ms, pipe 2, ipg/ewma 0.02/0.00 ms",
        "rtt min/avg/max/mdev = 1.3/1.3/1.4/1.0 ms, ipg/ewma 0.5/0.7 ms"),
      Pair("rtt <any>", "rtt min/avg/max/mdev = 12.345/12.345/12.345/0.000 ms"),
      Pair(
        "rtt min/avg/max/mdev = <time>/<n>/<n>/<n> ms",
        "rtt min/avg/max/mdev = 12.345/12.345/12.345/0.000 ms"),
      Pair("round-trip min/avg/max = 0.1/0.2/0.3 ms", "round-trip min/avg/max = 1.1/1.2/1.3 ms"),
      Pair("pipe 3", "pipe 2"),
      Pair("hello_timer    0.86 tcn_timer    0.00", "hello_timer   12.60 tcn_timer    1.00"),
      Pair("# Completed on Tue Nov 24 10:01:37 2026", "# Completed on Wed Nov 25 10:01:37 2026"),
      Pair(
        "Unicast reply from 10.0.0.1 [02:00:00:00:00:01]  0.581ms",
        "Unicast reply from 10.0.0.1 [02:00:00:00:00:02]  12.5ms"),
      Pair(
        "    inet6 fe80::8c03:f9ff:fe1b:553d/64 scope link",
        "    inet6 fe80::1:ff:fe00:1/64 scope link"),
      Pair("fe80::ff:fe00:1 dev eth0", "fe80::8c03:f9ff:fe1b:553d dev eth0"),
      Pair(
        "Chain INPUT (policy ACCEPT 0 packets, 0 bytes)",
        "Chain INPUT (policy ACCEPT 12 packets, 840K bytes)".replacing("840K", with: "840")),
      Pair(
        "    0     0 DROP       all  --  eth0   *       0.0.0.0/0  0.0.0.0/0",
        "   12   840K DROP       all  --  eth0   *       0.0.0.0/0  0.0.0.0/0"),
      Pair(
        "2       0     0 DROP       all  --  eth0   *       0.0.0.0/0",
        "2      12   840 DROP       all  --  eth0   *       0.0.0.0/0"),
      Pair(
        "    0     0            all  --  eth0   *       0.0.0.0/0",
        "   12   840            all  --  eth0   *       0.0.0.0/0"),
      Pair(
        "    0     0 ACCEPT     0    --  *      *       0.0.0.0/0",
        "    7   588 ACCEPT     0    --  *      *       0.0.0.0/0"),
      Pair("-A INPUT -i eth0 -c 0 0 -j DROP", "-A INPUT -i eth0 -c 12 840 -j DROP"),
      Pair("-P INPUT ACCEPT -c 0 0", "-P INPUT ACCEPT -c 12 840"),
      Pair(":INPUT ACCEPT [0:0]", ":INPUT ACCEPT [12:840]"),
      Pair("[0:0] -A INPUT -j DROP", "[12:840] -A INPUT -j DROP"),
      Pair("    counter packets 0 bytes 0 drop", "    counter packets 12 bytes 840 drop"),
      Pair("tcp 6 src=10.0.0.1 packets=3 bytes=252", "tcp 6 src=10.0.0.1 packets=5 bytes=420"),
      Pair("[1] 1234", "[1] 98"),
      Pair("users:((\"nc\",pid=1234,fd=3))", "users:((\"nc\",pid=9,fd=3))"),
      Pair("bash: foo: command not found", "bash: line 12: foo: command not found"),
      Pair("br0\t8000.0242d0f1a2b3\tno", "br0\t8000.0242d0f1a2b4\tno"),
      Pair("bridge_id 8000.7e:1:2:3:4:5 x", "bridge_id 8000.ae:17:2:3:4:5 x"),
      Pair("plain", "plain  \t"),
      Pair("plain", "\u{1B}[1;31mplain\u{1B}[0m"),
      Pair("plain", "\u{1B}]0;title\u{07}plain\u{1B}(B"),
      Pair("100%", " 10%\r 50%\r100%"),
    ])
  func masked(_ pair: Pair) {
    #expect(agree(pair.expected, pair.actual))
  }

  @Test(
    "is masked alone: what matters is compared",
    arguments: [
      Pair("5: eth0: <UP> mtu 1500", "5: eth0: <UP> mtu 1450"),
      Pair("5: eth0: <UP> mtu 1500", "5: eth0: <UP,LOWER_UP> mtu 1500"),
      Pair("5: eth0: <UP> mtu 1500", "5: eth1: <UP> mtu 1500"),
      Pair("5: veth0@if6: <UP>", "5: veth0@ceth0: <UP>"),
      Pair("5: eth0: state UP", "5: eth0: state DOWN"),
      Pair("<n>: eth0: state UP", "5: eth0: state DOWN"),
      Pair("link-netns red", "link-netnsid 0"),
      Pair("+ ip link", "++ ip addr"), Pair("++", "+"), Pair("++x", "+x"),
      Pair("netns0 (id: 0)", "netns1 (id: 0)"),
      Pair("0:\tfrom all lookup local", "1:\tfrom all lookup local"),
      Pair("0: from all lookup local", "1: from all lookup local"),
      Pair("1: ok", "2: ok"),
      Pair("    inet 172.18.0.10/16", "    inet 172.18.0.11/16"),
      Pair("    inet 172.18.0.10/16", "    inet 172.18.0.10/24"),
      Pair(
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=12.3 ms",
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=12.3 ms"),
      Pair(
        "64 bytes from 10.0.2.2: icmp_seq=1 ttl=64 time=12.3 ms",
        "64 bytes from 10.0.2.2: icmp_seq=2 ttl=64 time=12.3 ms"),
      Pair(
        "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
        "1 packets transmitted, 0 received, 100% packet loss, time 0ms"),
      Pair(
        "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
        "2 packets transmitted, 1 received, 0% packet loss, time 0ms"),
      Pair("rtt min/avg/max/mdev = 1/1/1/1 ms", "round-trip min/avg/max = 1/1/1 ms"),
      Pair("inet6 fe80::1/64", "inet6 fe80::2/64"),
      Pair("inet6 fe80::8c03:f9ff:fe1b:553d/64", "inet6 fe80::8c03:f9ff:fe1b:553d/10"),
      Pair(
        "Unicast reply from 10.0.0.1 [02:00:00:00:00:01]  0.581ms",
        "Unicast reply from 10.0.0.2 [02:00:00:00:00:01]  0.581ms"),
      Pair("inet6 2001:db8::1", "inet6 2001:db8::2"),
      Pair("2001:db8:aa:bb:cc:dd:ee:ff", "2001:db8:aa:bb:cc:dd:ee:fe"),
      Pair(
        "Chain INPUT (policy ACCEPT 0 packets, 0 bytes)",
        "Chain INPUT (policy DROP 0 packets, 0 bytes)"),
      Pair(
        "    0     0 DROP       all  --  eth0   *       0.0.0.0/0",
        "    0     0 ACCEPT     all  --  eth0   *       0.0.0.0/0"),
      Pair(
        "1       0     0 DROP       all  --  eth0   *       0.0.0.0/0",
        "2       0     0 DROP       all  --  eth0   *       0.0.0.0/0"),
      Pair("1    ACCEPT     all  --  0.0.0.0/0", "2    ACCEPT     all  --  0.0.0.0/0"),
      Pair("-A INPUT -p tcp --dport 80", "-A INPUT -p tcp --dport 81"),
      Pair("meter packets 5", "meter packets 6"),
      Pair("[1] 1234", "[2] 1234"),
      Pair("1234", "1235"),
      Pair("bash: foo: command not found", "bash: line 12: bar: command not found"),
      Pair("time 5 minutes", "time 6 minutes"),
      Pair("lladdr 66:2d:24:e3:49:3f REACHABLE", "lladdr 66:2d:24:e3:49:3f STALE"),
      Pair(" indented", "indented"),
      Pair("a\tb", "a b"),
    ])
  func compared(_ pair: Pair) {
    #expect(!agree(pair.expected, pair.actual))
  }

  @Test("Rows of counters are masked under their heading alone")
  func counterRows() {
    let heading = "    RX:  bytes packets errors dropped  missed   mcast"
    let expected: [ConsoleCommand.OutputLine] = [
      .text(heading), .text("          1176      14      0       0       0       0"),
    ]
    let printed = "\(heading)  \n         1.18k  9999      0       0       0       0 \n"
    #expect(TranscriptComparison.difference(expected: expected, actual: printed) == nil)
    let other = "    XX:  bytes packets errors dropped  missed   mcast"
    #expect(
      TranscriptComparison.difference(
        expected: [.text(other), expected[1]], actual: "\(other)\n 1 2 0 0 0 0\n") != nil)
    #expect(!agree("1 2 3", "1 2 4"))
  }
}
