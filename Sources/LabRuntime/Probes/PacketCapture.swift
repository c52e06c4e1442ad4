import CLinux
import Glibc
import NetworkState

/// Watches the packets of a place, on all of its devices or on one (packet(7)).
///
/// Needs no privilege but those of the place's user namespace, and no tool inside.
struct PacketCapture: Sendable {
  private let socket: Descriptor

  /// A packet and how it went by.
  struct Sighting: Sendable {
    var packet: Packet
    var isOutgoing = false
    /// On its way to another machine on the same wire.
    var isForOthers = false
    var isLoopback = false
  }

  /// The packets by which a probe is followed; all others would only fill the queue.
  enum Kind: Sendable {
    case connections
    case probeDatagrams
  }

  /// Starts to watch.
  ///
  /// - Throws: `ENODEV` if there is no such device.
  init(
    in namespaces: Namespaces, as identity: ChildIdentity, device: String? = nil,
    only kind: Kind? = nil
  ) throws(SystemProblem) {
    // Without a protocol, the socket receives nothing until it knows what it is to receive.
    socket = try Netlink.openSocket(
      in: namespaces, as: identity, AF_PACKET, CInt(SOCK_DGRAM.rawValue), 0)
    socket.setNonBlocking()
    if let kind {
      let begin = ProbeDatagram.prefix.utf8.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let result = clinux_capture_only(socket.number, kind == .connections ? 6 : 17, begin)
      guard result == 0 else { throw SystemProblem("capture", code: -result) }
    }
    let result = clinux_capture_on(socket.number, device)
    guard result == 0 else { throw SystemProblem("capture on \(device ?? "all")", code: -result) }
  }

  /// Looks at all that comes until something is as wanted, or the waiting is cancelled.
  ///
  /// - Returns: Whether it came, and what was seen.
  func watch(for isWanted: @escaping @Sendable (Packet) -> Bool) async -> (Bool, [Packet]) {
    await blocking { [self] cancellation in
      var seen: [Packet] = []
      while true {
        let isOver = waitForInput([cancellation, socket.number], until: nil)[0]
        for sighting in look() {
          if isWanted(sighting.packet) { return (true, seen) }
          // Enough to tell what was there instead.
          if seen.count < 1000 { seen.append(sighting.packet) }
        }
        if isOver { return (false, seen) }
      }
    }
  }

  /// The packets that have come since the last look.
  func look() -> [Sighting] {
    var sightings: [Sighting] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    // Bounded: the inside may flood its own network.
    for _ in 0..<20_000 {
      let received = clinux_receive(socket.number, &buffer, buffer.count)
      guard received.length > 0 else { break }
      let bytes = buffer[..<min(received.length, buffer.count)]
      guard let packet = Packet(bytes, etherType: received.protocol) else { continue }
      sightings.append(
        Sighting(
          packet: packet, isOutgoing: received.is_outgoing, isForOthers: received.is_for_others,
          isLoopback: received.is_loopback))
    }
    return sightings
  }
}
