import LabDocument
import NetworkState

extension ProbeSource {
  /// Pings, and looks who answered where the claim asks for that.
  func ping(_ probe: PingProbe, _ end: ProbeEnd) async -> ProbeAttempt {
    let pinger = Pinger(means: means, probe: probe, namespaces: namespaces)
    let ending = ProbeEnding(what: "a ping to \(probe.address)", from: place)
    if let answerer = probe.answeredBy, end == .succeeds {
      return await ping(pinger, answeredBy: answerer, ending)
    }
    // An answer's own time to live can only be seen on an answer; else it is the request's that is meant.
    let answer = await pinger.ping(
      patience(for: end), timeToLive: end == .succeeds ? nil : probe.ttl)
    let verdict = ending.verdict(answer, must: end)
    return ProbeAttempt(verdict: checkTimeToLive(answer, probe, verdict, end))
  }

  private func checkTimeToLive(
    _ answer: ProbeAnswer, _ probe: PingProbe, _ verdict: Verdict, _ end: ProbeEnd
  ) -> Verdict {
    guard verdict == .holds, end == .succeeds, let wanted = probe.ttl,
      case .answered(let words) = answer
    else { return verdict }
    let ttl = Pinger.timeToLive(in: words)
    return ttl == wanted
      ? .holds
      : .fails(
        "the answer from \(probe.address) has ttl \(ttl.map(String.init) ?? "unknown"), not \(wanted)"
      )
  }

  private func ping(_ pinger: Pinger, answeredBy answerer: Place, _ ending: ProbeEnding) async
    -> ProbeAttempt
  {
    let probe = pinger.probe
    if let size = probe.size, size < 32 {
      return ProbeAttempt(
        verdict: .undecided("`answered by` needs a payload of 32 bytes or more, not \(size)"))
    }
    switch places.openSole(answerer) {
    case .found: break
    case .refused(let reason): return ProbeAttempt(verdict: .undecided(reason))
    case .missing:
      return ProbeAttempt(
        verdict: .undecided("there is no place \(answerer)"), isPlaceMissing: true)
    }
    do {
      var (verdict, answerers) = try await answer(to: pinger, watching: [answerer], ending)
      if verdict == .holds, !answerers.contains(answerer) {
        // A false answer is asked for once more with all places watched, to be given its name.
        (verdict, answerers) = try await Slots.wideWatches.with {
          try await answer(to: pinger, watching: places.all, ending)
        }
      }
      guard verdict == .holds else { return ProbeAttempt(verdict: verdict) }
      if answerers.contains(answerer) { return ProbeAttempt(verdict: .holds) }
      let who = answerers.isEmpty ? "none of the lab's places" : "\(answerers[0])"
      return ProbeAttempt(
        verdict: .fails(
          "the ping to \(probe.address) from \(place) was answered by \(who), not by \(answerer)"))
    } catch {
      return ProbeAttempt(verdict: .undecided("the answer could not be watched for: \(error)"))
    }
  }

  /// Whether an answer comes, and which of some places gave it.
  private func answer(to pinger: Pinger, watching some: [Place], _ ending: ProbeEnding)
    async throws -> (Verdict, [Place])
  {
    let token = AnswerCapture.makeToken()
    let watched = try watch(token, in: some)
    let answer = await pinger.ping(.answer(deadline), token: token)
    let verdict = checkTimeToLive(
      answer, pinger.probe, ending.verdict(answer, must: .succeeds), .succeeds)
    return (verdict, try watched.filter { try $0.isAnswerer() }.map(\.place))
  }

  private func watch(_ token: [UInt8], in some: [Place]) throws -> [WatchedPlace] {
    try some.compactMap { place in
      guard case .found(let net) = places.open(place) else { return nil }
      let namespaces = places.namespaces(of: place, net: net)
      return WatchedPlace(
        place: place, namespaces: namespaces, identity: sandbox.identity,
        capture: try AnswerCapture(in: namespaces, means.captures, token: token))
    }
  }
}

/// A place in which a probe's packets are watched for.
private struct WatchedPlace {
  var place: Place
  var namespaces: Namespaces
  var identity: ChildIdentity
  var capture: AnswerCapture

  /// Whether the place has the address itself and answered there.
  func isAnswerer() throws -> Bool {
    let sight = capture.look()
    guard !sight.arrived.isEmpty, !sight.passedOn else { return false }
    let addresses = try Netlink(in: namespaces, as: identity).addresses()
    return sight.isAnswerer(addresses: addresses)
  }
}
