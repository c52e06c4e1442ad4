import LabResults
import Testing

@testable import LabRuntime

@Suite("Claims about nft rules", .needs("nft"))
struct ClaimsPacketFilterTests {
  private let rules = """
    nft add table inet shop
    nft 'add set inet shop banned { type ipv4_addr; }'
    nft 'add chain inet shop aside'
    nft 'add chain inet shop way { type filter hook forward priority 0; policy accept; }'
    nft 'add rule inet shop way tcp dport { 443, http } ct state new counter accept comment "web"'
    nft add rule inet shop way ip saddr @banned jump aside
    nft add table ip nat
    nft 'add chain ip nat out { type nat hook postrouting priority srcnat; }'
    nft 'add rule ip nat out ip saddr 172.18.0.0/16 oifname != "br0" masquerade'
    """

  @Test func holds() async throws {
    try await ClaimsLab.expect(
      .passed, after: rules,
      """
      host: nft tcp dport { 80, 443 } ct state new counter packets 0 bytes 0 accept
      host: nft ip saddr @banned jump aside
      host: nft ip saddr 172.18.0.0/16 oifname != "br0" masquerade
      host: no nft ip saddr 172.19.0.0/16 oifname != "br0" masquerade
      host: no nft tcp dport 80 accept
      """)
  }

  @Test func fails() async throws {
    let claims = try await ClaimsLab.judge(
      rules,
      """
      host: nft tcp dport 81 accept
      host: no nft ip saddr @banned jump aside
      host: nft tcp dprt 80 accept
      host: no nft accept; flush ruleset
      internet: nft accept
      """)
    #expect(claims.map(\.outcome) == [.failed, .failed, .error, .error, .failed])
    #expect(claims[0].message?.contains("`ip saddr @banned jump aside`") == true)
    #expect(claims[2].message?.contains("syntax error") == true)
    #expect(claims[4].message == "no nft rule in internet is as claimed; there are none")
  }
}
