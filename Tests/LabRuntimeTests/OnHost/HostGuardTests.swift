import Testing

@testable import LabRuntime

/// What was there before the lab is neither recorded nor changed.
struct HostGuardTests {
  private let facts = FakeFacts()

  private func things(
    _ line: String, _ state: JournalState = JournalState(), facts: FakeFacts? = nil,
    isInRoot: Bool = true
  ) throws -> [HostThing] {
    let words = SimpleCommands.read(line)[0]
    let reading = ToolReading.read(words[0], Array(words.dropFirst()))
    return try HostGuard(state: state, facts: facts ?? self.facts, isInRoot: isInRoot)
      .things(for: reading.changes)
  }

  @Test func recordsWhatIsNew() throws {
    #expect(try things("ip netns add red") == [.namespace("red")])
    #expect(
      try things("ip link add a type veth peer name b") == [
        .link(name: "a", kind: "veth"), .link(name: "b", kind: "veth"),
      ])
    #expect(
      try things("ip link add a type veth peer name b netns red") == [
        .link(name: "a", kind: "veth")
      ])
    #expect(
      try things("ip addr add 10.9.0.1/24 dev eth0") == [
        .address(prefix: "10.9.0.1/24", device: "eth0")
      ])
    #expect(
      try things("iptables -P FORWARD DROP") == [
        .policy(
          FirewallPlace(tool: "iptables", table: "filter", chain: "FORWARD"), old: "ACCEPT",
          new: "DROP")
      ])
    #expect(
      try things("sysctl -w net.ipv4.ip_forward=1") == [
        .parameter(
          path: "net/ipv4/ip_forward", old: "0", new: "1",
          spread: [
            "net/ipv4/conf/eth0/forwarding": "0", "net/ipv4/conf/all/accept_redirects": "1",
          ])
      ])
  }

  @Test("What is there already is not recorded: the tool itself refuses it")
  func recordsNothingTwice() throws {
    var facts = facts
    facts.namespaces = ["red"]
    facts.links["br0"] = 9
    #expect(try things("ip netns add red", facts: facts) == [])
    #expect(try things("ip link add br0 type bridge", facts: facts) == [])
    #expect(try things("ip addr add 10.0.2.15/24 dev eth0", facts: facts) == [])
    #expect(try things("iptables -N FORWARD", facts: facts) == [])
    #expect(try things("iptables -P FORWARD ACCEPT", facts: facts) == [])
    #expect(try things("sysctl net.ipv4.ip_forward=0", facts: facts) == [])
    #expect(try things("ip link set lo up", facts: facts) == [])
  }

  @Test("A table that iptables makes by itself is recorded before the rule")
  func implicitTables() throws {
    var facts = facts
    facts.tables = []
    let things = try things("iptables -t nat -A POSTROUTING -j ACCEPT", facts: facts)
    #expect(things.first == .nftTable(family: "ip", name: "nat", onlyIfEmpty: true))
    #expect(things.count == 2)
  }

  @Test(
    "What is the machine's is not changed",
    arguments: [
      "ip link set eth0 down", "ip link set eth0 netns red", "ip link set eth0 master br0",
      "ip link set eth0 mtu 1400", "ip link del eth0", "ip addr del 10.0.2.15/24 dev eth0",
      "ip addr flush dev eth0", "ip route del default", "ip route replace default via 10.0.2.9",
      "ip rule del from all lookup main", "ip netns del users", "iptables -X USERS",
      "iptables -F USERS", "iptables -F", "iptables -D USERS 1", "iptables -D USERS -j DROP",
      "nft add rule inet users c drop", "nft delete table inet users",
      "tc qdisc add dev eth0 root x",
      "bridge fdb add 02:00:00:00:00:01 dev eth0",
    ])
  func refusals(_ line: String) {
    var facts = facts
    facts.namespaces = ["users"]
    facts.chains["USERS"] = ["-N USERS", "-A USERS -j DROP"]
    facts.tables.insert("inet users")
    #expect(throws: HostRefusal.self) { try things(line, facts: facts) }
  }

  @Test("What is the lab's may be changed, and what is on it is not recorded")
  func ownThings() throws {
    var facts = facts
    facts.links["br0"] = 9
    facts.namespaces = ["red"]
    facts.chains["LAB"] = ["-N LAB"]
    let lab = FirewallPlace(tool: "iptables", table: "filter", chain: "LAB")
    let state = JournalState.holding([
      (.link(name: "br0", kind: "bridge"), "9"), (.namespace("red"), "4:1"), (.chain(lab), nil),
    ])
    for line in [
      "ip link set br0 down", "ip addr add 10.1.0.1/24 dev br0", "ip link del br0",
      "ip route add default via 10.1.0.2 dev br0", "ip netns del red", "iptables -A LAB -j DROP",
      "iptables -F LAB", "iptables -X LAB",
    ] {
      #expect(try things(line, state, facts: facts) == [], "\(line)")
    }
    #expect(
      try things("ip link set br0 name br1", state, facts: facts) == [
        .link(name: "br1", kind: nil)
      ])
  }

  @Test("Another device of the same name is not the lab's")
  func otherDevice() {
    var facts = facts
    facts.links["br0"] = 10
    let state = JournalState.holding([(.link(name: "br0", kind: "bridge"), "9")])
    #expect(throws: HostRefusal.self) { try things("ip link del br0", state, facts: facts) }
  }

  @Test("In a namespace only what gets out of it counts")
  func insideNamespaces() throws {
    #expect(try things("ip link set eth0 down", isInRoot: false) == [])
    #expect(try things("ip route del default", isInRoot: false) == [])
    #expect(try things("sysctl net.ipv4.ip_forward=1", isInRoot: false) == [])
    #expect(try things("iptables -F", isInRoot: false) == [])
    #expect(
      try things("ip link set er netns 1 name up0", isInRoot: false) == [
        .link(name: "up0", kind: nil)
      ])
    #expect(
      try things("ip link add a netns 1 type veth peer name b", isInRoot: false) == [
        .link(name: "a", kind: "veth"), .link(name: "b", kind: "veth"),
      ])
    #expect(try things("ip netns add blue", isInRoot: false) == [.namespace("blue")])
    #expect(try things("sysctl kernel.pid_max=9999", isInRoot: false).count == 1)
  }

  @Test("What the lab takes away by itself is not undone any more")
  func removals() {
    let post = FirewallPlace(tool: "iptables", table: "nat", chain: "POSTROUTING")
    let line = "-A POSTROUTING -j ACCEPT"
    let state = JournalState.holding([
      (.namespace("red"), "4:1"), (.link(name: "br0", kind: nil), "9"),
      (.address(prefix: "10.9.0.1/32", device: "eth0"), nil),
      (.firewallRule(post, words: ["-j", "ACCEPT"], isFirst: false, before: []), line),
      (.firewallRule(post, words: ["-j", "ACCEPT"], isFirst: false, before: []), line),
    ])
    let changes: [ToolChange] = [
      .deleteNamespace("red"), .deleteLink("br0"), .deleteAddress("10.9.0.1", device: "eth0"),
      .deleteFirewallRule(post, words: ["-j", "ACCEPT"]),
    ]
    var facts = facts
    facts.chains["POSTROUTING"] = ["-P POSTROUTING ACCEPT", line]
    let aftermath = Aftermath(reader: facts, isInRoot: true)
    #expect(
      aftermath.removals(by: changes, in: state) == [0, 1, 2, 4].map { .void(number: $0) })
    // A call that failed has taken nothing away.
    facts.namespaces = ["red"]
    facts.links["br0"] = 9
    facts.prefixes["eth0"] = ["10.9.0.1/32"]
    facts.chains["POSTROUTING"] = ["-P POSTROUTING ACCEPT", line, line]
    #expect(Aftermath(reader: facts, isInRoot: true).removals(by: changes, in: state) == [])
  }
}
