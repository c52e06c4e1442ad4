import NetworkState
import Testing

@testable import LabDocument

/// What belongs to the line and not to one kind of claim.
@Suite struct ClaimsLineTests {
  @Test func timing() throws {
    let plain = try Claims.claim("host: link eth0 up")
    #expect((plain.within, plain.stays) == (nil, nil))
    for text in [
      "host: link eth0 up, within 5s, stays 500ms", "host: link eth0 up, stays 500ms, within 5s",
      "host: link eth0 up , within 5s, stays 500ms  # why",
    ] {
      let claim = try Claims.claim(text)
      #expect((claim.within, claim.stays) == (.seconds(5), .milliseconds(500)))
      #expect(claim.assertion == .link(LinkPattern(name: "eth0", isUp: true)))
    }
    #expect(try Claims.claim("late exists, within 2m").within == .seconds(120))
    #expect(try Claims.claim("a: links x y, stays 1s").assertion == .links(["x", "y"]))
    #expect(try Claims.claim("no namespaces, within 1s").within == .seconds(1))
  }

  @Test func comments() throws {
    #expect(try Claims.claim("host: link lo # holds before").holdsBefore)
    #expect(try Claims.claim("host: link lo #holds before").holdsBefore)
    #expect(try Claims.claim("host: link lo, within 1s # holds before: always").holdsBefore)
    #expect(try !Claims.claim("host: link lo # it does").holdsBefore)
    #expect(try Claims.claim("host: link a#b").assertion == .link(LinkPattern(name: "a#b")))
  }

  @Test func aCommentThatIsNearlyOneIsWarnedAbout() {
    let output = ClaimParser(world: .article)
      .parse("host: link lo # hold before", line: 1, column: 5)
    #expect(output.claim != nil)
    #expect(output.problems.map(\.severity) == [.warning])
    #expect(output.problems.first?.column == 5 + 14)
  }

  @Test(arguments: [
    ("host: link eth0 up", "link eth0 up"), ("  host:   no  link  eth0  ", "no  link  eth0"),
    ("or host: ping 8.8.8.8, within 5s # x", "ping 8.8.8.8, within 5s"),
    ("red exists # holds before", "exists"), ("namespaces a b", "namespaces a b"),
    (#"host: run "a # b" # c"#, #"run "a # b""#), ("host: -6 no routes", "-6 no routes"),
    ("host: link é0", "link é0"), ("host: link eth0\r", "link eth0"),
  ])
  func keepsTheTextAsWritten(_ line: String, _ text: String) throws {
    #expect(try Claims.claim(line).text == text)
  }

  @Test func alternatives() throws {
    let parser = ClaimParser(world: .article)
    #expect(parser.parse("or host: link lo", line: 1, column: 1).isAlternative)
    #expect(!parser.parse("host: link lo", line: 1, column: 1).isAlternative)
    #expect(parser.parse("or red exists", line: 1, column: 1).claim?.assertion == .exists)
  }

  @Test func positions() throws {
    let claim = try #require(
      ClaimParser(world: .article).parse("  host: no link lo", line: 7, column: 4).claim)
    #expect((claim.line, claim.column, claim.isNegated) == (7, 6, true))
  }

  @Test func negation() throws {
    for text in [
      "no link a", "no addr 10.0.0.1/8 dev a", "no route default", "no route to 10.0.0.1",
      "no rule from all lookup 7", "no neigh 10.0.0.1", "no fdb 02:00:00:00:00:01",
      "no listen tcp 80", "no sysctl net.ipv4.ip_forward = 1", "no iptables chain X",
      "no iptables -P INPUT DROP", "no ip6tables INPUT -j DROP", "no nft accept",
    ] {
      #expect(try Claims.claim("host: \(text)").isNegated)
    }
  }

  @Test func longLinesOfNonsenseAreReadQuickly() {
    let parser = ClaimParser(world: .article)
    let clock = ContinuousClock()
    let time = clock.measure {
      for text in [
        "host: links" + (0..<20_000).map { " d\($0)" }.joined(),
        "host: link eth0" + String(repeating: " upp", count: 20_000),
        "host: link eth0 " + String(repeating: "u", count: 100_000),
        "host: " + String(repeating: "link", count: 20_000),
      ] { #expect(parser.parse(text, line: 1, column: 1).problems.count <= 8) }
    }
    #expect(time < .seconds(30))
  }

  @Test func manyAreReadQuickly() throws {
    let parser = ClaimParser(world: .article)
    let line = "netns0: route 172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10"
    let clock = ContinuousClock()
    let time = clock.measure {
      for _ in 0..<2000 { _ = parser.parse(line, line: 1, column: 1) }
    }
    // Without optimisation, on a busy machine; far above what it takes.
    #expect(time < .seconds(30))
  }
}

extension LinkPattern {
  init(name: String, isUp: Bool) {
    self.init(name: name)
    self.isUp = isUp
  }
}
