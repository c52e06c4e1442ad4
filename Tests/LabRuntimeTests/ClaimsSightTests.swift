import LabResults
import Testing

@testable import LabRuntime

@Suite("Claims about packets on the wire")
struct ClaimsSightTests {
  private let room = """
    ip netns add red
    ip link add v0 type veth peer name eth0 netns red
    ip addr add 172.18.0.1/16 dev v0
    ip link set v0 up
    ip -n red addr add 172.18.0.10/16 dev eth0
    ip -n red link set eth0 up
    ip -n red link set lo up
    ip -n red route add default via 172.18.0.1
    sysctl -q -w net.ipv4.ip_forward=1
    iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -o eth0 -j MASQUERADE
    """

  @Test func seen() async throws {
    try await ClaimsLab.expect(
      .passed, after: room,
      """
      internet: sees icmp src 10.0.2.15 dst 8.8.8.8 on eth0 when red: ping 8.8.8.8
      host: sees icmp src 172.18.0.10 on v0 when red: ping 8.8.8.8
      host: sees icmp src 8.8.8.8 dst 172.18.0.10 on v0 when red: ping 8.8.8.8
      host: sees arp dst 172.18.0.99 on v0 when red: ping 172.18.0.99
      red: sees ip on lo when red: tcp 172.18.0.10:80
      internet: sees tcp src 10.0.2.15 dport 443 on eth0 when red: tcp 8.8.8.8:443
      internet: sees udp dport 5000 on eth0 when red: udp 8.8.8.8:5000 served by internet
      host: sees tcp dport 81 on v0 when red: http http://8.8.8.8:81/
      """)
  }

  @Test func unseen() async throws {
    let claims = try await ClaimsLab.judge(
      room,
      """
      internet: sees icmp src 172.18.0.10 on eth0 when red: ping 8.8.8.8, within 300ms
      host: sees udp on v0 when red: ping 172.18.0.1, within 300ms
      host: sees icmp on v9 when red: ping 172.18.0.1, within 300ms
      host: sees icmp on v0 when blue: ping 172.18.0.1, within 300ms
      """)
    #expect(claims.map(\.outcome) == [.failed, .failed, .failed, .error])
    #expect(
      claims[0].message
        == "no such packet passed eth0 in internet; what passed: `icmp 10.0.2.15 > 8.8.8.8`, "
        + "`icmp 8.8.8.8 > 10.0.2.15`")
    #expect(claims[2].message == "there is no link v9 in host")
    #expect(claims[3].message == "there is no place blue")
  }

  @Test func manyAtOnce() async throws {
    // Others' packets are about while each is tried; the last two see them and must not believe it.
    let silent = (1...12).map { "host: sees udp dport \($0) on v0 when red: ping 172.18.0.99" }
    let claims = try await ClaimsLab.judge(
      room,
      (silent.map { "\($0), within 1s" } + [
        "host: sees icmp dst 172.18.0.1 on v0 when red: ping 172.18.0.1, within 10s",
        "internet: sees icmp src 10.0.2.15 on eth0 when red: ping 8.8.8.8, within 10s",
        "host: sees icmp dst 172.18.0.1 on v0 when red: ping 172.18.0.99, within 1s",
        "internet: sees icmp on eth0 when red: tcp 172.18.0.1:9, within 1s",
      ]).joined(separator: "\n"))
    #expect(
      claims.map(\.outcome)
        == Array(repeating: .failed, count: 12) + [.passed, .passed, .failed, .failed])
    // One takes a second or two; one after the other they would take twelve seconds at least.
    let longest = claims.prefix(12).map(\.duration).max()
    #expect(longest.map { $0 < .seconds(9) } == true, "\(longest ?? .zero)")
  }
}
