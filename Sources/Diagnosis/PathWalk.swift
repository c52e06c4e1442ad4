import NetworkState

/// The probe's packet as it is at some point of its way.
struct Header: Hashable, Sendable {
  var source: IPAddress?
  var destination: IPAddress
  var port: UInt16?
  var isReply = false
  var length: Int
  var dontFragment = false
}

/// Follows a packet hop by hop: on paper, checked against where it was really seen.
///
/// What a packet was seen to have passed is not looked at any more; so the first thing that is
/// found to be broken is where it died.
struct PathWalk {
  let evidence: Evidence
  let map: NetworkMap
  let trail: Trail
  var routing: Routing
  private let looks = Looks()
  /// Places that passed the packet on, with the device by which it left, there and back.
  var routers: [Router] = []
  /// How each place rewrote the request: as it came, and as it left.
  var rewrites: [Place: (before: Header, after: Header)] = [:]
  /// The wires that were crossed, with the largest packet that the sender makes.
  var crossings: [Crossing] = []

  struct Router: Sendable {
    var device: DeviceID
    var isReply: Bool
    /// A rule of a person's own that sent the packet this way.
    var rule: PolicyRule?
  }

  struct Crossing: Sendable {
    var path: [Segment.Stop]
    var isReply: Bool
    var mtu: Int
  }

  /// How a walk ended.
  enum End: Sendable {
    case stopped(Obstacle)
    /// Where the packet is taken, and the device by which it came; `nil` if it never left.
    case arrived(Place, device: String?, Header)
    /// It was seen up to here, and not beyond; why is not known.
    case lost(Place, device: String?)
  }

  init(_ evidence: Evidence) {
    self.evidence = evidence
    map = NetworkMap(evidence.snapshot)
    trail = Trail(sightings: evidence.sightings)
    routing = Routing(map: map)
  }

  /// Looks for a cause; what does not stand is remembered as ruled out.
  func look(_ causes: Cause..., for obstacle: () -> Obstacle?) -> Obstacle? {
    if let found = obstacle() { return found }
    for cause in causes where !looks.ruledOut.contains(cause) { looks.ruledOut.append(cause) }
    return nil
  }

  /// What was looked for and did not stand, in the order of the looks.
  var ruledOut: [Cause] { looks.ruledOut }

  private final class Looks {
    var ruledOut: [Cause] = []
  }

  /// Walks until the packet is taken by a place, or stopped.
  mutating func go(_ first: Header, from start: Place) -> End {
    var header = first
    var place = start
    var incoming: String?
    var visited: Set<[String]> = []
    var sender: DeviceID?
    while true {
      guard map.places[place] != nil else { return .lost(place, device: incoming) }
      let visit = [place.description, header.destination.description]
      if !visited.insert(visit).inserted, let sender {
        return .stopped(loop(header, sender, back: place))
      }
      let arrived = header
      header = translated(header, at: place, isFirst: incoming == nil)
      let decision = routing.decide(
        in: place, to: header.destination, from: header.source, incoming: incoming)
      if header.source == nil {
        header.source = routing.source(in: place, for: decision, header.destination.family)
      }
      let egress: DeviceID? =
        if case .forward(let device, _, _, _) = decision { DeviceID(place, device) } else { nil }
      let hasLeft = egress.flatMap { trail.left($0, isReply: header.isReply) }
      if hasLeft != true {
        if let incoming,
          let obstacle = entering(DeviceID(place, incoming), arrived)
        {
          return .stopped(obstacle)
        }
        if decision == .local { return .arrived(place, device: incoming, header) }
        if incoming == nil, let egress {
          let late = look(.addressTentative) { tentativeSource(place, [egress.name], header) }
          if let late { return .stopped(late) }
        }
        let isTranslated = arrived.destination != header.destination
        if let obstacle = passing(place, incoming, header, decision, isTranslated) {
          return .stopped(obstacle)
        }
      }
      guard case .forward(let device, let gateway, let route, let rule) = decision else {
        return .lost(place, device: incoming)
      }
      let egressID = DeviceID(place, device)
      if hasLeft == true, let seen = trail.departure(egressID, isReply: header.isReply) {
        header.source = seen.source
        header.destination = seen.destination
      }
      if !header.isReply { rewrites[place] = (arrived, header) }
      routers.append(Router(device: egressID, isReply: header.isReply, rule: rule))
      switch cross(egressID, to: gateway ?? header.destination, gateway, route, header, hasLeft) {
      case .stopped(let obstacle): return .stopped(obstacle)
      case .lost: return .lost(place, device: device)
      case .to(let next):
        sender = egressID
        place = next.place
        incoming = next.name
      }
    }
  }

  /// What DNAT, or the way back through it, makes of a packet before it is routed.
  private func translated(_ header: Header, at place: Place, isFirst: Bool) -> Header {
    var header = header
    if header.isReply {
      if let (before, after) = rewrites[place], header.destination == after.source,
        before.source != after.source || before.destination != after.destination
      {
        header.destination = before.source ?? header.destination
        header.source = before.destination
      }
      return header
    }
    if let target = destinationNAT(at: place, of: header) {
      header.destination = target.address
      header.port = target.port ?? header.port
    }
    return header
  }

  private func loop(_ header: Header, _ sender: DeviceID, back place: Place) -> Obstacle {
    Obstacle(
      .routingLoop, at: sender.place, device: sender.name,
      observed: "\(sender.place) sends packets for \(header.destination) back to \(place), which"
        + " sends them to \(sender.place)",
      expected: "each hop nearer to \(header.destination)",
      command: sender.place.ip("route get \(header.destination)"))
  }
}
