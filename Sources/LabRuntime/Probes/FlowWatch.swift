import NetworkState

/// Watches all places while a probe runs, to tell where its connection or datagram went.
///
/// NAT changes addresses and ports on the way; the sequence number of a connection's first segment
/// and the payload of a datagram stay.
struct FlowWatch: Sendable {
  private let captures: [(place: Place, capture: PacketCapture, begin: Int)]

  /// Starts to watch some places, or all that there are now.
  init(
    _ filter: CaptureSocket.Filter, _ means: ProbeMeans, only some: Set<Place>? = nil
  ) throws(SystemProblem) {
    var captures: [(Place, PacketCapture, Int)] = []
    for place in some.map(Array.init) ?? means.places.all {
      guard case .found(let net) = means.places.open(place) else { continue }
      let namespaces = means.places.namespaces(of: place, net: net)
      let capture = try means.captures.shared(filter, in: namespaces)
      captures.append((place, capture, capture.position))
    }
    self.captures = captures
  }

  private var seen: [(Place, [PacketCapture.Sighting])] {
    captures.map { ($0.place, $0.capture.sightings(from: $0.begin)) }
  }

  /// Where a TCP connection went that was opened in `place` from a port.
  func connection(from place: Place, port: UInt16?) -> Flow {
    let seen = seen
    let own = seen.first { $0.0 == place }?.1 ?? []
    guard let sequence = Flow.openingSequence(in: own, port: port) else { return Flow(ends: []) }
    return Flow(seen) { sighting in
      guard let segment = sighting.packet.segment, segment.isOpening else { return false }
      return segment.sequence == sequence
    }
  }

  /// Where a UDP datagram with a payload went.
  func datagram(_ payload: [UInt8]) -> Flow {
    Flow(seen) { sighting in
      sighting.packet.kind.isDatagram && sighting.packet.payload == payload
    }
  }
}

/// Where a probe's first packet went.
struct Flow: Equatable, Sendable {
  /// A place at which it arrived and which did not pass it on.
  struct End: Equatable, Sendable {
    var place: Place
    /// As the packet arrived there, after the NAT of all places before.
    var source: IPAddress
    var destination: IPAddress
    var port: UInt16?
  }

  var ends: [End]

  func end(at place: Place) -> End? { ends.first { $0.place == place } }
}

extension Flow {
  /// Follows the packets that are the probe's.
  init(
    _ seen: [(Place, [PacketCapture.Sighting])], where isOurs: (PacketCapture.Sighting) -> Bool
  ) {
    ends = seen.compactMap { place, sightings in
      let ours = sightings.filter(isOurs)
      // What passes a packet on sees it leave last; who sends to itself by way of another place
      // sees it leave first.
      let last = ours.last { !$0.isForOthers && !($0.isOutgoing && $0.isLoopback) }
      guard let arrival = last, !arrival.isOutgoing else { return nil }
      return End(
        place: place, source: arrival.packet.source, destination: arrival.packet.destination,
        port: arrival.packet.destinationPort)
    }
  }

  /// The sequence number of the connection that left from a port; the place's own NAT may change
  /// the port, and then the only connection that was opened is meant.
  static func openingSequence(in sightings: [PacketCapture.Sighting], port: UInt16?) -> UInt32? {
    let opening = sightings.filter { $0.isOutgoing && $0.packet.segment?.isOpening == true }
    if let exact = opening.first(where: { $0.packet.sourcePort == port }) {
      return exact.packet.segment?.sequence
    }
    let sequences = Set(opening.compactMap(\.packet.segment?.sequence))
    return sequences.count == 1 ? sequences.first : nil
  }
}

extension Packet.Kind {
  fileprivate var isDatagram: Bool {
    if case .ip(_, carries: 17) = self { true } else { false }
  }
}
