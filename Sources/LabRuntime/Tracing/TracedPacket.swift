import LabResults
import NetworkState

/// A packet that belongs to a probe: the probe itself, or what came back for it.
struct TracedPacket: Equatable, Sendable {
  var leg: TraceHop.Leg
  /// What it is: `echo request`, `SYN`, `destination unreachable: port`.
  var name: String
  var source: TraceEndpoint
  var destination: TraceEndpoint
  var timeToLive: Int
  /// The packet around it.
  var tunnel: String?
  /// Whether it says that the probe did not get where it should, rather than answers it.
  var isError = false

  /// Reads a packet without its link-layer header; `nil` if it is none of the probe's.
  init?(_ bytes: ArraySlice<UInt8>, etherType: UInt16, _ mark: TraceMark) {
    guard let packet = Packet(bytes, etherType: etherType),
      case .ip(let family, let proto) = packet.kind
    else { return nil }
    let start = bytes.startIndex
    let header = family == .inet ? Int(bytes[start] & 0xF) * 4 : 40
    if family == .inet, bytes[start + 6] & 0x1F != 0 || bytes[start + 7] != 0 { return nil }
    source = TraceEndpoint(packet.source, port: packet.sourcePort)
    destination = TraceEndpoint(packet.destination, port: packet.destinationPort)
    timeToLive = Int(bytes[start + (family == .inet ? 8 : 7)])
    let carried = bytes.dropFirst(header)
    if let inner = Self.inner(packet, proto, carried, mark) {
      self = inner
      tunnel = "\(packet.source) > \(packet.destination)"
      return
    }
    let told: (leg: TraceHop.Leg, name: String, isError: Bool)?
    switch (proto, mark) {
    case (1, _), (58, _):
      told = Self.message(carried, isNew: proto == 58, mark)
    case (6, .sequence(let sequence)):
      told = packet.segment.flatMap { Self.segment($0, sequence) }.map { ($0.leg, $0.name, false) }
    case (17, .payload(let payload)) where packet.payload == payload:
      told = (.there, "datagram", false)
    case (17, .payload(let payload)) where packet.payload.dropFirst() == payload.dropFirst():
      told = (.back, "datagram", false)
    default: told = nil
    }
    guard let told else { return nil }
    (leg, name, isError) = told
  }

  /// Reads a datagram that answers one that was sent between the same ports.
  ///
  /// - Parameter isAsked: Whether the probe was seen with this source and destination.
  init?(answer sighting: TraceSighting, isAsked: (TraceEndpoint, TraceEndpoint) -> Bool) {
    guard let packet = Packet(sighting.bytes[...], etherType: sighting.etherType),
      case .ip(let family, carries: 17) = packet.kind
    else { return nil }
    leg = .back
    name = "datagram"
    source = TraceEndpoint(packet.source, port: packet.sourcePort)
    destination = TraceEndpoint(packet.destination, port: packet.destinationPort)
    timeToLive = Int(sighting.bytes[family == .inet ? 8 : 7])
    guard isAsked(destination, source) else { return nil }
  }

  /// What a vxlan or an IP-in-IP packet carries (RFC 7348, RFC 2003), if that is the probe's.
  private static func inner(
    _ packet: Packet, _ proto: UInt8, _ carried: ArraySlice<UInt8>, _ mark: TraceMark
  ) -> TracedPacket? {
    switch proto {
    case 4: return TracedPacket(carried, etherType: 0x0800, mark)
    case 41: return TracedPacket(carried, etherType: 0x86DD, mark)
    case 17:
      // UDP's header, vxlan's header with its flag, an Ethernet header, the packet.
      let start = carried.startIndex
      guard carried.count > 30, carried[start + 8] == 0x08 else { return nil }
      let etherType = UInt16(carried[start + 28]) << 8 | UInt16(carried[start + 29])
      return TracedPacket(carried.dropFirst(30), etherType: etherType, mark)
    default: return nil
    }
  }

  private static func segment(_ segment: Packet.Segment, _ sequence: UInt32)
    -> (leg: TraceHop.Leg, name: String)?
  {
    if segment.isOpening { return segment.sequence == sequence ? (.there, "SYN") : nil }
    guard segment.acknowledgement == sequence &+ 1 else { return nil }
    if segment.flags & 0x04 != 0 { return (.back, "RST: refused") }
    return segment.isAccepting ? (.back, "SYN, ACK") : nil
  }

  /// An echo, or an error that quotes the probe (RFC 792, RFC 4443).
  private static func message(
    _ bytes: ArraySlice<UInt8>, isNew: Bool, _ mark: TraceMark
  ) -> (leg: TraceHop.Leg, name: String, isError: Bool)? {
    guard bytes.count >= 8 else { return nil }
    let type = bytes[bytes.startIndex]
    let code = bytes[bytes.startIndex + 1]
    if type == (isNew ? 128 : 8) || type == (isNew ? 129 : 0) {
      guard case .token(let token) = mark, bytes.firstRange(of: token) != nil else { return nil }
      let isRequest = type == 8 || type == 128
      return (isRequest ? .there : .back, isRequest ? "echo request" : "echo reply", false)
    }
    guard let name = isNew ? newError(type, code) : error(type, code),
      quotes(bytes.dropFirst(8), mark)
    else { return nil }
    return (.back, name, true)
  }

  private static func quotes(_ bytes: ArraySlice<UInt8>, _ mark: TraceMark) -> Bool {
    switch mark {
    case .token(let token): return bytes.firstRange(of: token) != nil
    case .payload(let payload): return bytes.firstRange(of: payload) != nil
    case .sequence(let sequence):
      guard let first = bytes.first else { return false }
      let isOld = first >> 4 == 4
      let transport = bytes.dropFirst(isOld ? Int(first & 0xF) * 4 : 40)
      let proto = bytes.dropFirst(isOld ? 9 : 6).first
      guard proto == 6, transport.count >= 8 else { return false }
      return transport.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | UInt32($1) } == sequence
    }
  }

  private static func error(_ type: UInt8, _ code: UInt8) -> String? {
    switch (type, code) {
    case (3, 0): "destination unreachable: net"
    case (3, 1): "destination unreachable: host"
    case (3, 2): "destination unreachable: protocol"
    case (3, 3): "destination unreachable: port"
    case (3, 4): "fragmentation needed"
    case (3, 9), (3, 10), (3, 13): "destination unreachable: prohibited"
    case (3, _): "destination unreachable"
    case (5, _): "redirect"
    case (11, _): "time to live exceeded"
    case (12, _): "parameter problem"
    default: nil
    }
  }

  private static func newError(_ type: UInt8, _ code: UInt8) -> String? {
    switch (type, code) {
    case (1, 0): "destination unreachable: no route"
    case (1, 1): "destination unreachable: prohibited"
    case (1, 3): "destination unreachable: address"
    case (1, 4): "destination unreachable: port"
    case (1, _): "destination unreachable"
    case (2, _): "packet too big"
    case (3, _): "hop limit exceeded"
    case (4, _): "parameter problem"
    case (137, _): "redirect"
    default: nil
    }
  }
}
