import LabDocument
import NetworkState

/// What is read of a captured packet: from the network layer up, as far as probes need it.
struct Packet: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case arp
    /// An IP packet: the number of what it carries (1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6, …).
    case ip(AddressFamily, carries: UInt8)
  }

  /// The part of a TCP header that tells connections apart (RFC 9293); NAT leaves it alone.
  struct Segment: Equatable, Sendable {
    var sequence: UInt32
    var acknowledgement: UInt32
    var flags: UInt8

    /// The first segment of a connection.
    var isOpening: Bool { flags & 0x12 == 0x02 }
    /// The answer to it: SYN and ACK.
    var isAccepting: Bool { flags & 0x12 == 0x12 }
  }

  var kind: Kind
  var source: IPAddress
  var destination: IPAddress
  var sourcePort: UInt16?
  var destinationPort: UInt16?
  var segment: Segment?
  /// What follows the header of TCP or UDP.
  var payload: [UInt8] = []

  /// Reads a packet without its link-layer header; `nil` for what is broken or of another kind.
  init?(_ bytes: ArraySlice<UInt8>, etherType: UInt16) {
    switch etherType {
    case 0x0800: self.init(version4: bytes)
    case 0x86DD: self.init(version6: bytes)
    case 0x0806: self.init(arp: bytes)
    default: return nil
    }
  }

  /// RFC 826, for IPv4 over Ethernet: the sender's and the target's address.
  private init?(arp bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    guard bytes.count >= 28, bytes[start + 4] == 6, bytes[start + 5] == 4 else { return nil }
    kind = .arp
    source = Self.address(bytes[(start + 14)..<(start + 18)])
    destination = Self.address(bytes[(start + 24)..<(start + 28)])
  }

  private init?(version4 bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    guard bytes.count >= 20, bytes[start] >> 4 == 4 else { return nil }
    let header = Int(bytes[start] & 0xF) * 4
    guard header >= 20, bytes.count >= header else { return nil }
    kind = .ip(.inet, carries: bytes[start + 9])
    source = Self.address(bytes[(start + 12)..<(start + 16)])
    destination = Self.address(bytes[(start + 16)..<(start + 20)])
    // A later fragment has no header of what it carries.
    let fragment = UInt16(bytes[start + 6] & 0x1F) << 8 | UInt16(bytes[start + 7])
    if fragment == 0 { readTransport(bytes[(start + header)...]) }
  }

  private init?(version6 bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    guard bytes.count >= 40, bytes[start] >> 4 == 6 else { return nil }
    source = Self.address(bytes[(start + 8)..<(start + 24)])
    destination = Self.address(bytes[(start + 24)..<(start + 40)])
    var carried = bytes[start + 6]
    var rest = bytes[(start + 40)...]
    var isFirst = true
    // Extension headers (RFC 8200) stand between; each says its length.
    while [0, 43, 44, 60].contains(carried), rest.count >= 8 {
      let begin = rest.startIndex
      let length = carried == 44 ? 8 : (Int(rest[begin + 1]) + 1) * 8
      if carried == 44 { isFirst = rest[begin + 2] == 0 && rest[begin + 3] & 0xF8 == 0 }
      carried = rest[begin]
      rest = rest.dropFirst(length)
    }
    kind = .ip(.inet6, carries: carried)
    if isFirst { readTransport(rest) }
  }

  private mutating func readTransport(_ bytes: ArraySlice<UInt8>) {
    guard case .ip(_, let carried) = kind, [6, 17, 132].contains(carried), bytes.count >= 8 else {
      return
    }
    func number(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[bytes.startIndex + offset + $1]) }
    }
    sourcePort = UInt16(number(0) >> 16)
    destinationPort = UInt16(number(0) & 0xFFFF)
    if carried == 17 { payload = Array(bytes.dropFirst(8)) }
    guard carried == 6, bytes.count >= 20 else { return }
    segment = Segment(
      sequence: number(4), acknowledgement: number(8), flags: bytes[bytes.startIndex + 13])
    payload = Array(bytes.dropFirst(Int(bytes[bytes.startIndex + 12] >> 4) * 4))
  }

  private static func address(_ bytes: ArraySlice<UInt8>) -> IPAddress {
    IPAddress(
      family: bytes.count == 4 ? .inet : .inet6,
      value: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
  }
}

extension Packet {
  /// Whether it is one that a `sees` claim waits for.
  func matches(_ pattern: PacketPattern) -> Bool {
    (pattern.source == nil || pattern.source == source)
      && (pattern.destination == nil || pattern.destination == destination)
      && (pattern.destinationPort == nil || pattern.destinationPort == destinationPort)
      && isOf(pattern.proto)
  }

  private func isOf(_ proto: String) -> Bool {
    switch (proto, kind) {
    case ("arp", .arp): true
    case ("ip", .ip(.inet, _)), ("ip6", .ip(.inet6, _)): true
    case (_, .ip(_, let carried)): Self.numbers[proto] == carried
    default: false
    }
  }

  /// The numbers of what IP packets carry, by tcpdump's names.
  private static let numbers: [String: UInt8] = [
    "icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "esp": 50, "ah": 51, "icmp6": 58, "vrrp": 112,
    "sctp": 132,
  ]
}

extension Packet: CustomStringConvertible {
  /// `tcp 10.0.0.1:4000 > 10.0.0.2:80`.
  var description: String {
    func text(_ address: IPAddress, _ port: UInt16?) -> String {
      guard let port else { return "\(address)" }
      return address.family == .inet6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
    let name: String
    switch kind {
    case .arp: name = "arp"
    case .ip(let family, let carried):
      name =
        Self.numbers.first { $0.value == carried }?.key
        ?? (family == .inet ? "ip protocol \(carried)" : "ip6 protocol \(carried)")
    }
    return "\(name) \(text(source, sourcePort)) > \(text(destination, destinationPort))"
  }
}
