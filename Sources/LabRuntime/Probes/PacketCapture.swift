import CLinux
import Glibc
import NetworkState
import Synchronization

/// Watches the packets of a place, on all of its devices or on one.
final class PacketCapture: Sendable {
  private let socket: CaptureSocket
  private let log = Mutex<[Sighting]>([])

  /// A packet and how it went by.
  struct Sighting: Sendable {
    var packet: Packet
    var isOutgoing = false
    /// On its way to another machine on the same wire.
    var isForOthers = false
    var isLoopback = false
  }

  /// More than that is not kept: the inside may flood its own network.
  private static let bound = 20_000

  init(_ socket: CaptureSocket) {
    self.socket = socket
  }

  /// Looks at all that comes until something is as wanted, or the waiting is cancelled.
  ///
  /// - Returns: Whether it came, and what was seen.
  func watch(for isWanted: @escaping @Sendable (Packet) -> Bool) async -> (Bool, [Packet]) {
    await blocking { [self] cancellation in
      var seen: [Packet] = []
      while true {
        let isOver = waitForInput([cancellation, socket.number], until: nil)[0]
        for sighting in takeNew() {
          if isWanted(sighting.packet) { return (true, seen) }
          // Enough to tell what was there instead.
          if seen.count < 1000 { seen.append(sighting.packet) }
        }
        if isOver { return (false, seen) }
      }
    }
  }

  /// How many packets were seen so far: where a probe's own can begin.
  var position: Int { kept(\.count) }

  /// The packets that were seen from a position on; of one capture several probes may ask.
  func sightings(from position: Int) -> [Sighting] { kept { Array($0.dropFirst(position)) } }

  private func kept<Value: Sendable>(_ body: ([Sighting]) -> Value) -> Value {
    log.withLock { log in
      log += takeNew().prefix(Self.bound - log.count)
      return body(log)
    }
  }

  private func takeNew() -> [Sighting] {
    var sightings: [Sighting] = []
    socket.receive { bytes, received in
      guard let packet = Packet(bytes, etherType: received.protocol) else { return }
      sightings.append(
        Sighting(
          packet: packet, isOutgoing: received.is_outgoing, isForOthers: received.is_for_others,
          isLoopback: received.is_loopback))
    }
    return sightings
  }
}
