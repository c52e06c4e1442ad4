import NetworkState
import Testing
import Verification

/// Claims about rules, judged by what the tool made of them.
@Suite struct StateJudgeFormTests {
  private func judge(
    _ text: String, _ words: String, _ form: RuleForm, chain: String = "POSTROUTING"
  ) throws -> Judgement {
    let table = FirewallTable(family: .inet, name: "nat")
    var state = PlaceState()
    state.firewalls[table] = try ToolOutput.ruleListing(
      """
      -P PREROUTING ACCEPT
      -P POSTROUTING ACCEPT
      -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -m comment --comment "way out" -j MASQUERADE
      """.utf8)
    let query = RuleQuery(
      table: table, chain: chain, words: words.split(separator: " ").map(String.init))
    state.ruleForms[query] = form
    let snapshot = NetworkSnapshot(places: [StateFixture.host: .state(state)])
    return StateJudge.judge(try StateFixture.claim(text), in: snapshot)
  }

  @Test func rules() throws {
    let claim = "iptables -t nat POSTROUTING -s 172.18.0.0/16 -j MASQUERADE"
    let words = "-s 172.18.0.0/16 -j MASQUERADE"
    let form = ["-s", "172.18.0.0/16", "!", "-o", "br0", "-j", "MASQUERADE"]
    #expect(try judge("host: \(claim)", words, .rules([form])) == .holds)
    #expect(try judge("host: \(claim)", words, .refused("no")) == .undecided("no"))
    #expect(try judge("host: no \(claim)", words, .refused("no")) == .undecided("no"))
    #expect(
      try judge("host: \(claim)", words, .rules([["-j", "MASQUERADE"], form]))
        == .fails(
          "no rule of POSTROUTING of the table nat in host is `-j MASQUERADE`; its rules: "
            + "`-s 172.18.0.0/16 ! -o br0 -m comment --comment \"way out\" -j MASQUERADE`"))
  }

  @Test func chains() throws {
    let form = RuleForm.rules([["-j", "DROP"]])
    #expect(
      try judge("host: iptables -t nat PREROUTING -j DROP", "-j DROP", form, chain: "PREROUTING")
        == .fails(
          "no rule of PREROUTING of the table nat in host is `-j DROP`; the chain is empty"))
    #expect(
      try judge("host: no iptables -t nat NONE -j DROP", "-j DROP", form, chain: "NONE") == .holds)
  }

  @Test func packetFilter() throws {
    var state = PlaceState()
    state.packetFilter = try ToolOutput.packetFilter(
      "table ip t {\n chain c {\n  tcp dport 80 counter accept comment \"x\"\n }\n}".utf8)
    state.filterForms["tcp dport http accept"] = .rules([["tcp", "dport", "80", "accept"]])
    state.filterForms["drop"] = .rules([["drop"]])
    let snapshot = NetworkSnapshot(places: [StateFixture.host: .state(state)])
    func judge(_ text: String) throws -> Judgement {
      StateJudge.judge(try StateFixture.claim(text), in: snapshot)
    }
    #expect(try judge("host: nft tcp dport http accept") == .holds)
    #expect(try judge("host: no nft drop") == .holds)
    #expect(
      try judge("host: nft drop")
        == .fails(
          "no nft rule in host is as claimed; its rules: "
            + "`tcp dport 80 counter accept comment \"x\"`"))
  }
}
