import NetworkState
import Testing

@Suite struct ForwardingDecodingTests {
  @Test func entries() throws {
    let entries = try ToolOutput.forwardingEntries(Fixture.bytes("host-fdb.json"))
    #expect(entries.count == 9)
    #expect(entries[2].description == "02:42:ac:12:00:0a dev veth0 master br0")
    #expect(entries[2].state == nil, "what was learned has no state")
    #expect(entries[6].description == "02:00:00:00:00:01 dev vx0 dst 10.0.0.9 self permanent")
    #expect(entries.suffix(2).map(\.destination) == [IPAddress("10.0.0.2"), IPAddress("10.0.0.3")])
  }

  @Test func othersAreLeftOut() throws {
    let text = #"[{"ifname":"x"},{"mac":"10.0.0.1","ifname":"tun0"}]"#
    #expect(try ToolOutput.forwardingEntries(text.utf8) == [])
    #expect(try ToolOutput.forwardingEntries("[]".utf8) == [])
  }

  @Test(arguments: [
    "", "{}", "[1]", "[", #"[{"mac":"02:00:00:00:00:01"}]"#,
    #"[{"mac":"02:00:00:00:00:01","ifname":"vx0","dst":"nowhere"}]"#,
    #"[{"mac":"02:00:00:00:00:01","ifname":7}]"#,
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.forwardingEntries(text.utf8) }
  }
}
