import LabResults
import Testing

@testable import LabRuntime

@Suite("Claims about iptables rules")
struct ClaimsFirewallTests {
  private let rules = """
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
    iptables -A INPUT -m comment --comment "it's
    > -A INPUT -j ACCEPT" -p udp -j DROP
    iptables -N SHOP
    iptables -A SHOP -p tcp -m multiport --dports 80,443 -m conntrack --ctstate NEW -j RETURN
    iptables -A FORWARD -p tcp --dport http -j SHOP
    ip6tables -A FORWARD -s fd00::/64 -p icmpv6 -j ACCEPT
    """

  @Test func holds() async throws {
    try await ClaimsLab.expect(
      .passed, after: rules,
      """
      host: iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
      host: iptables -t nat POSTROUTING ! -o br0 -s 172.18.0.0/255.255.0.0 -j MASQUERADE
      host: iptables INPUT -p udp -j DROP
      host: iptables SHOP -m conntrack --ctstate NEW -p tcp -m multiport --dports 80,443 -j RETURN
      host: iptables FORWARD -p tcp -m tcp --dport 80 -j SHOP
      host: ip6tables FORWARD -p ipv6-icmp -s fd00::/64 -j ACCEPT
      host: no iptables INPUT -j ACCEPT
      host: no iptables -t nat POSTROUTING -s 172.19.0.0/16 -j MASQUERADE
      host: no iptables FORWARD -p tcp -j SHOP
      """)
  }

  @Test func fails() async throws {
    let claims = try await ClaimsLab.judge(
      rules,
      """
      host: iptables FORWARD -p tcp --dport 81 -j SHOP
      host: iptables NONE -p tcp -j ACCEPT
      host: no iptables INPUT -p udp -j DROP
      host: iptables INPUT -o eth0 -j DROP
      host: no iptables INPUT --modprobe=/bin/false -j DROP
      """)
    #expect(claims.map(\.outcome) == [.failed, .failed, .failed, .error, .error])
    #expect(claims[0].message?.contains("`-p tcp -m tcp --dport 80 -j SHOP`") == true)
    #expect(claims[3].message?.contains("Can't use -o with INPUT") == true)
  }

  @Test(arguments: [
    ["--modprobe=/bin/x"], ["--modpr", "/bin/x"], ["--m=x"], ["-M", "x"], ["-M/bin/x"],
    ["-vM", "x"], ["-F"], ["-m", "../x"], ["-j", "a/b"], ["--sourc", "example.org"], ["--"],
    ["--log-prefix", "--comment", "-M/bin/x"],
  ])
  func isNotGivenToTheTool(_ words: [String]) {
    #expect(RuleSafety.refusal(of: words) != nil)
  }

  @Test(arguments: [
    ["-m", "statistic", "--mode", "nth", "--every", "2", "-j", "DROP"],
    ["-j", "LOG", "--log-prefix", "M: "], ["--source", "10.0.0.1", "--destination-port", "1"],
    ["-j", "MARK", "--set-mark", "-1"],
  ])
  func isGivenToTheTool(_ words: [String]) {
    #expect(RuleSafety.refusal(of: words) == nil)
  }
}
