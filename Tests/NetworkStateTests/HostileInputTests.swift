import NetworkState
import Testing

/// Whatever the bytes are, decoders answer or throw.
@Suite struct HostileInputTests {
  private func decodeAll(_ bytes: [UInt8]) {
    _ = try? ToolOutput.links(bytes)
    _ = try? ToolOutput.routes(bytes)
    _ = try? ToolOutput.neighbours(bytes)
    _ = try? ToolOutput.rules(bytes, family: .inet)
    _ = try? ToolOutput.routeDecision(bytes)
    _ = try? ToolOutput.routeRefusal(bytes)
    _ = try? ToolOutput.listeners(bytes, isTCP: true)
    _ = try? ToolOutput.ruleListing(bytes)
    _ = try? ToolOutput.packetFilter(bytes)
    _ = try? ToolOutput.forwardingEntries(bytes)
    _ = try? ToolOutput.documents(bytes, count: 3)
  }

  @Test(arguments: [
    "fresh-addr.json", "host-rule.json", "iptables-filter.txt", "ss-tcp.txt", "nft.txt",
  ])
  func truncated(_ fixture: String) throws {
    let bytes = try Fixture.bytes(fixture)
    for end in bytes.indices { decodeAll(Array(bytes[..<end])) }
  }

  @Test(arguments: [
    "hostile-addr.json", "host-rule.json", "red-route.json", "iptables-filter.txt", "ss-udp.txt",
    "nft.txt", "host-fdb.json",
  ])
  func mutated(_ fixture: String) throws {
    let original = try Fixture.bytes(fixture)
    var random = SeededRandom(seed: 7)
    for _ in 0..<100 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(contentsOf: "99999999999999999999".utf8, at: index)
        default: bytes.insert(Array("\"\\[]{},:\n -".utf8).randomElement()!, at: index)
        }
      }
      decodeAll(bytes)
    }
  }

  @Test func deepNesting() {
    decodeAll([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
    decodeAll(Array(#"[{"ifindex":"#.utf8) + [UInt8](repeating: UInt8(ascii: "{"), count: 50_000))
  }
}

/// The same numbers in every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
