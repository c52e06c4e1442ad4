import LabResults
import NetworkState
import Testing

@testable import LabRuntime

@Suite("Claims about names")
struct ClaimsNameTests {
  private static let question = DNSMessage.question("Web.lab", .inet, id: 0x0102)!

  /// An answer with records that begin with a pointer to the question's name.
  private static func answer(
    _ records: [[UInt8]], flags: [UInt8] = [0x81, 0x80], count: Int? = nil
  ) -> [UInt8] {
    [1, 2] + flags + [0, 1, 0, UInt8(count ?? records.count), 0, 0, 0, 0]
      + question.dropFirst(12) + records.joined()
  }
  private static let here: [UInt8] = [0xC0, 12]
  private static let address: [UInt8] = [0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 7]
  private static let alias: [UInt8] = [1, 0x78, 0]

  private func addresses(_ bytes: [UInt8]) -> [String]? {
    DNSMessage(bytes, to: Self.question)?.addresses.map(\.description)
  }

  @Test func questions() {
    #expect(
      Self.question == [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3] + Array("Web".utf8) + [3]
        + Array("lab".utf8) + [0, 0, 1, 0, 1])
    #expect(DNSMessage.question("a.", .inet6, id: 0)?.suffix(7) == [1, 97, 0, 0, 28, 0, 1])
    #expect(DNSMessage.question(String(repeating: "a", count: 64), .inet, id: 0) == nil)
    #expect(DNSMessage.question(String(repeating: "a.", count: 130), .inet, id: 0) == nil)
    #expect(DNSMessage.question("...", .inet, id: 0) == nil)
  }

  @Test func answers() {
    #expect(addresses(Self.answer([Self.here + Self.address])) == ["10.0.0.7"])
    let link: [UInt8] = [0, 5, 0, 1, 0, 0, 0, 9, 0, 3] + Self.alias
    #expect(addresses(Self.answer([Self.alias + Self.address, Self.here + link])) == ["10.0.0.7"])
    #expect(addresses(Self.answer([Self.alias + Self.address])) == [], "of another name")
    let none = DNSMessage(Self.answer([], flags: [0x81, 0x83]), to: Self.question)
    #expect(none?.responseCode == 3)
  }

  @Test func tooLongForADatagram() {
    let whole = Self.answer([Self.here + Self.address])
    #expect(DNSMessage(whole, to: Self.question)?.isTruncated == false)
    let part = Self.answer([], flags: [0x83, 0x80])
    #expect(DNSMessage(part, to: Self.question)?.isTruncated == true)
    #expect(DNSConnection.message(in: [0]) == nil)
    #expect(DNSConnection.message(in: [0, 2, 7]) == nil)
    #expect(DNSConnection.message(in: [0, 2, 7, 8, 9]) == [7, 8])
  }

  @Test func whatIsNoAnswer() {
    let good = Self.answer([Self.here + Self.address])
    #expect(addresses(Self.question) == nil, "a question is no answer")
    #expect(addresses([9] + good.dropFirst()) == nil, "another id")
    var other = good
    other[13] = 0x78
    #expect(addresses(other) == nil, "another name")
    #expect(addresses([]) == nil)
  }

  @Test func loopsAndLies() {
    #expect(addresses(Self.answer([[0xC0, 29] + Self.address])) == [], "a pointer to itself")
    #expect(addresses(Self.answer([[0xFF, 0xFF] + Self.address])) == [])
    let alias: [UInt8] = [0, 5, 0, 1, 0, 0, 0, 9, 0, 2] + Self.here
    #expect(addresses(Self.answer([Self.here + alias])) == [], "an alias of itself")
    #expect(addresses(Self.answer([Self.here + Self.address], count: 255)) == ["10.0.0.7"])
    #expect(addresses(Self.answer([[0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0xFF, 0xFF, 1]])) == [])
    let good = Self.answer([Self.here + Self.address])
    var random = SystemRandomNumberGenerator()
    for end in 0...good.count { _ = addresses(Array(good[..<end])) }
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0..<3 {
        bytes[Int.random(in: 12..<good.count, using: &random)] = .random(in: 0...255)
      }
      _ = addresses(bytes)
    }
  }

  @Test func settings() {
    let settings = ResolverSettings(
      hosts: "127.0.0.1 localhost # x\n10.0.0.7\tWeb.lab web\nnonsense x\n10.0.0.8 web\n",
      resolver: """
        # nameserver 9.9.9.9
        nameserver 10.0.0.1
        nameserver nowhere
        nameserver fd00::1
        search lab example.org
        options timeout:1 ndots:2
        """)
    #expect(settings.servers == [IPAddress("10.0.0.1"), IPAddress("fd00::1")])
    #expect(settings.addresses(of: "WEB", .inet)?.count == 2)
    #expect(settings.addresses(of: "web.lab.", .inet) == [IPAddress("10.0.0.7")!])
    #expect(settings.addresses(of: "web", .inet6) == nil)
    #expect(settings.candidates(for: "a.b") == ["a.b.lab", "a.b.example.org", "a.b"])
    #expect(settings.candidates(for: "a.b.c") == ["a.b.c", "a.b.c.lab", "a.b.c.example.org"])
    #expect(settings.candidates(for: "a.") == ["a"])
  }

  /// A server that knows `web.lab` and nothing else, and one that says nothing.
  private let servers = """
    ip netns add red
    ip netns add blue
    ip link add v0 type veth peer name eth0 netns red
    ip addr add 172.18.0.1/16 dev v0
    ip link set v0 up
    ip -n red addr add 172.18.0.10/16 dev eth0
    ip -n red link set eth0 up
    ip -n red link set lo up
    mkdir -p /etc/netns/red /etc/netns/blue
    printf 'nameserver 172.18.0.1\\nsearch lab\\n' >/etc/netns/red/resolv.conf
    echo 10.9.9.9 box >>/etc/hosts
    ln -s /etc/shadow /etc/netns/blue/resolv.conf
    python3 -c '
    > import socket
    > s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("172.18.0.1", 53))
    > while True:
    >   q, a = s.recvfrom(512)
    >   if b"\\3web\\3lab\\0" in q and q[-3] == 1:
    >     r = q[:2] + b"\\x85\\x80\\0\\1\\0\\1\\0\\0\\0\\0" + q[12:]
    >     r += b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\1\\0\\4" + bytes([172, 18, 0, 7])
    >   else: r = q[:2] + b"\\x85\\x83\\0\\1\\0\\0\\0\\0\\0\\0" + q[12:]
    >   s.sendto(r, a)' &
    """

  @Test(.needs("python3")) func lookedUp() async throws {
    let claims = try await ClaimsLab.judge(
      servers,
      """
      red: dns web.lab = 172.18.0.7
      red: dns web = 172.18.0.7
      red: dns box = 10.9.9.9
      host: dns box = 10.9.9.9
      red: dns web.lab = 172.18.0.8
      red: dns shop.lab = 172.18.0.8
      host: dns web.lab = 172.18.0.7
      blue: dns web.lab = 172.18.0.7
      """)
    for claim in claims.prefix(4) {
      #expect(claim.outcome == .passed, "\(claim.claim): \(claim.message ?? "")")
    }
    #expect(claims.dropFirst(4).map(\.outcome) == [.failed, .failed, .failed, .error])
    #expect(
      claims[4].message == "web.lab is 172.18.0.7 in red by 172.18.0.1, not 172.18.0.8")
    #expect(claims[5].message?.contains("says that there is no name shop.lab (NXDOMAIN)") == true)
    #expect(claims[6].message?.contains("resolv.conf names no server") == true)
    #expect(claims[7].message == "/etc/netns/blue/resolv.conf is not a plain file")
  }

  @Test(.needs("iptables")) func askedForByTCP() async throws {
    // Forty addresses do not fit into 512 bytes.
    let addresses = (1...40).map { "8.8.4.\($0)" }.joined(separator: ", ")
    let world = "world: {internet: {addresses: [\(addresses)], serves: [dns]}}"
    try await ClaimsLab.expect(
      .passed, world: world, after: "true", "host: dns internet.lab = 8.8.4.40")
    let claims = try await ClaimsLab.judge(
      world: world,
      "iptables -A OUTPUT -p tcp --dport 53 -j REJECT --reject-with tcp-reset",
      "host: dns internet.lab = 8.8.4.40, within 300ms")
    #expect(claims.map(\.outcome) == [.failed])
    let words = "did not answer by TCP, where it sends an answer that is too long for a datagram: "
    #expect(claims[0].message?.contains(words + "Connection refused") == true)
  }
}
