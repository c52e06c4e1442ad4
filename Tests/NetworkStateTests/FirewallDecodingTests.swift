import NetworkState
import Testing

@Suite struct FirewallDecodingTests {
  @Test func filter() throws {
    let listing = try ToolOutput.ruleListing(Fixture.bytes("iptables-filter.txt"))
    #expect(listing.chains == ["INPUT", "FORWARD", "OUTPUT", "ROOT_NS"])
    #expect(listing.policies == ["INPUT": "ACCEPT", "FORWARD": "DROP", "OUTPUT": "ACCEPT"])
    let input = try #require(listing.rules["INPUT"])
    #expect(input.count == 2, "a comment does not forge a rule")
    #expect(input[0].contains("a \"quoted\" word, a back\\slash\n-A INPUT -j DROP"))
    #expect(input[0].suffix(2) == ["-j", "ACCEPT"])
    #expect(input[1] == ["-i", "\"", "-j", "ACCEPT"], "a device's name does not open a quote")
    #expect(listing.rules["ROOT_NS"]?.first == ["-s", "1.2.3.4/32", "-j", "DROP"])
  }

  @Test func nat() throws {
    let listing = try ToolOutput.ruleListing(Fixture.bytes("iptables-nat.txt"))
    #expect(
      listing.rules["POSTROUTING"]
        == [["-s", "172.18.0.0/16", "!", "-o", "br0", "-j", "MASQUERADE"]])
  }

  @Test func warningsAreLeftOut() throws {
    let text = "# Warning: iptables-legacy tables present\n-P INPUT DROP\n"
    #expect(try ToolOutput.ruleListing(text.utf8).policies == ["INPUT": "DROP"])
  }

  @Test(arguments: [
    "", "\n", "-P INPUT", "-X INPUT", "-P INPUT ACCEPT\n-A", "iptables: no such table",
    "-P INPUT ACCEPT\n-A INPUT -m comment --comment \"never ends\n", "\"", "-P INPUT \"ACCEPT\"x",
    "-P INPUT ACCEPT extra", "-N", "-P INPUT ACCEPT\n-A INPUT --comment \"\\",
  ])
  func nonsenseThrows(_ text: String) {
    #expect(throws: DecodingProblem.self) { try ToolOutput.ruleListing(text.utf8) }
  }
}
