import NetworkState

/// What connection tracking knows (nfnetlink_conntrack.h); to be asked of a socket to the packet filter.
extension Netlink {
  /// An entry of connection tracking.
  struct TrackedFlow: Sendable {
    /// The first packet as it came, and as the place expects its answer.
    var original: ProbeFlow
    var answered: ProbeFlow
    /// The attributes by which the kernel finds the entry again.
    fileprivate var family: UInt8
    fileprivate var key: [UInt8]
  }

  /// The entries of a place; none where nothing is tracked.
  func trackedFlows() throws(SystemProblem) -> [TrackedFlow] {
    // The table is one for all places of the machine, and long to read: how many are this one's?
    guard let count = try ask(type: Self.messages | 5, Self.header(0)),
      let entries = Self.attribute(1, in: count, from: 4), entries.contains(where: { $0 != 0 })
    else { return [] }
    return try dump(type: Self.messages | 1, Self.header(0)).compactMap(Self.flow)
  }

  /// Makes the kernel forget an entry; one that has gone by itself is no problem.
  func forget(_ flow: TrackedFlow) throws(SystemProblem) {
    // NLM_F_REQUEST | NLM_F_ACK
    _ = try ask(type: Self.messages | 2, Self.header(flow.family) + flow.key, flags: 5)
  }

  /// NFNL_SUBSYS_CTNETLINK, above the number of the message: 1 read, 2 delete, 5 statistics.
  private static let messages: UInt16 = 0x0100

  /// struct nfgenmsg: family, version, resource.
  private static func header(_ family: UInt8) -> [UInt8] { [family, 0, 0, 0] }

  private static func flow(_ message: [UInt8]) -> TrackedFlow? {
    // CTA_TUPLE_ORIG, CTA_TUPLE_REPLY
    guard message.count > 4, let original = attribute(1, in: message, from: 4),
      let reply = attribute(2, in: message, from: 4),
      let there = tuple(original), let back = tuple(reply)
    else { return nil }
    // CTA_ID is of this very entry; CTA_ZONE tells tables of one place apart.
    var key = nested(1, original)
    for type: UInt16 in [12, 18] {
      if let value = attribute(type, in: message, from: 4) { key += attribute(type, value) }
    }
    return TrackedFlow(
      original: ProbeFlow(
        proto: there.proto, destination: there.destination,
        destinationPort: there.destinationPort, source: there.sourcePort),
      // The answer comes from where the flow leads, to what its source became.
      answered: ProbeFlow(
        proto: there.proto, destination: back.source,
        destinationPort: there.isEcho ? 0 : back.sourcePort,
        source: there.isEcho ? back.sourcePort : back.destinationPort),
      family: message[0], key: key)
  }

  private struct Tuple {
    var proto: UInt8
    var source: IPAddress
    var destination: IPAddress
    /// The id of an echo.
    var sourcePort: UInt16
    var destinationPort: UInt16
    var isEcho: Bool { proto == 1 || proto == 58 }
  }

  private static func tuple(_ bytes: [UInt8]) -> Tuple? {
    // CTA_TUPLE_IP with CTA_IP_V4_SRC and its kin, CTA_TUPLE_PROTO with CTA_PROTO_NUM.
    guard let addresses = attribute(1, in: bytes, from: 0),
      let source = attribute(1, in: addresses, from: 0) ?? attribute(3, in: addresses, from: 0),
      let destination = attribute(2, in: addresses, from: 0)
        ?? attribute(4, in: addresses, from: 0),
      let parts = attribute(2, in: bytes, from: 0),
      let proto = attribute(1, in: parts, from: 0)?.first
    else { return nil }
    func number(_ types: UInt16...) -> UInt16 {
      for type in types {
        if let value = attribute(type, in: parts, from: 0), value.count == 2 {
          return UInt16(value[0]) << 8 | UInt16(value[1])
        }
      }
      return 0
    }
    // CTA_PROTO_SRC_PORT, CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID; CTA_PROTO_DST_PORT
    return Tuple(
      proto: proto, source: address(source), destination: address(destination),
      sourcePort: number(2, 4, 7), destinationPort: number(3))
  }

  private static func address(_ bytes: [UInt8]) -> IPAddress {
    IPAddress(
      family: bytes.count == 4 ? .inet : .inet6,
      value: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
  }

  /// An attribute that holds others; the kernel wants it marked so.
  private static func nested(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
    attribute(type | 0x8000, payload)
  }
}
