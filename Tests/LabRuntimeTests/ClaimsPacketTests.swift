import NetworkState
import Testing

@testable import LabDocument
@testable import LabRuntime

@Suite("Reading captured packets")
struct ClaimsPacketTests {
  private static func header4(_ proto: UInt8, options: Int = 0, fragment: UInt8 = 0) -> [UInt8] {
    [0x45 + UInt8(options / 4), 0, 0, 0, 0, 0, 0, fragment, 64, proto, 0, 0]
      + [10, 0, 0, 1, 10, 0, 0, 2] + [UInt8](repeating: 1, count: options)
  }
  private static let tcp: [UInt8] = [
    0x9C, 0x40, 0, 80, 1, 2, 3, 4, 0, 0, 0, 9, 0x50, 0x02, 0, 0, 0, 0, 0, 0, 0x68, 0x69,
  ]
  private static let udp: [UInt8] = [0, 9, 0, 53, 0, 10, 0, 0, 0x68, 0x69]

  private func read(_ bytes: [UInt8], _ etherType: UInt16 = 0x0800) -> Packet? {
    Packet(bytes[...], etherType: etherType)
  }

  @Test func tcpOverIPv4() throws {
    let packet = try #require(read(Self.header4(6, options: 8) + Self.tcp))
    #expect(packet.description == "tcp 10.0.0.1:40000 > 10.0.0.2:80")
    #expect(packet.segment == Packet.Segment(sequence: 0x0102_0304, acknowledgement: 9, flags: 2))
    #expect(packet.segment?.isOpening == true)
    #expect(packet.payload == [0x68, 0x69])
  }

  @Test func udpOverIPv6() throws {
    var bytes: [UInt8] = [0x60, 0, 0, 0, 0, 0, 0, 64] + [UInt8](repeating: 0, count: 32)
    bytes[23] = 1
    bytes[39] = 2
    // Hop-by-hop options stand between.
    bytes += [17, 0, 1, 4, 0, 0, 0, 0] + Self.udp
    let packet = try #require(read(bytes, 0x86DD))
    #expect(packet.description == "udp [::1]:9 > [::2]:53")
    #expect(packet.payload == [0x68, 0x69])
  }

  @Test func arp() throws {
    let bytes: [UInt8] =
      [0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2]
    #expect(read(bytes, 0x0806)?.description == "arp 10.0.0.1 > 10.0.0.2")
    #expect(read(Array(bytes.dropLast()), 0x0806) == nil)
  }

  @Test func laterFragmentsHaveNoPorts() throws {
    let packet = try #require(read(Self.header4(17, fragment: 5) + Self.udp))
    #expect(packet.destinationPort == nil)
    #expect(packet.payload == [])
  }

  @Test(arguments: [
    ("tcp", nil, nil, 80, true), ("tcp", "10.0.0.1", "10.0.0.2", nil, true),
    ("ip", nil, "10.0.0.2", nil, true), ("udp", nil, nil, 80, false),
    ("tcp", "10.0.0.2", nil, nil, false), ("tcp", nil, nil, 81, false),
    ("ip6", nil, nil, nil, false), ("arp", nil, nil, nil, false), ("icmp", nil, nil, nil, false),
  ])
  func matching(
    _ proto: String, _ source: String?, _ destination: String?, _ port: UInt16?, _ matches: Bool
  ) throws {
    let packet = try #require(read(Self.header4(6) + Self.tcp))
    var pattern = PacketPattern(proto: proto)
    pattern.source = source.flatMap { IPAddress($0) }
    pattern.destination = destination.flatMap { IPAddress($0) }
    pattern.destinationPort = port
    #expect(packet.matches(pattern) == matches)
  }

  @Test func anyBytesAreRead() {
    var random = SystemRandomNumberGenerator()
    for whole in [Self.header4(6) + Self.tcp, [0x60] + [UInt8](repeating: 0, count: 60)] {
      for end in 0...whole.count {
        for type: UInt16 in [0x0800, 0x86DD, 0x0806] { _ = read(Array(whole[..<end]), type) }
      }
      for _ in 0..<500 {
        var bytes = whole
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255)
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255)
        for type: UInt16 in [0x0800, 0x86DD, 0x0806] { _ = read(bytes, type) }
      }
    }
  }
}
