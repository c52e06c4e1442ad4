import NetworkState
import Testing

@testable import LabDocument

@Suite struct ClaimsStateTests {
  @Test func link() throws {
    var pattern = LinkPattern(name: "ceth0")
    #expect(try Claims.assertion("netns0: link ceth0") == .link(pattern))
    pattern.isUp = true
    pattern.type = "veth"
    pattern.peer = LinkPeer(place: .host("host"), name: "veth0", text: "host/veth0")
    #expect(
      try Claims.assertion("netns0: link ceth0 up type veth peer host/veth0") == .link(pattern))
    #expect(
      try Claims.assertion("netns0: link ceth0 peer host/veth0 type veth up") == .link(pattern))
    var any = LinkPattern(name: nil)
    any.hasCarrier = false
    any.isUp = false
    #expect(try Claims.assertion("host: link <any> down no-carrier") == .link(any))
  }

  @Test func linkAttributes() throws {
    var pattern = LinkPattern(name: "v0.7")
    pattern.hasCarrier = true
    pattern.mtu = 1450
    pattern.address = MACAddress("02:42:ac:12:00:0a")
    pattern.master = "br0"
    pattern.state = "forwarding"
    pattern.isIsolated = true
    pattern.isHairpin = false
    #expect(
      try Claims.assertion(
        "host: link v0.7 carrier mtu 1450 address 02:42:AC:12:00:0A master br0 "
          + "state forwarding isolated on hairpin off") == .link(pattern))
    var state = LinkPattern(name: "eth0")
    state.state = "LOWERLAYERDOWN"
    #expect(try Claims.assertion("host: link eth0 state LOWERLAYERDOWN") == .link(state))
  }

  @Test func peersOfNamedHosts() throws {
    var pattern = LinkPattern(name: "v0")
    pattern.peer = LinkPeer(
      place: .namespace("pod", host: "beta"), name: "c0", text: "beta/pod/c0")
    #expect(
      try Claims.assertion("beta: link v0 peer beta/pod/c0", world: Claims.twoHosts)
        == .link(pattern))
    pattern.peer = LinkPeer(place: .host("beta"), name: "c0", text: "beta/c0")
    #expect(
      try Claims.assertion("beta/pod: link v0 peer beta/c0", world: Claims.twoHosts)
        == .link(pattern))
  }

  @Test func addr() throws {
    #expect(
      try Claims.assertion("netns0: addr 172.18.0.10/16 dev ceth0")
        == .address(prefix("172.18.0.10/16"), device: "ceth0"))
    #expect(
      try Claims.assertion("netns0: -6 addr fd00::1/64 dev lo")
        == .address(prefix("fd00::1/64"), device: "lo"))
  }

  @Test func neighAndFDB() throws {
    #expect(
      try Claims.assertion("a: neigh 172.18.0.11")
        == .neighbour(NeighbourPattern(address: ip("172.18.0.11"))))
    #expect(
      try Claims.assertion("a: neigh fd00::1 dev c0 lladdr 02:00:00:00:00:01 REACHABLE")
        == .neighbour(
          NeighbourPattern(
            address: ip("fd00::1"), device: "c0",
            linkLayerAddress: MACAddress("02:00:00:00:00:01"), state: "REACHABLE")))
    #expect(
      try Claims.assertion("a: fdb 00:00:00:00:00:00 dev vx0 dst 192.168.56.12")
        == .forwardingEntry(
          ForwardingEntryPattern(
            address: MACAddress(value: 0), device: "vx0", destination: ip("192.168.56.12"))))
  }

  @Test(arguments: [
    ("listen tcp 80", nil, UInt16(80)), ("listen tcp 10.0.2.15:8080", "10.0.2.15", 8080),
    ("listen tcp [fd00::1]:65535", "fd00::1", 65535), ("listen tcp 0.0.0.0:1", "0.0.0.0", 1),
  ])
  func listen(_ text: String, _ address: String?, _ port: UInt16) throws {
    #expect(
      try Claims.assertion("host: \(text)")
        == .listen(ListenPattern(proto: .tcp, address: address.map(ip), port: port)))
  }

  @Test func sysctl() throws {
    #expect(
      try Claims.assertion("host: sysctl net.ipv4.ip_forward = 1")
        == .sysctl(key: "net.ipv4.ip_forward", value: "1"))
    #expect(
      try Claims.assertion("host: sysctl net.ipv4.ip_local_port_range = 32768   60999")
        == .sysctl(key: "net.ipv4.ip_local_port_range", value: "32768 60999"))
    #expect(
      try Claims.assertion("host: sysctl net.ipv4.conf.eth0/7.rp_filter = 0")
        == .sysctl(key: "net.ipv4.conf.eth0/7.rp_filter", value: "0"))
  }

  @Test func iptables() throws {
    let nat = FirewallTable(family: .inet, name: "nat")
    let rule = IPTablesPattern.rule(
      chain: "POSTROUTING",
      words: ["-s", "172.18.0.0/16", "!", "-o", "br0", "-j", "MASQUERADE"])
    for start in ["-A POSTROUTING", "POSTROUTING"] {
      #expect(
        try Claims.assertion(
          "host: iptables -t nat \(start) -s 172.18.0.0/16 ! -o br0 -j MASQUERADE")
          == .iptables(nat, rule))
    }
    let filter = FirewallTable(family: .inet, name: "filter")
    #expect(try Claims.assertion("host: iptables chain A") == .iptables(filter, .chain("A")))
    #expect(
      try Claims.assertion("host: ip6tables -P FORWARD DROP")
        == .iptables(
          FirewallTable(family: .inet6, name: "filter"), .policy(chain: "FORWARD", "DROP")))
    #expect(
      try Claims.assertion(#"host: iptables INPUT -m comment --comment "a \"b\" # \'c" -j ACCEPT"#)
        == .iptables(
          filter,
          .rule(
            chain: "INPUT",
            words: ["-m", "comment", "--comment", "a \"b\" # 'c", "-j", "ACCEPT"])))
  }

  @Test func nft() throws {
    #expect(
      try Claims.assertion("host: nft ip daddr 10.0.0.1 tcp dport { 80, 443 }  accept # note")
        == .nft("ip daddr 10.0.0.1 tcp dport { 80, 443 }  accept"))
  }

  @Test func places() throws {
    #expect(try Claims.assertion("netns0 exists") == .exists)
    #expect(try Claims.claim("netns0 absent").place == .namespace("netns0", host: "host"))
    #expect(try Claims.claim("internet: link eth0").place == .internet)
    let pod = try Claims.claim("beta/pod exists", world: Claims.twoHosts)
    #expect(pod.place == .namespace("pod", host: "beta"))
    #expect(pod.placeText == "beta/pod")
    #expect(
      try Claims.claim("pod exists", world: Claims.twoHosts).place
        == .namespace("pod", host: "alpha"))
    #expect(try Claims.claim("host: link lo", world: Claims.twoHosts).place == .host("alpha"))
  }
}
