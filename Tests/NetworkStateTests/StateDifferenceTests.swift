import Testing

@testable import NetworkState

@Suite("What changed")
struct StateDifferenceTests {
  static let host = Place.host("host")
  static let room = Place.namespace("netns0", host: "host")

  /// The snapshot of a stage that `Fixtures/changes/record.sh` recorded.
  static func snapshot(_ stage: String) throws -> NetworkSnapshot {
    var snapshot = NetworkSnapshot()
    snapshot.places[host] = .state(try state(stage, "host"))
    if ["cable", "moved", "joined"].contains(stage) {
      snapshot.places[room] = .state(try state(stage, "netns0"))
    }
    return snapshot
  }

  private static func state(_ stage: String, _ place: String) throws -> PlaceState {
    func bytes(_ kind: String) throws -> [UInt8] {
      try Fixture.bytes("changes/\(stage)-\(place)-\(kind)")
    }
    var state = PlaceState()
    state.links = try ToolOutput.links(try bytes("addr.json"))
    state.routes = try ToolOutput.routes(try bytes("route.json"))
    state.rules = try ToolOutput.rules(try bytes("rule.json"), family: .inet)
    state.neighbours = try ToolOutput.neighbours(try bytes("neigh.json"))
    state.forwardingEntries = try ToolOutput.forwardingEntries(try bytes("fdb.json"))
    state.packetFilter = try ToolOutput.packetFilter(try bytes("nft.txt"))
    state.sysctls = ToolOutput.parameters(try bytes("sysctl.txt")).mapValues { .some($0) }
    state.listeners = []
    for (name, listing) in try ToolOutput.savedRules(try bytes("iptables.txt")) {
      state.firewalls[FirewallTable(family: .inet, name: name)] = listing
    }
    // Each of the two knows the other by the first id.
    state.peerPlaces = [0: place == "host" ? room : host]
    return state
  }

  private func changes(_ before: String, _ after: String) throws -> [String] {
    StateDifference.changes(from: try Self.snapshot(before), to: try Self.snapshot(after))
      .map(\.description)
  }

  @Test("A namespace, a cable and an address come; what a namespace has of itself is not told")
  func cable() throws {
    #expect(
      try changes("fresh", "cable") == [
        "+ host: namespace netns0",
        "+ host: link ceth0 down type veth peer host/veth0",
        "+ host: link veth0 down type veth peer host/ceth0",
        "+ host: addr 172.18.0.10/16 dev ceth0",
      ])
  }

  @Test("A device moves and loses its address; a route comes that cannot be used yet")
  func moved() throws {
    #expect(
      try changes("cable", "moved") == [
        "- host: link ceth0 down type veth peer host/veth0",
        "~ host: link veth0 down → up no-carrier, peer host/ceth0 → peer netns0/ceth0",
        "- host: addr 172.18.0.10/16 dev ceth0",
        "+ host: addr 172.18.0.11/16 dev veth0",
        "+ host: route 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11 linkdown",
        "+ netns0: link ceth0 down type veth peer host/veth0",
      ])
  }

  @Test("A carrier comes; neighbours that were learned and addresses made from MACs are not told")
  func joined() throws {
    #expect(
      try changes("moved", "joined") == [
        "~ host: link veth0 up no-carrier → up",
        "~ host: route 172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11 "
          + "linkdown → usable",
        "~ netns0: link ceth0 down → up",
        "+ netns0: addr 172.18.0.10/16 dev ceth0",
        "+ netns0: route 172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10",
      ])
  }

  @Test("Rules, entries made by hand, parameters, and both packet filters")
  func router() throws {
    var before = try Self.snapshot("joined")
    before.places[Self.room] = nil
    let changes = StateDifference.changes(from: before, to: try Self.snapshot("router"))
      .map(\.description)
    #expect(
      changes == [
        "+ host: link br0 down type bridge",
        "~ host: link veth0 master br0",
        "+ host: route blackhole 10.66.0.0/16",
        "+ host: rule 32765: from 10.0.0.0/8 lookup 100",
        "+ host: neigh 172.18.0.50 dev veth0 lladdr 02:00:00:00:00:50 PERMANENT",
        "+ host: fdb 02:00:00:00:00:77 dev veth0 master br0 static",
        "~ host: sysctl net.ipv4.ip_forward 0 → 1",
        "+ host: iptables -A FORWARD -i br0 -m comment --comment \"two words\" -j OWN",
        "+ host: iptables -N OWN",
        "+ host: iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE",
        "~ host: iptables -P FORWARD ACCEPT → DROP",
        "+ host: nft chain inet my in { type filter hook input priority filter; policy accept; }",
        "+ host: nft inet my in tcp dport 80 drop",
        "+ host: nft table inet my",
      ])
  }

  @Test(
    "Nothing changed is nothing told", arguments: ["fresh", "cable", "moved", "joined", "router"])
  func nothing(stage: String) throws {
    #expect(try changes(stage, stage).isEmpty)
  }

  @Test("All signs turn round backwards", arguments: [("fresh", "cable"), ("moved", "joined")])
  func backwards(stages: (String, String)) throws {
    let there = StateDifference.changes(
      from: try Self.snapshot(stages.0), to: try Self.snapshot(stages.1))
    let back = StateDifference.changes(
      from: try Self.snapshot(stages.1), to: try Self.snapshot(stages.0))
    #expect(there.count { $0.kind == .changed } == back.count { $0.kind == .changed })
    let gone = Set(back.filter { $0.kind == .disappeared && $0.place == Self.host }.map(\.text))
    let come = Set(there.filter { $0.kind == .appeared && $0.place == Self.host }.map(\.text))
    #expect(gone == come)
  }

  @Test("MAC addresses differ between two runs; an address that somebody set does not")
  func twoRuns() throws {
    let first = try Self.snapshot("joined")
    var second = first
    guard case .state(var state) = second.places[Self.room] else {
      Issue.record("the room was not read")
      return
    }
    for index in state.links?.indices ?? 0..<0 {
      state.links?[index].macAddress = MACAddress(value: 0x0200_0000_0001)
    }
    second.places[Self.room] = .state(state)
    #expect(StateDifference.changes(from: first, to: second, scope: .twoRuns).isEmpty)
    #expect(!StateDifference.changes(from: first, to: second).isEmpty)
    state.links?[0].mtu = 1280
    second.places[Self.room] = .state(state)
    #expect(
      StateDifference.changes(from: first, to: second, scope: .twoRuns).map(\.description)
        == ["~ netns0: link lo mtu 65536 → 1280"])
  }

  @Test("Listeners and files come, change and go")
  func listenersAndFiles() throws {
    var before = try Self.snapshot("fresh")
    var after = before
    guard case .state(var state) = after.places[Self.host] else { return }
    state.listeners = [
      Listener(isTCP: true, address: IPAddress("127.0.0.1"), port: 80),
      Listener(isTCP: false, address: nil, port: 53),
    ]
    after.places[Self.host] = .state(state)
    before.files["host"] = ["/etc/hosts": "a", "/etc/resolv.conf": "b"]
    after.files["host"] = ["/etc/hosts": "c", "/etc/netns/red/hosts": "d"]
    #expect(
      StateDifference.changes(from: before, to: after).map(\.description) == [
        "+ host: listen tcp 127.0.0.1:80", "+ host: listen udp *:53",
        "- host: file /etc/resolv.conf", "+ host: file /etc/netns/red/hosts",
        "~ host: file /etc/hosts",
      ])
  }

  @Test("A place that could not be read says nothing")
  func unreadable() throws {
    var after = try Self.snapshot("cable")
    after.places[Self.room] = .unreadable("busy")
    let changes = StateDifference.changes(from: try Self.snapshot("fresh"), to: after)
    #expect(!changes.contains { $0.text.contains("netns0") })
    #expect(changes.contains { $0.text.hasPrefix("link veth0") })
  }

  @Test("What stands in another order is a change")
  func order() {
    func snapshot(_ rules: [[String]]) -> NetworkSnapshot {
      var listing = RuleListing()
      listing.chains = ["INPUT"]
      listing.policies = ["INPUT": "ACCEPT"]
      listing.rules = ["INPUT": rules]
      var state = PlaceState()
      state.firewalls[FirewallTable(family: .inet, name: "filter")] = listing
      return NetworkSnapshot(places: [Self.host: .state(state)])
    }
    let rules = [["-i", "lo", "-j", "ACCEPT"], ["-j", "DROP"]]
    #expect(
      StateDifference.changes(from: snapshot(rules), to: snapshot(rules.reversed()))
        .map(\.description) == ["~ host: iptables INPUT: the same rules in another order"])
    #expect(
      StateDifference.changes(from: snapshot(rules), to: snapshot(rules + [["-j", "DROP"]]))
        .map(\.description) == ["+ host: iptables -A INPUT -j DROP"])
  }

  @Test("The switch for all devices is told, and not each of them")
  func switches() {
    func snapshot(_ sysctls: [String: String]) -> NetworkSnapshot {
      var state = PlaceState()
      state.links = [Link(index: 1, name: "lo"), Link(index: 2, name: "eth0.7")]
      state.sysctls = sysctls.mapValues { .some($0) }
      return NetworkSnapshot(places: [Self.host: .state(state)])
    }
    let keys = ["all", "default", "lo", "eth0/7"].map { "net.ipv6.conf.\($0).disable_ipv6" }
    let before = snapshot(
      Dictionary(uniqueKeysWithValues: keys.map { ($0, "0") })
        .merging(["net.netfilter.nf_conntrack_count": "1", "net.ipv4.conf.gone.x": "0"]) { $1 })
    let after = snapshot(
      Dictionary(uniqueKeysWithValues: keys.map { ($0, "1") })
        .merging(["net.netfilter.nf_conntrack_count": "9", "net.ipv4.conf.gone.x": "1"]) { $1 })
    #expect(
      StateDifference.changes(from: before, to: after).map(\.description)
        == ["~ host: sysctl net.ipv6.conf.all.disable_ipv6 0 → 1"])
    let one = snapshot(["net.ipv4.conf.eth0/7.rp_filter": "0"])
    let other = snapshot(["net.ipv4.conf.eth0/7.rp_filter": "2"])
    #expect(
      StateDifference.changes(from: one, to: other).map(\.description)
        == ["~ host: sysctl net.ipv4.conf.eth0/7.rp_filter 0 → 2"])
  }

  @Test("What is in a namespace of two names is told once")
  func otherNames() throws {
    let other = Place.namespace("web", host: "host")
    func named(_ stage: String) throws -> NetworkSnapshot {
      var snapshot = try Self.snapshot(stage)
      snapshot.places[other] = snapshot.places[Self.room]
      snapshot.otherNames = [Self.room: [other]]
      return snapshot
    }
    #expect(
      StateDifference.changes(from: try Self.snapshot("moved"), to: try named("moved"))
        .map(\.description) == ["+ host: namespace web"])
    #expect(
      StateDifference.changes(from: try named("moved"), to: try named("joined"))
        .map(\.description) == (try changes("moved", "joined")))
  }
}
