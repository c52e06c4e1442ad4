import NetworkState
import Testing

@Suite struct RuleDecodingTests {
  @Test(arguments: ["host-rule.json", "host-rule-detailed.json"])
  func describesRulesAsIPDoes(_ fixture: String) throws {
    let rules = try ToolOutput.rules(Fixture.bytes(fixture), family: .inet)
    let printed = try Fixture.lines("host-rule.txt").map { $0.replacing("\t", with: " ") }
    #expect(rules.map(\.description) == printed)
  }

  @Test func inet6() throws {
    let rules = try ToolOutput.rules(Fixture.bytes("host-rule-6.json"), family: .inet6)
    #expect(rules[1].description == "32765: from fd00:18::/64 lookup 100")
    #expect(rules.allSatisfy { $0.family == .inet6 })
  }

  @Test func neighbours() throws {
    let neighbours = try ToolOutput.neighbours(Fixture.bytes("host-neigh.json"))
    #expect(neighbours.contains { $0.description.hasSuffix("lladdr 02:42:ac:12:00:0a REACHABLE") })
    #expect(
      neighbours.contains {
        $0.description == "172.18.0.50 dev br0 lladdr 02:00:00:00:00:50 PERMANENT"
      })
    #expect(neighbours.contains { $0.description == "172.18.0.51 dev br0 FAILED" })
    #expect(try ToolOutput.neighbours(Fixture.bytes("fresh-neigh.json")).isEmpty)
  }

  @Test(arguments: [#"[{"dev":"a"}]"#, #"[{"dst":"x","dev":"a"}]"#, "[7]", "{}", ""])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.neighbours(text.utf8) }
    #expect(throws: DecodingProblem.self) { try ToolOutput.rules(text.utf8, family: .inet) }
  }
}
