import Testing

@testable import LabDocument

/// Whatever a line holds, it is read or refused, and refusals point into it.
@Suite struct ClaimsFuzzTests {
  private static let seeds = [
    "netns0: link ceth0 up carrier type veth mtu 1500 peer host/veth0 state UP isolated on",
    "or host: addr 172.18.0.10/16 dev ceth0, within 5s, stays 500ms # holds before",
    "a/b: -6 no route blackhole fd00::/64 via inet6 fe80::1 dev c0 metric 5 pref medium",
    "netns0: route to 8.8.8.8 from 10.0.0.1 via 172.18.0.1 dev ceth0 src 172.18.0.10",
    "host: rule 500: not from 10.0.0.0/8 fwmark 0x10/0xff lookup 7",
    "host: neigh 10.0.0.1 dev c0 lladdr 02:00:00:00:00:01 STALE", "namespaces red blue",
    "host: http http://[fd00::1]:8080/x status 200 body \"a \\\" # b\" seen from 10.0.0.1",
    "host: iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE",
    "internet: sees udp src 1.2.3.4 dst 8.8.8.8 dport 53 on eth0 when a: ping 8.8.8.8 size 9",
    "host: run \"echo \\\"x\\\"\" exits 0 prints \"x\"", "host: dns web.lab = 10.0.0.1",
    "host: tcp [fd00::1]:80 served by red fails with \"refused\"", "no namespaces",
    "host: sysctl net.ipv4.ip_forward = 1", "host: nft ip daddr { 1.2.3.4, 5.6.7.8 } drop",
    "host: listen tcp 127.0.0.1:80", "red exists", "a: no -6 routes", "a: no addrs",
  ]

  @Test(arguments: [1, 2, 3, 4])
  func mutatedLines(_ seed: UInt64) {
    var random = ClaimsRandom(state: seed)
    let words = Self.seeds.flatMap { $0.split(separator: " ") }.map(String.init)
    let parser = ClaimParser(world: Claims.twoHosts)
    for _ in 0..<1500 {
      var bytes = Array(Self.seeds.randomElement(using: &random)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 1: bytes.removeSubrange(index..<min(bytes.count, index + 3))
        case 2:
          bytes.insert(contentsOf: " \(words.randomElement(using: &random)!) ".utf8, at: index)
        case 3: bytes.insert(Array("\"\\#,:/= \t-".utf8).randomElement(using: &random)!, at: index)
        default: bytes = Array(bytes[..<index])
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.utf8.contains(where: { $0 > 0x20 }), text.utf8.first != UInt8(ascii: "#") else {
        continue
      }
      let output = parser.parse(text, line: 1, column: 10)
      let hasError = output.problems.contains { $0.severity == .error }
      #expect((output.claim == nil) == hasError, "\(text)")
      for problem in output.problems {
        #expect((10..<10 + text.utf8.count).contains(problem.column), "\(text)")
        #expect(!problem.message.isEmpty)
      }
    }
  }
}

/// The same numbers in every run (SplitMix64).
private struct ClaimsRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
