import LabResults
import NetworkState

/// Makes the path of a probe out of what captures saw; pure.
struct TracePath: Sendable {
  let origin: Place
  /// What the probe was sent to.
  let target: TraceEndpoint
  let topology: Topology
  private(set) var hops: [TraceHop] = []
  /// A message came back that says the probe did not get there.
  private(set) var hasError = false
  /// For each of the first hops whether it was on its way to another machine.
  private var isForOthers: [Bool] = []

  /// - Parameter sightings: Of each place in the order of its capture.
  init(
    _ sightings: [TraceSighting], _ mark: TraceMark, from origin: Place, to target: TraceEndpoint,
    topology: Topology
  ) {
    self.origin = origin
    self.target = target
    self.topology = topology
    // A bridge has its port's stamp; the order of the capture tells them apart.
    let ordered = sightings.enumerated().sorted {
      ($0.element.nanoseconds, $0.offset) < ($1.element.nanoseconds, $1.offset)
    }.map(\.element)
    follow(ordered, mark)
    markCopies(ordered)
    addQuestions(ordered)
    tellChanges()
    if let first = hops.first?.nanoseconds {
      for index in hops.indices { hops[index].nanoseconds -= first }
    }
  }

  static let notForIt = "for another MAC address"

  private mutating func follow(_ sightings: [TraceSighting], _ mark: TraceMark) {
    var known: Set<TraceHop> = []
    /// A datagram's answer has a payload of its own; it is known by the ports.
    var asked: Set<[TraceEndpoint]> = []
    for sighting in sightings {
      var found = TracedPacket(sighting.bytes[...], etherType: sighting.etherType, mark)
      if found == nil, case .payload = mark {
        found = TracedPacket(answer: sighting) { asked.contains([$0, $1]) }
      }
      guard let packet = found else { continue }
      if packet.leg == .there { asked.insert([packet.source, packet.destination]) }
      var hop = TraceHop(
        packet.leg, at: sighting.device, isOutgoing: sighting.isOutgoing, packet: packet.name,
        source: packet.source, destination: packet.destination, timeToLive: packet.timeToLive)
      hop.tunnel = packet.tunnel
      // What is sent again goes the same way.
      guard known.insert(hop).inserted else { continue }
      hop.nanoseconds = sighting.nanoseconds
      hops.append(hop)
      isForOthers.append(sighting.isForOthers)
      if packet.isError { hasError = true }
    }
  }

  /// Finds where a bridge sent a packet that it knew no way for, and nobody wanted it.
  private mutating func markCopies(_ sightings: [TraceSighting]) {
    for (index, hop) in hops.enumerated() where isForOthers[index] && !hop.isOutgoing {
      // The port of a bridge, and what other devices are stacked on, take in what is for these.
      guard let device = topology.device(hop.device), device.bridge == nil else { continue }
      let connections = topology.connections(of: hop.device)
      guard !connections.contains(where: { $0.kind == .stacked }) else { continue }
      let peers = connections.map { $0.from == hop.device ? $0.to : $0.from }
      guard let peer = peers.first(where: { topology.device($0)?.bridge != nil }) else {
        hops[index].changes = [Self.notForIt]
        continue
      }
      hops[index].isCopy = true
      for other in hops.indices
      where hops[other].device == peer && hops[other].isOutgoing && hops[other].leg == hop.leg {
        hops[other].isCopy = true
      }
    }
  }

  /// Puts in what places on the path asked for before they could send.
  private mutating func addQuestions(_ sightings: [TraceSighting]) {
    let places = Set(hops.filter { !$0.isCopy }.map(\.device.place)).union([origin])
    var known: Set<[IPAddress]> = []
    let questions = sightings.compactMap { sighting in
      TracedQuestion(sighting).map { (sighting, $0) }
    }
    for (sighting, question) in questions where sighting.isOutgoing && !question.isAnswer {
      // A bridge passes the question on; who asks is seen first.
      guard known.insert([question.sender, question.target]).inserted,
        places.contains(sighting.device.place)
      else { continue }
      let isAnswered = questions.contains { other, answer in
        answer.isAnswer && answer.sender == question.target && !other.isOutgoing
          && other.device.place == sighting.device.place
      }
      var hop = TraceHop(
        .asking, at: sighting.device, isOutgoing: true,
        packet: "who has \(question.target)? " + (isAnswered ? "answered" : "nobody answered"),
        source: TraceEndpoint(question.sender), destination: TraceEndpoint(question.target))
      hop.nanoseconds = sighting.nanoseconds
      let index = hops.firstIndex { $0.nanoseconds > hop.nanoseconds } ?? hops.count
      hops.insert(hop, at: index)
    }
  }

  /// Compares each hop with the one before on the same leg.
  private mutating func tellChanges() {
    for leg in [TraceHop.Leg.there, .back] {
      var last: TraceHop?
      for index in hops.indices where hops[index].leg == leg && !hops[index].isCopy {
        let hop = hops[index]
        var changes = hop.changes
        if let last, last.packet == hop.packet {
          if last.source != hop.source { changes.append("source rewritten (NAT)") }
          if last.destination != hop.destination { changes.append("destination rewritten (NAT)") }
          if last.timeToLive != hop.timeToLive, let ttl = hop.timeToLive {
            changes.append("ttl \(ttl)")
          }
          switch (last.tunnel, hop.tunnel) {
          case (let old, let new?) where old != new: changes.append("in a tunnel, \(new)")
          case (_?, nil): changes.append("out of the tunnel")
          default: break
          }
        } else {
          if last == nil, leg == .there,
            target.address != hop.destination.address
              || (target.port != nil && target.port != hop.destination.port)
          {
            changes.append("destination rewritten (NAT)")
          }
          if let ttl = hop.timeToLive { changes.append("ttl \(ttl)") }
        }
        hops[index].changes = changes
        last = hop
      }
    }
  }
}
