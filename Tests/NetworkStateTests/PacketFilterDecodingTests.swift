import NetworkState
import Testing

@Suite struct PacketFilterDecodingTests {
  @Test func ruleset() throws {
    let filter = try ToolOutput.packetFilter(Fixture.bytes("nft.txt"))
    #expect(filter.tables.map { "\($0.family) \($0.name)" } == ["inet t", "ip nat", "ip filter"])
    let table = filter.tables[0]
    #expect(
      table.declarations == [
        "counter cn { }",
        "set s { type ipv4_addr; flags interval; elements = { 1.2.3.4, 10.0.0.0/8, "
          + "11.0.0.0/8, 12.0.0.0/8 }; }",
        "map m { type ipv4_addr : verdict; }",
      ])
    #expect(table.chains.map(\.name) == ["user", "c"])
    let chain = table.chains[1]
    #expect(chain.hook == "type filter hook forward priority filter; policy drop;")
    #expect(chain.rules.count == 7, "a comment does not forge a rule")
    #expect(chain.rules[0].canonical == ["ip", "saddr", "@s", "accept"])
    #expect(chain.rules[4].canonical.prefix(3) == ["counter", "name", "\"cn\""])
    #expect(
      chain.rules[6].description == "iifname \"eth1\" accept comment \"q ip saddr 1.1.1.1 drop\"")
    let nat = filter.tables[1].chains[0].rules
    #expect(nat.map(\.canonical) == [["ip", "saddr", "10.0.0.0/8", "masquerade"]])
  }

  @Test func nothing() throws {
    #expect(try ToolOutput.packetFilter([]).tables == [])
    #expect(try ToolOutput.packetFilter("# Warning: x\n".utf8).tables == [])
  }

  @Test(arguments: [
    "x", "table", "table ip t {", "table ip t {\n chain c {\n }", "table ip t {\n x\n}",
    "table ip t {\n set s {\n", "table ip t {\n chain c {\n  \"\n }\n}", "}",
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.packetFilter(text.utf8) }
  }
}
