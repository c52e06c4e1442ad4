import Testing

@testable import NetworkState

@Suite("What iptables-save and grep print")
struct SavedRulesDecodingTests {
  @Test("Tables, policies, chains and rules as `iptables -S` has them")
  func tables() throws {
    let tables = try ToolOutput.savedRules(try Fixture.bytes("changes/router-host-iptables.txt"))
    #expect(tables.keys.sorted() == ["filter", "nat"])
    let filter = try #require(tables["filter"])
    #expect(filter.chains == ["INPUT", "FORWARD", "OUTPUT", "OWN"])
    #expect(filter.policies == ["INPUT": "ACCEPT", "FORWARD": "DROP", "OUTPUT": "ACCEPT"])
    #expect(
      filter.rules["FORWARD"] == [
        ["-i", "br0", "-m", "comment", "--comment", "two words", "-j", "OWN"]
      ])
    #expect(try ToolOutput.savedRules([UInt8]()).isEmpty)
  }

  @Test(
    "What is no listing is refused",
    arguments: ["*filter\n", ":INPUT ACCEPT [0:0]\n", "-A INPUT -j DROP\n", "*a\nhello\nCOMMIT\n"])
  func refused(text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.savedRules(Array(text.utf8)) }
  }

  @Test("Parameters by their keys; a device's dot is a slash there")
  func parameters() {
    let text = """
      /proc/sys/net/ipv4/ip_forward:1
      /proc/sys/net/ipv4/conf/eth0.7/rp_filter:2
      /proc/sys/net/ipv4/tcp_rmem:4096\t131072\t6291456
      /proc/sys/net/x:one
      /proc/sys/net/x:two
      grep: /proc/sys/net/y: Permission denied
      """
    #expect(
      ToolOutput.parameters(Array(text.utf8)) == [
        "net.ipv4.ip_forward": "1", "net.ipv4.conf.eth0/7.rp_filter": "2",
        "net.ipv4.tcp_rmem": "4096 131072 6291456", "net.x": "one\ntwo",
      ])
  }
}
