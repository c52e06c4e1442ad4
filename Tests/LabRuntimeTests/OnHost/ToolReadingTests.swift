import Testing

@testable import LabRuntime

/// What a call of a tool would change is read from its arguments.
struct ToolReadingTests {
  private func changes(_ line: String) -> [ToolChange] {
    let words = SimpleCommands.read(line)[0]
    return ToolReading.read(words[0], Array(words.dropFirst())).changes
  }

  @Test(
    "A call that looks changes nothing",
    arguments: [
      "ip link", "ip -d -j link show dev eth0", "ip a", "ip route get 8.8.8.8", "ip r", "ip ru",
      "ip netns", "ip netns exec red ip link set lo up", "ip neigh", "ip monitor", "ip -V",
      "iptables -S", "iptables -t nat -L -n -v", "iptables --list-rules", "iptables -nvL FORWARD",
      "nft list ruleset", "nft -s list tables", "sysctl -a", "sysctl net.ipv4.ip_forward",
      "sysctl -n net.ipv4.ip_forward", "bridge fdb show", "bridge -d link", "tc qdisc show",
      "brctl show", "ethtool -k eth0", "ifconfig", "ifconfig eth0", "route -n", "conntrack -L",
      "ip neigh flush all", "ip route flush cache", "ip vrf show",
    ])
  func looks(_ line: String) {
    #expect(changes(line) == [])
  }

  @Test func links() {
    #expect(
      changes("ip link add veth0 type veth peer name ceth0") == [
        .addLink(name: "veth0", kind: "veth", into: nil),
        .addLink(name: "ceth0", kind: "veth", into: nil),
      ])
    #expect(
      changes("ip li a name v mtu 1400 netns red type veth peer e netns blue") == [
        .addLink(name: "v", kind: "veth", into: "red"),
        .addLink(name: "e", kind: "veth", into: "blue"),
      ])
    #expect(
      changes("ip link add link eth0 name m0 type macvlan mode bridge") == [
        .addLink(name: "m0", kind: "macvlan", into: nil)
      ])
    #expect(changes("ip link del dev br0") == [.deleteLink("br0")])
    #expect(changes("brctl addbr br0") == [.addLink(name: "br0", kind: "bridge", into: nil)])
    #expect(
      changes("ip tuntap add dev tap0 mode tap") == [.addLink(name: "tap0", kind: nil, into: nil)])
  }

  @Test("A device without a name cannot be recorded", arguments: ["bridge", "veth"])
  func nameless(_ kind: String) {
    guard case .refused(let reason)? = changes("ip link add type \(kind)").first else {
      Issue.record("it was taken")
      return
    }
    #expect(reason.contains("name"))
  }

  @Test func settings() {
    var setting = ToolChange.LinkSetting()
    setting.isUp = true
    #expect(changes("ip link set dev lo up") == [.setLink("lo", setting)])
    setting = ToolChange.LinkSetting(newName: "eth7", namespace: "1", hasMore: true)
    #expect(changes("ip link set er netns 1 name eth7") == [.setLink("er", setting)])
    setting = ToolChange.LinkSetting(isUp: true, hasMore: true, master: "br0")
    #expect(changes("ip link set vr master br0 up") == [.setLink("vr", setting)])
  }

  @Test func addressesAndRoutes() {
    #expect(
      changes("ip addr add 10.1.0.1/24 brd + dev br0") == [
        .addAddress("10.1.0.1/24", device: "br0", replaces: false)
      ])
    #expect(changes("ip a flush dev br0") == [.flushAddresses(device: "br0")])
    #expect(
      changes("ip route add 10.9.0.0/16 via 10.1.0.2 table 5") == [
        .addRoute(
          RouteWords(isIPv6: false, words: ["10.9.0.0/16", "via", "10.1.0.2", "table", "5"]),
          replaces: false)
      ])
    let route = RouteWords(isIPv6: true, words: ["blackhole", "fd00::/8", "metric", "7"])
    #expect(changes("ip -6 r del blackhole fd00::/8 metric 7") == [.deleteRoute(route)])
    #expect(route.destination == "fd00::/8" && route.table == "main" && route.metric == "7")
    #expect(
      changes("ip rule add from 10.0.0.0/8 lookup 100") == [
        .addRule(isIPv6: false, words: ["from", "10.0.0.0/8", "lookup", "100"])
      ])
  }

  @Test func firewalls() {
    let post = FirewallPlace(tool: "iptables", table: "nat", chain: "POSTROUTING")
    #expect(
      changes("iptables -w -t nat -A POSTROUTING -s 10.1.0.0/24 ! -o br0 -j MASQUERADE") == [
        .addFirewallRule(
          post, words: ["-s", "10.1.0.0/24", "!", "-o", "br0", "-j", "MASQUERADE"], isFirst: false)
      ])
    let forward = FirewallPlace(tool: "ip6tables", table: "filter", chain: "FORWARD")
    #expect(
      changes("ip6tables -I FORWARD 1 -j DROP") == [
        .addFirewallRule(forward, words: ["-j", "DROP"], isFirst: true)
      ])
    #expect(changes("ip6tables -P FORWARD DROP") == [.setPolicy(forward, "DROP")])
    #expect(changes("ip6tables -N FORWARD") == [.addChain(forward)])
    #expect(changes("iptables -F") == [.flushChain(tool: "iptables", table: "filter", chain: nil)])
    #expect(changes("nft add table inet lab") == [.addTable(family: "inet", name: "lab")])
    #expect(
      changes("nft 'table inet lab { chain c { type filter hook input priority 0; } }'")
        == [.addTable(family: "inet", name: "lab")])
    #expect(
      changes("nft 'add rule ip nat c drop; delete table x'") == [
        .changeTable(family: "ip", name: "nat"), .changeTable(family: "ip", name: "x"),
      ])
  }

  @Test func parameters() {
    #expect(
      changes("sysctl -w net.ipv4.ip_forward=1 net/ipv4/tcp_rmem='1 2  3'") == [
        .setParameter(path: "net/ipv4/ip_forward", value: "1"),
        .setParameter(path: "net/ipv4/tcp_rmem", value: "1 2 3"),
      ])
  }

  @Test(
    "What cannot be recorded is refused",
    arguments: [
      "ip -batch file", "ip route flush table main", "ip addr flush up", "ip rule flush",
      "nft -f file", "nft flush ruleset", "sysctl -p", "sysctl --system", "iptables-restore",
      "ipset create x hash:ip", "ebtables -A FORWARD -j DROP", "iptables -X", "ifconfig eth0 down",
      "ip link set group 1 down", "ip xfrm state flush", "conntrack -F",
    ])
  func refused(_ line: String) {
    guard case .refused? = changes(line).first else {
      Issue.record("\(line) is not refused: \(changes(line))")
      return
    }
  }

  @Test func sudoLosesItsOptions() {
    #expect(ShimCall.sudo(["-E", "-u", "root", "ip", "-V"]) == ["ip", "-V"])
    #expect(ShimCall.sudo(["A=b", "ip"]) == ["env", "A=b", "ip"])
  }

  @Test("A namespace of `-n` is the place of the call")
  func namespaceOption() {
    let reading = ToolReading.read("ip", ["-n", "red", "link", "set", "lo", "up"])
    #expect(reading.namespace == "red")
    #expect(reading.changes.count == 1)
  }

  @Test func simpleCommands() {
    #expect(
      SimpleCommands.read("for n in a b; do sudo ip netns add $n && A=1 /sbin/ip link; done # x")
        == [
          ["for", "n", "in", "a", "b"], ["ip", "netns", "add", "$n"], ["ip", "link"], ["done"],
        ])
    #expect(SimpleCommands.inside(["ip", "netns", "exec", "red", "ip", "a"]) == ["ip", "a"])
    #expect(SimpleCommands.inside(["nsenter", "--net=/run/netns/red", "ip", "a"]) == ["ip", "a"])
  }
}
