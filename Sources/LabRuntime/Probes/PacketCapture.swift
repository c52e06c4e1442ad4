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

  /// Starts to watch.
  ///
  /// - Throws: `ENODEV` if there is no such device.
  init(in namespaces: Namespaces, as identity: ChildIdentity, device: String? = nil)
    throws(SystemProblem)
  {
    // With a protocol, a socket receives from all devices at once; without one, from none.
    let proto = device == nil ? CInt(UInt16(3).bigEndian) : 0
    socket = try Netlink.openSocket(
      in: namespaces, as: identity, AF_PACKET, CInt(SOCK_DGRAM.rawValue), proto)
    socket.setNonBlocking()
    if let device {
      let result = clinux_capture_on(socket.number, device)
      guard result == 0 else { throw SystemProblem("capture on \(device)", code: -result) }
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
