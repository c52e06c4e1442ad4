import CLinux
import Diagnosis
import Glibc
import NetworkState

/// Watches all devices of all places while a probe is sent, to see how far its packets come.
struct PathCapture {
  private var sockets: [(place: Place, socket: CaptureSocket)] = []

  /// Starts to watch; a place that cannot be watched makes the whole view worthless.
  init(_ places: some Sequence<Place>, _ means: ProbeMeans) throws(SystemProblem) {
    for place in places {
      guard case .found(let net) = means.places.open(place) else { continue }
      let namespaces = means.places.namespaces(of: place, net: net)
      sockets.append((place, try means.captures.open(.everything, in: namespaces)))
    }
  }

  /// How a probe's packets are known.
  enum Mark: Sendable {
    case echo(id: UInt16)
    /// The port that a connection was opened from.
    case connection(port: UInt16?)
    case datagram(payload: [UInt8])
  }

  private struct Seen {
    var packet: SeenPacket
    var device: String
    var isOutgoing: Bool
    var isForOthers: Bool
  }

  /// The probe's packets, in each place in their order.
  ///
  /// - Parameter names: The devices of a place by their indexes.
  func sightings(_ mark: Mark, from source: Place, names: (Place, Int) -> String?)
    -> [Place: [Sighting]]
  {
    var all: [Place: [Seen]] = [:]
    for (place, socket) in sockets {
      var seen: [Seen] = []
      socket.receive { bytes, info in
        guard info.protocol == 0x0800 || info.protocol == 0x86DD,
          let packet = SeenPacket(bytes), let name = names(place, Int(info.device))
        else { return }
        seen.append(
          Seen(
            packet: packet, device: name, isOutgoing: info.is_outgoing,
            isForOthers: info.is_for_others))
      }
      all[place] = seen
    }
    let kind = Self.kind(mark, own: all[source] ?? [], all: all.values.flatMap { $0 })
    return all.mapValues { seen in
      seen.compactMap { one in
        kind(one.packet).map { kind in
          Sighting(
            kind, on: one.device, isOutgoing: one.isOutgoing, from: one.packet.source,
            to: one.packet.destination, port: one.packet.destinationPort,
            isForOthers: one.isForOthers)
        }
      }
    }
  }

  /// What a packet is to the probe; `nil` for one that is not its own.
  private static func kind(_ mark: Mark, own: [Seen], all: [Seen])
    -> (SeenPacket) -> Sighting.Kind?
  {
    switch mark {
    case .echo(let id):
      return { packet in
        if packet.isError { return .error }
        return packet.echo(id: id).map { $0 ? .request : .reply }
      }
    case .connection(let port):
      // NAT changes addresses and ports; the number of a connection's first segment stays.
      let openings = own.filter { seen in
        seen.isOutgoing && seen.packet.segment.map { $0.flags & 0x12 == 0x02 } == true
      }
      let opening = openings.first { $0.packet.sourcePort == port } ?? openings.first
      guard let sequence = opening?.packet.segment?.sequence else {
        return { $0.isError ? .error : nil }
      }
      return { packet in
        if packet.isError { return .error }
        guard let segment = packet.segment else { return nil }
        if segment.flags & 0x12 == 0x02 { return segment.sequence == sequence ? .request : nil }
        guard segment.acknowledgement == sequence &+ 1, segment.flags & 0x06 != 0 else {
          return nil
        }
        return segment.flags & 0x04 != 0 ? .reset : .reply
      }
    case .datagram(let payload):
      let mine = all.filter {
        $0.packet.carries == 17 && Array($0.packet.load.dropFirst(8)) == payload
      }
      let targets = Set(mine.compactMap(\.packet.destinationPort))
      let origins = Set(mine.compactMap(\.packet.sourcePort))
      return { packet in
        if packet.isError { return .error }
        guard packet.carries == 17 else { return nil }
        if Array(packet.load.dropFirst(8)) == payload { return .request }
        guard let from = packet.sourcePort, let to = packet.destinationPort,
          targets.contains(from), origins.contains(to)
        else { return nil }
        return .reply
      }
    }
  }
}
