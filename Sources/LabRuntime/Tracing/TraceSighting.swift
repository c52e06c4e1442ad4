import NetworkState

/// A packet as a capture at some device saw it.
struct TraceSighting: Equatable, Sendable {
  var device: DeviceID
  var isOutgoing = false
  /// On its way to another machine on the same wire.
  var isForOthers = false
  /// When the kernel saw it; all namespaces have the same clock.
  var nanoseconds: Int64 = 0
  var etherType: UInt16
  /// From the network layer up.
  var bytes: [UInt8]
}

/// What a probe's packets are known by, whatever NAT makes of their addresses and ports.
enum TraceMark: Equatable, Sendable {
  /// Bytes that the payload of an echo repeats.
  case token([UInt8])
  /// The sequence number of a connection's first segment.
  case sequence(UInt32)
  /// The payload of a datagram.
  case payload([UInt8])
}
