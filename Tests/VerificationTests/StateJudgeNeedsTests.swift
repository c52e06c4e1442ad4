import NetworkState
import Testing
import Verification

@Suite struct StateJudgeNeedsTests {
  private static let decision = RouteQuery(destination: IPAddress("10.0.0.1")!)
  private static let table = FirewallTable(family: .inet6, name: "nat")

  /// Claims about `red` that need one thing to be read of it.
  private static let single: [(String, Reading)] = [
    ("red exists", .presence), ("red absent", .presence), ("red: no link a up", .links),
    ("red: addr 10.0.0.1/8 dev a", .links), ("red: no links", .links), ("red: no addrs", .links),
    ("red: no routes", .routes), ("red: route default", .routes),
    ("red: route to 10.0.0.1", .decision(decision)), ("red: rule from all lookup 7", .rules),
    ("red: neigh 10.0.0.1", .neighbours), ("red: listen tcp 80", .listeners),
    ("red: sysctl net.a = 1", .sysctl("net.a")), ("red: nft accept", .packetFilter("accept")),
    ("red: ip6tables -t nat chain A", .firewall(table)),
    ("red: fdb 02:00:00:00:00:01", .forwardingEntries),
  ]

  @Test(arguments: single)
  func oneReading(_ text: String, _ reading: Reading) throws {
    #expect(StateJudge.needs(of: try StateFixture.claim(text)) == [StateFixture.red: [reading]])
  }

  @Test func peersAreReadAtBothEnds() throws {
    let other = StateJudge.needs(of: try StateFixture.claim("red: no link a peer host/b"))
    #expect(other == [StateFixture.red: [.links, .peers], StateFixture.host: [.links]])
    let same = StateJudge.needs(of: try StateFixture.claim("red: link a peer red/b"))
    #expect(same == [StateFixture.red: [.links, .peers]])
  }

  @Test func rulesAreReadInTheToolsForm() throws {
    let needs = StateJudge.needs(
      of: try StateFixture.claim("red: no ip6tables -t nat POSTROUTING -j ACCEPT"))
    let query = RuleQuery(table: Self.table, chain: "POSTROUTING", words: ["-j", "ACCEPT"])
    #expect(needs == [StateFixture.red: [.firewall(Self.table), .ruleForm(query)]])
  }

  @Test func namespacesAreTheHosts() throws {
    let needs = StateJudge.needs(of: try StateFixture.claim("no namespaces"))
    #expect(needs == [StateFixture.host: [.namespaces]])
  }

  @Test(arguments: ["red: ping 10.0.0.1", "red: run \"true\"", "red: tcp 10.0.0.1:80"])
  func probesReadNothing(_ text: String) throws {
    #expect(StateJudge.needs(of: try StateFixture.claim(text)).isEmpty)
  }
}
