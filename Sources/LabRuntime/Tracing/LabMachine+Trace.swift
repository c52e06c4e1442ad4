import LabDocument
import LabResults
import NetworkState

extension LabMachine {
  /// Sends a probe once and tells which way it and its answer took.
  ///
  /// Watches all devices of all places meanwhile; needs no rights but the sandbox's.
  public func trace(_ line: ProbeLine) async -> TraceResult {
    let means = ProbeMeans(sandbox: sandbox, places: verifier.observer.places)
    let result = await Tracer(line: line, means: means, observer: verifier.observer).trace()
    await means.captures.finish()
    return result
  }
}

/// One probe that is watched on its way.
struct Tracer: Sendable {
  let line: ProbeLine
  let means: ProbeMeans
  let observer: Observer

  func trace() async -> TraceResult {
    let source: ProbeSource
    switch ProbeSource.make(line.place, means, .now) {
    case .success(let found): source = found
    case .failure(let missing):
      if case .undecided(let reason) = missing.attempt.verdict {
        return TraceResult(.impossible(reason))
      }
      return TraceResult(.impossible("there is no place \(line.place)"))
    }
    let snapshot = await observer.snapshot(
      Dictionary(uniqueKeysWithValues: means.places.all.map { ($0, [.links, .peers]) }))
    let topology = Topology(snapshot)
    let capture: TraceCapture
    do {
      capture = try TraceCapture(means)
    } catch {
      return TraceResult(.impossible("the devices could not be watched: \(error)"))
    }
    await capture.waitForStamps(means)
    let sent = await withTaskGroup(of: Sent?.self) { group in
      group.addTask {
        await capture.run()
        return nil
      }
      group.addTask { await send(from: source) }
      var sent: Sent?
      while sent == nil, let next = await group.next() { sent = next }
      group.cancelAll()
      return sent
    }
    guard let sent else { return TraceResult(.impossible("interrupted")) }
    return result(of: sent, capture.sightings(names(snapshot)), topology)
  }

  private func names(_ snapshot: NetworkSnapshot) -> [Place: [Int: String]] {
    snapshot.places.compactMapValues { reading in
      guard case .state(let state) = reading else { return nil }
      return Dictionary((state.links ?? []).map { ($0.index, $0.name) }) { first, _ in first }
    }
  }

  private func result(of sent: Sent, _ sightings: [TraceSighting], _ topology: Topology)
    -> TraceResult
  {
    let ending: TraceResult.Ending =
      switch sent.answer {
      case .answered(let words): .answered(words)
      case .noAnswer(let words): .unanswered(words)
      case .impossible(let reason): .impossible(reason)
      }
    var result = TraceResult(ending, topology: topology)
    guard let mark = sent.mark ?? openingMark(sightings, sent.localPort) else {
      if case .unanswered = ending { result.lastSeen = "no packet of the probe left \(line.place)" }
      return result
    }
    let path = TracePath(
      sightings, mark, from: line.place, to: line.probe.target, topology: topology)
    result.hops = path.hops
    if case .unanswered = ending, let last = path.lastSeen {
      result.lastSeen = last.sentence
      result.lastDevice = last.device
    }
    return result
  }

  /// What came of sending the probe.
  private struct Sent: Sendable {
    var answer: ProbeAnswer
    /// `nil` for a connection, whose first segment tells it.
    var mark: TraceMark?
    var localPort: UInt16?
  }

  private func send(from source: ProbeSource) async -> Sent {
    let namespaces = source.namespaces
    switch line.probe {
    case .ping(let probe):
      if let size = probe.size, size < 32 {
        return Sent(
          answer: .impossible(
            "a trace knows a ping by its payload, which must have 32 bytes or more, not \(size)"))
      }
      let token = AnswerCapture.makeToken()
      let pinger = Pinger(means: means, probe: probe, namespaces: namespaces)
      let answer = await pinger.ping(.words, timeToLive: probe.ttl, token: token)
      return Sent(answer: answer, mark: .token(token))
    case .connect(.udp, let address, let port, servedBy: _):
      let datagram = ProbeDatagram(
        means: means, namespaces: namespaces, address: address, port: port)
      return Sent(answer: await datagram.send(.silence), mark: .payload(datagram.payload))
    case .connect(.tcp, let address, let port, servedBy: _):
      let (answer, localPort) = await Connector(
        means: means, namespaces: namespaces, address: address, port: port
      ).connect(.words)
      return Sent(answer: answer, localPort: localPort)
    case .http(let probe):
      let connector = Connector(
        means: means, namespaces: namespaces, address: probe.address, port: probe.port)
      let answer = await HTTPClient(connector: connector, url: probe.url).get(.words)
      return Sent(answer: answer.answer, localPort: answer.localPort)
    case .dns:
      return Sent(answer: .impossible("a trace follows ping, tcp, udp and http"))
    }
  }

  /// The first segment of the connection that left the place from a port.
  private func openingMark(_ sightings: [TraceSighting], _ port: UInt16?) -> TraceMark? {
    let own = sightings.filter { $0.device.place == line.place }.compactMap { sighting in
      Packet(sighting.bytes[...], etherType: sighting.etherType).map {
        PacketCapture.Sighting(packet: $0, isOutgoing: sighting.isOutgoing)
      }
    }
    return Flow.openingSequence(in: own, port: port).map { .sequence($0) }
  }
}

extension Probe {
  /// What it is sent to.
  fileprivate var target: TraceEndpoint {
    switch self {
    case .ping(let probe): TraceEndpoint(probe.address)
    case .connect(_, let address, let port, servedBy: _): TraceEndpoint(address, port: port)
    case .http(let probe): TraceEndpoint(probe.address, port: probe.port)
    case .dns(_, let address): TraceEndpoint(address, port: 53)
    }
  }
}
