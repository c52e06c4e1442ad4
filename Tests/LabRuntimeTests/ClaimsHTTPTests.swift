import LabResults
import Testing

@testable import LabRuntime

@Suite("Claims about web servers")
struct ClaimsHTTPTests {
  @Test func response() throws {
    let bytes = Array("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nX: y\r\n\r\nnope".utf8)
    let response = try #require(HTTPResponse(bytes))
    #expect(response.status == 404)
    #expect(response.reason == "Not Found")
    #expect(response.body == Array("nop".utf8))
    #expect(HTTPResponse.isComplete(bytes))
    #expect(!HTTPResponse.isComplete(bytes.dropLast(2)))
    #expect(HTTPResponse(Array("HTTP/1.0 200 OK\n\nbare".utf8))?.body == Array("bare".utf8))
  }

  @Test func chunks() throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let whole = Array("\(head)3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8)
    #expect(HTTPResponse(whole)?.body == Array("abcde".utf8))
    #expect(HTTPResponse(Array("\(head)7fffffffffffffff\r\nabc".utf8))?.body == Array("abc".utf8))
    #expect(HTTPResponse(Array("\(head)-1\r\nabc".utf8))?.body == [])
  }

  @Test(arguments: [
    "", "\n", "\n\n", "HTTP/1.0", "HTTP/1.0 200", "HTTP/1.0 99 x\n\n", "HTTP/1.0 +20 x\n\n",
    "SSH-2.0-x\r\n\r\n", "HTTP/1.0 999 x\r\n\r\n", "HTTP/1.0  \r\n\r\n",
  ])
  func isNoResponse(_ text: String) {
    #expect(HTTPResponse(Array(text.utf8)) == nil)
  }

  @Test func lengthsThatLie() {
    for length in ["-1", "99999999999999999999", "x", "1e3"] {
      let bytes = Array("HTTP/1.0 200 OK\r\nContent-Length: \(length)\r\n\r\nabc".utf8)
      #expect(HTTPResponse(bytes)?.body == Array("abc".utf8))
    }
  }

  @Test func request() {
    let text = String(decoding: HTTPClient.request("http://[fd00::1]:8080/a b?c#d"), as: UTF8.self)
    #expect(text.hasPrefix("GET /a%20b?c HTTP/1.0\r\nHost: [fd00::1]:8080\r\n"))
    #expect(text.hasSuffix("\r\n\r\n"))
    let root = String(decoding: HTTPClient.request("http://10.0.0.1?x"), as: UTF8.self)
    #expect(root.hasPrefix("GET /?x HTTP/1.0\r\n"))
  }

  private let rooms = """
    ip netns add red
    ip link add v0 type veth peer name eth0 netns red
    ip addr add 172.18.0.1/16 dev v0
    ip link set v0 up
    ip -n red addr add 172.18.0.10/16 dev eth0
    ip -n red addr add fd00::10/64 dev eth0 nodad
    ip addr add fd00::1/64 dev v0 nodad
    ip -n red link set eth0 up
    ip -n red link set lo up
    ip -n red route add default via 172.18.0.1
    sysctl -q -w net.ipv4.ip_forward=1
    mkdir www && echo hello from red >www/index.html
    root@red# python3 -m http.server --directory www 5000 >/dev/null 2>&1 &
    root@red# python3 -m http.server --directory www --bind fd00::10 5001 >/dev/null 2>&1 &
    iptables -t nat -A PREROUTING -d 10.0.2.15 -p tcp --dport 80 -j DNAT --to 172.18.0.10:5000
    iptables -t nat -A PREROUTING -d 10.0.2.15 -p tcp --dport 81 -j DNAT --to 172.18.0.10:5000
    iptables -t nat -A POSTROUTING -o v0 -p tcp --dport 5000 -m conntrack --ctorigdstport 81 \
    -j MASQUERADE
    """

  @Test(.needs("python3")) func asked() async throws {
    let claims = try await ClaimsLab.judge(
      rooms,
      """
      host: http http://172.18.0.10:5000/ status 200 body "hello from red" seen from 172.18.0.1
      internet: http http://10.0.2.15/ status 200 seen from 10.0.2.2
      internet: http http://10.0.2.15:81/ seen from 172.18.0.1
      host: http http://[fd00::10]:5001/ status 200 body "hello" seen from fd00::1
      red: http http://172.18.0.10:5000/nothing status 404 seen from 172.18.0.10
      red: http http://10.0.2.15:81/ seen from 172.18.0.1
      internet: http http://10.0.2.15:82/ fails with "refused"
      host: http http://172.18.0.10:5000/nothing status 200
      internet: http http://10.0.2.15/ body "bye"
      internet: http http://10.0.2.15/ seen from 172.18.0.1
      internet: http http://10.0.2.15/ fails
      """)
    let outcomes = claims.map(\.outcome)
    for claim in claims.prefix(7) {
      #expect(claim.outcome == .passed, "\(claim.claim): \(claim.message ?? "")")
    }
    #expect(outcomes.dropFirst(7).allSatisfy { $0 == .failed }, "\(claims.map(\.message))")
    #expect(claims[7].message?.contains("got the status 404 File not found, not 200") == true)
    #expect(claims[9].message?.contains("arrived at red from 10.0.2.2, not from") == true)
  }
}
