import NetworkState
import Testing
import Verification

/// What cannot be decided is never a pass.
@Suite struct StateJudgeDecisionTests {
  @Test(arguments: [
    "ghost: link eth0", "ghost: no link eth0", "ghost: no routes", "ghost: no links",
    "ghost: no route to 8.8.8.8", "ghost: no fdb 02:00:00:00:00:01",
    "ghost: iptables INPUT -j DROP",
  ])
  func aMissingPlace(_ text: String) throws {
    #expect(
      try StateFixture.judge(text)
        == .undecided("there is no place ghost; the namespaces of host: netns0, red"))
  }

  @Test(arguments: ["sealed: link eth0", "sealed: no link eth0", "sealed exists", "sealed absent"])
  func anUnreadablePlace(_ text: String) throws {
    #expect(try StateFixture.judge(text) == .undecided("sealed could not be read: ip is not there"))
  }

  @Test(arguments: [
    ("internet: link eth0", "internet was not read"),
    ("red: neigh 10.0.0.1", "the neighbours of red were not read"),
    ("red: no rule from all lookup 7", "the rules of red were not read"),
    ("red: no listen tcp 80", "the listeners of red were not read"),
    ("red: sysctl net.ipv4.ip_forward = 0", "net.ipv4.ip_forward of red was not read"),
    ("red: no route to 9.9.9.9", "the route to 9.9.9.9 in red was not asked for"),
    (
      "red: no iptables chain X", "the iptables rules in the table filter of red were not read"
    ),
    (
      "host: no sysctl net.ipv4.no_such = 7",
      "there is no kernel parameter net.ipv4.no_such in host"
    ),
    ("host: link eth0 peer internet/eth0", "internet was not read"),
    ("red: no fdb 02:00:00:00:00:01", "the forwarding entries of red were not read"),
    ("host: no iptables INPUT -j DROP", "the form of the rule was not asked for"),
    ("red: no nft accept", "the nft rules of red were not read"),
    ("host: ping 8.8.8.8", "`ping 8.8.8.8` is not about state"),
  ])
  func whatWasNotRead(_ text: String, _ reason: String) throws {
    #expect(try StateFixture.judge(text) == .undecided(reason))
  }

  @Test func placesAreKnownFromTheNamesToo() throws {
    let snapshot = NetworkSnapshot(namespaces: ["host": ["red"]])
    func judge(_ text: String) throws -> Judgement {
      StateJudge.judge(try StateFixture.claim(text), in: snapshot)
    }
    #expect(try judge("red exists") == .holds)
    #expect(try judge("blue absent") == .holds)
    #expect(try judge("red absent") == .fails("red is there; expected it to be absent"))
    #expect(try judge("internet exists") == .undecided("internet was not looked for"))
    let nothing = NetworkSnapshot()
    let namespaces = try StateFixture.claim("no namespaces")
    #expect(
      StateJudge.judge(namespaces, in: nothing)
        == .undecided("the namespaces of host were not read"))
  }

  @Test func aPeerThatIsNoPlaceOfTheLab() throws {
    var snapshot = try StateFixture.snapshot()
    guard case .state(var state) = snapshot.places[StateFixture.red] else { return }
    state.peerPlaces = [:]
    snapshot.places[StateFixture.red] = .state(state)
    let claim = try StateFixture.claim("red: link eth0 peer host/v-red")
    #expect(
      StateJudge.judge(claim, in: snapshot)
        == .fails(
          "the peer of eth0 is in a namespace that is no place of this lab; expected host/v-red"))
  }

  @Test func fallbackTunnelsDoNotCountWhileTheyAreDown() throws {
    var snapshot = try StateFixture.snapshot()
    guard case .state(var state) = snapshot.places[StateFixture.red] else { return }
    state.links?.append(Link(index: 90, name: "tunl0"))
    snapshot.places[StateFixture.red] = .state(state)
    func judge(_ text: String) throws -> Judgement {
      StateJudge.judge(try StateFixture.claim(text), in: snapshot)
    }
    #expect(try judge("red: links eth0") == .holds)
    #expect(try judge("red: links eth0 tunl0") == .holds)
    state.links?[2].flags = ["UP"]
    snapshot.places[StateFixture.red] = .state(state)
    #expect(
      try judge("red: links eth0")
        == .fails("the links in red are: eth0, tunl0; not expected: tunl0"))
  }
}
