import NetworkState

/// Finds the first thing on a probe's path that is broken.
public enum Diagnostician {
  /// The first cause on the path, or what was ruled out.
  public static func diagnose(_ evidence: Evidence) -> Diagnosis {
    var walk = PathWalk(evidence)
    let flow = evidence.flow
    if case .missing? = evidence.snapshot.places[flow.place] {
      return diagnosis(missing(flow.place), walk)
    }
    guard evidence.snapshot.places[flow.place] != nil else {
      return diagnosis(missing(flow.place), walk)
    }
    let request = Header(
      source: flow.source, destination: flow.destination, port: flow.port, length: flow.length,
      dontFragment: flow.dontFragment)
    let (obstacle, last) = walk.search(request)
    if let obstacle { return diagnosis(obstacle, walk) }
    let said = evidence.words.isEmpty ? "silence" : evidence.words
    let observed =
      evidence.isAnswered
      ? "\(flow.destination) answered when it was asked again"
      : "nothing on the way that is known to stop it; what came back: \(said)"
    return Diagnosis(
      cause: nil, hop: last.place, device: last.device, observed: observed + untraced(evidence),
      expected: "an answer from \(flow.destination)", ruledOut: ruledOut(walk))
  }

  private static func diagnosis(_ obstacle: Obstacle, _ walk: PathWalk) -> Diagnosis {
    Diagnosis(
      cause: obstacle.cause, hop: obstacle.place, device: obstacle.device,
      observed: obstacle.observed, expected: obstacle.expected,
      ruledOut: ruledOut(walk).filter { $0 != obstacle.cause }, command: obstacle.command)
  }

  /// Where nobody could look, nothing is ruled out.
  private static func ruledOut(_ walk: PathWalk) -> [Cause] {
    guard !walk.evidence.untraced.isEmpty else { return walk.ruledOut }
    let filters: Set<Cause> = [
      .filteredHere, .forwardDrop, .rejected, .replyFiltered, .bridgeNetfilterDrop,
    ]
    return walk.ruledOut.filter { !filters.contains($0) }
  }

  private static func untraced(_ evidence: Evidence) -> String {
    guard let place = evidence.untraced.min(by: { $0.description < $1.description }) else {
      return ""
    }
    return "; what the packet filter of \(place) does could not be traced, which needs `nft`"
      + " (package nftables) and rules that it can list"
  }

  private static func missing(_ place: Place) -> Obstacle {
    Obstacle(
      .namespaceMissing, at: place, observed: "there is no namespace \(place)",
      expected: "\(place) in `ip netns`", command: "ip netns")
  }
}

extension PathWalk {
  /// There, what becomes of it, and back.
  mutating func search(_ request: Header) -> (Obstacle?, (place: Place, device: String?)) {
    let flow = evidence.flow
    if let found = passing(flow) { return (found, (found.place, found.device)) }
    if evidence.isAnswered { return (nil, (flow.place, nil)) }
    switch go(request, from: flow.place) {
    case .stopped(let found): return (byRules(found, request), (found.place, found.device))
    case .lost(let place, let device):
      return (knownTooLarge(request), (place, device))
    case .arrived(let place, let device, let header):
      if trail.answered(place) != true || trail.refused(place) == true || place == flow.place {
        if let found = delivery(place, device, header) { return (found, (place, device)) }
      }
      // Without having seen the packet arrive, nothing is known of what it looked like.
      guard device != nil, trail.sightings != nil, let source = header.source else {
        return (nil, (place, device))
      }
      return back(header, to: source, from: place)
    }
  }

  /// The sender has learned how much fits, and does not send more: where does it not fit?
  private func knownTooLarge(_ request: Header) -> Obstacle? {
    guard evidence.words.contains("too long") || evidence.words.contains("too big") else {
      return nil
    }
    var paper = evidence
    paper.sightings = nil
    var walk = PathWalk(paper)
    guard case .stopped(let found) = walk.go(request, from: evidence.flow.place),
      found.cause == .mtu
    else { return nil }
    return found
  }

  private mutating func back(_ header: Header, to source: IPAddress, from place: Place)
    -> (Obstacle?, (place: Place, device: String?))
  {
    let answer = Header(
      source: header.destination, destination: source, isReply: true,
      length: evidence.flow.kind == .ping ? evidence.flow.length : 60)
    switch go(answer, from: place) {
    case .stopped(let found):
      return (byRules(found, answer, from: place), (found.place, found.device))
    case .lost(let place, let device): return (nil, (place, device))
    case .arrived(let place, let device, let header):
      if let found = filtered(at: place, header, hooks: ["input"]) {
        return (found, (place, device))
      }
      if let length = evidence.flow.answerLength, let found = narrowAnswer(length) {
        return (found, (found.place, found.device))
      }
      return (nil, (place, device))
    }
  }

  /// A connection that opened and then stood still: its full packets do not fit.
  private mutating func narrowAnswer(_ length: Int) -> Obstacle? {
    let ends = crossings.compactMap { $0.path.last.flatMap { map.link($0.device)?.mtu } }
    // Both ends tell each other how much they take in one packet.
    let agreed = min(length, crossings.first?.mtu ?? length, ends.last ?? length)
    for crossing in crossings where crossing.isReply {
      if let found = look(.mtu, for: { narrow(crossing.path, agreed) }) { return found }
    }
    return nil
  }

  /// What may be wrong although an answer comes, or comes soon.
  private mutating func passing(_ flow: ProbedFlow) -> Obstacle? {
    guard evidence.isAnswered, flow.answerer != nil else { return nil }
    var silent = evidence
    silent.sightings = nil
    silent.isAnswered = false
    var walk = PathWalk(silent)
    let request = Header(
      source: flow.source, destination: flow.destination, port: flow.port, length: flow.length)
    switch walk.go(request, from: flow.place) {
    case .stopped(let found) where found.cause == .duplicateAddress: return found
    case .arrived(let place, _, let header) where place != flow.answerer:
      if let found = taken(header.destination, by: place, not: flow.answerer) { return found }
    default: break
    }
    _ = look(.duplicateAddress) { nil }
    return nil
  }

  /// An address that a place on the way has as well as who should answer.
  private func taken(_ address: IPAddress, by place: Place, not answerer: Place?) -> Obstacle? {
    let owners = map.owners(of: address)
    guard let wrong = owners.first(where: { $0.place == place }),
      let right = owners.first(where: { $0.place == answerer })
    else { return nil }
    return Obstacle(
      .duplicateAddress, at: place, device: wrong.name,
      observed: "\(address) is on \(wrong), which is on the way to \(right)",
      expected: "one place with \(address)", command: place.ip("addr show \(wrong.name)"))
  }

  /// Blames a rule of a person's own that sent the packet where it died, if it would not have died
  /// without it.
  private func byRules(_ found: Obstacle, _ header: Header, from start: Place? = nil) -> Obstacle {
    let ruled = routers.first { $0.isReply == header.isReply && $0.rule != nil }
    guard let ruled, let rule = ruled.rule else { return found }
    var paper = evidence
    paper.sightings = nil
    var walk = PathWalk(paper)
    walk.routing.ignoresOwnRules = true
    guard case .arrived = walk.go(header, from: start ?? evidence.flow.place) else { return found }
    return byRule(rule, ruled.device.place, header, "and sends them by \(ruled.device.name)")
  }
}
