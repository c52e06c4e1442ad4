import CLinux
import Glibc
import NetworkState
import Synchronization

/// Captures what passes the devices of all places, with the kernel's own time.
final class TraceCapture: Sendable {
  private let sockets: [(place: Place, socket: CaptureSocket)]
  /// By the place's number.
  private let log: Mutex<[[Seen]]>

  private struct Seen {
    var index: Int
    var packet: clinux_packet
    var bytes: [UInt8]
  }

  /// More than that of a place is not kept: the inside may flood its own network.
  private static let bound = 5000

  /// Opens the captures.
  ///
  /// - Throws: `SystemProblem` where a place cannot be watched.
  init(_ means: ProbeMeans) throws(SystemProblem) {
    var sockets: [(Place, CaptureSocket)] = []
    for place in means.places.all {
      guard case .found(let net) = means.places.open(place) else { continue }
      let socket = try means.captures.open(
        .everything, in: means.places.namespaces(of: place, net: net))
      let result = clinux_stamp_packets(socket.number)
      guard result == 0 else { throw SystemProblem("time stamps", code: -result) }
      sockets.append((place, socket))
    }
    log = Mutex(Array(repeating: [], count: sockets.count))
    self.sockets = sockets
  }

  /// Returns when the kernel stamps packets, which it begins with a moment after it was asked.
  func waitForStamps(_ means: ProbeMeans) async {
    // The internet's loopback is up from the beginning, and nobody looks at it.
    guard case .found(let net) = means.places.open(.internet),
      let socket = try? Netlink.openSocket(
        in: means.places.namespaces(of: .internet, net: net), as: means.sandbox.identity, AF_INET,
        CInt(SOCK_DGRAM.rawValue), 0)
    else { return }
    await blocking { _ in
      for _ in 0..<100 {
        guard clinux_stamps_packets(socket.number) == 0 else { break }
      }
    }
  }

  /// Takes what comes until the task is cancelled.
  func run() async {
    await blocking { [self] cancellation in
      let numbers = sockets.map(\.socket.number)
      while !waitForInput([cancellation] + numbers, until: nil)[0] { take() }
    }
  }

  /// All that was seen, each place in its own order.
  ///
  /// - Parameter names: The devices' names by their indexes.
  func sightings(_ names: [Place: [Int: String]]) -> [TraceSighting] {
    take()
    return log.withLock { log in
      zip(sockets, log).flatMap { entry, seen in
        seen.map { seen in
          let name = names[entry.place]?[seen.index] ?? "device \(seen.index)"
          return TraceSighting(
            device: DeviceID(entry.place, name), isOutgoing: seen.packet.is_outgoing,
            isForOthers: seen.packet.is_for_others, nanoseconds: seen.packet.nanoseconds,
            etherType: seen.packet.protocol, bytes: seen.bytes)
        }
      }
    }
  }

  private func take() {
    log.withLock { log in
      for (number, entry) in sockets.enumerated() {
        entry.socket.receive { bytes, packet in
          guard log[number].count < Self.bound else { return }
          // What tells a packet of the probe stands in its first bytes.
          log[number].append(
            Seen(index: Int(packet.device), packet: packet, bytes: Array(bytes.prefix(512))))
        }
      }
    }
  }
}
