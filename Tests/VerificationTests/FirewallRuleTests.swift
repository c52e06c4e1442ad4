import Testing

@testable import Verification

/// Which rules of `iptables -S` count as the same.
@Suite struct FirewallRuleTests {
  private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  @Test(arguments: [
    (
      "-s 10.0.0.0/8 -p tcp -m tcp --dport 80 -m limit --limit 5/min -j ACCEPT",
      "-s 10.0.0.0/8 -p tcp -m limit --limit 5/min -m tcp --dport 80 -j ACCEPT"
    ),
    ("-m comment --comment x -j DROP", "-j DROP"),
    ("-p udp -m comment --comment -j -m udp --dport 5 -j DROP", "-p udp -m udp --dport 5 -j DROP"),
  ])
  func same(_ first: String, _ second: String) {
    #expect(FirewallRule.canonical(words(first)) == FirewallRule.canonical(words(second)))
  }

  @Test(arguments: [
    ("-s 10.0.0.0/8 -j DROP", "-d 10.0.0.0/8 -j DROP"), ("-j DROP", "-g DROP"),
    ("-p tcp -m tcp --dport 80 -j DROP", "-p tcp -m tcp ! --dport 80 -j DROP"),
    ("-j LOG --log-prefix a", "-j LOG"), ("-j DROP", ""),
    ("-m comment --comment -j", "-j"), ("-m comment", ""),
  ])
  func different(_ first: String, _ second: String) {
    #expect(FirewallRule.canonical(words(first)) != FirewallRule.canonical(words(second)))
  }
}
