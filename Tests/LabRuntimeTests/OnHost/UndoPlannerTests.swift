import Testing

@testable import LabRuntime

/// Each thing is undone exactly, and only as long as it is still what the lab made.
struct UndoPlannerTests {
  private func decide(
    _ thing: HostThing, _ mark: String? = nil, namespace: String? = "4:1",
    _ change: (inout FakeFacts) -> Void = { _ in }
  ) -> UndoDecision {
    var facts = FakeFacts()
    change(&facts)
    return UndoPlanner(facts: facts) { _ in namespace }
      .decide(RecordedThing(number: 0, thing: thing, mark: mark))
  }

  private let post = FirewallPlace(tool: "iptables", table: "nat", chain: "POSTROUTING")

  @Test func links() {
    let thing = HostThing.link(name: "br0", kind: "bridge")
    #expect(decide(thing, "9") == .gone)
    #expect(
      decide(thing, "9") { $0.links["br0"] = 9 }
        == .run([
          ["ip", "link", "delete", "dev", "br0"]
        ]))
    guard case .leave = decide(thing, "9", { $0.links["br0"] = 10 }) else {
      Issue.record("another device of the name is removed")
      return
    }
    // The run was killed between record and note.
    #expect(decide(thing, nil) { $0.links["br0"] = 9 } != .gone)
  }

  @Test func namespaces() {
    #expect(decide(.namespace("red"), "4:1") == .gone)
    let delete = UndoDecision.run([["ip", "netns", "delete", "red"]])
    #expect(decide(.namespace("red"), "4:1") { $0.namespaces = ["red"] } == delete)
    guard
      case .leave = decide(.namespace("red"), "4:1", namespace: "4:2", { $0.namespaces = ["red"] })
    else {
      Issue.record("another namespace of the name is removed")
      return
    }
  }

  @Test("A rule goes by its own words, and of twins the one that the lab added")
  func firewallRules() {
    let words = ["-s", "10.1.0.0/24", "-j", "MASQUERADE"]
    let line = "-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE"
    let thing = HostThing.firewallRule(
      post, words: words, isFirst: false, before: ["-P POSTROUTING ACCEPT"])
    let delete = ["iptables", "-w", "-t", "nat", "-D", "POSTROUTING"]
    #expect(decide(thing, line) == .gone)
    #expect(
      decide(thing, line) { $0.chains["POSTROUTING"] = ["-P POSTROUTING ACCEPT", line] }
        == .run([delete + words]))
    #expect(
      decide(thing, line) {
        $0.chains["POSTROUTING"] = ["-P POSTROUTING ACCEPT", line, "-A POSTROUTING -j X", line]
      } == .run([delete + ["3"]]))
    // Killed before it was noted: what is new is the lab's.
    #expect(
      decide(thing) { $0.chains["POSTROUTING"] = ["-P POSTROUTING ACCEPT", line] }
        == .run([delete + ["1"]]))
    #expect(decide(thing) == .gone)
  }

  @Test func policies() {
    let thing = HostThing.policy(post, old: "ACCEPT", new: "DROP")
    #expect(decide(thing) == .gone)
    #expect(
      decide(thing) { $0.chains["POSTROUTING"] = ["-P POSTROUTING DROP"] }
        == .run([["iptables", "-w", "-t", "nat", "-P", "POSTROUTING", "ACCEPT"]]))
  }

  @Test("A table that iptables made goes only if nobody uses it")
  func tables() {
    let thing = HostThing.nftTable(family: "ip", name: "nat", onlyIfEmpty: true)
    #expect(decide(thing) == .run([["nft", "delete", "table", "ip", "nat"]]))
    #expect(decide(thing) { $0.chains["DOCKER"] = ["-N DOCKER"] } == .gone)
    #expect(decide(thing) { $0.tables = [] } == .gone)
  }

  @Test func rules() {
    let before = FakeFacts().ruleLines
    let thing = HostThing.rule(isIPv6: false, words: ["from", "10.0.0.0/8"], before: before)
    let line = "32765: from 10.0.0.0/8 lookup 100"
    let delete = UndoDecision.run([
      ["ip", "-4", "rule", "delete", "priority", "32765", "from", "10.0.0.0/8", "lookup", "100"]
    ])
    #expect(decide(thing, line) == .gone)
    #expect(decide(thing, line) { $0.ruleLines.append(line) } == delete)
    #expect(decide(thing) { $0.ruleLines.append(line) } == delete)
  }

  @Test("A parameter gets its old value only if it is still what the lab wrote")
  func parameters() {
    let path = "net/ipv4/ip_forward"
    let own = "net/ipv4/conf/eth0/forwarding"
    let thing = HostThing.parameter(path: path, old: "0", new: "1", spread: [own: "1"])
    let restored = decide(thing) {
      $0.parameters[path] = "1"
      $0.parameters[own] = "1"
    }
    // The device forwarded before, although nothing else did: both are as they were.
    #expect(restored == .set([.init(path: path, value: "0"), .init(path: own, value: "1")]))
    #expect(decide(thing) { $0.parameters[path] = nil } == .gone)
    let other = HostThing.parameter(path: path, old: "0", new: "1", spread: [:])
    #expect(decide(other) == .gone)
    guard case .leave = decide(other, nil, { $0.parameters[path] = "2" }) else {
      Issue.record("what somebody else wrote is lost")
      return
    }
  }
}
