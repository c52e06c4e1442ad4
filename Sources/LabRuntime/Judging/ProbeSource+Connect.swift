import LabDocument
import NetworkState

/// What a `tcp` or `udp` claim tries.
struct ConnectionProbe: Sendable {
  var proto: TransportProtocol
  var address: IPAddress
  var port: UInt16

  var what: String {
    let target = endpointText(address, port)
    return proto == .tcp ? "a connection to \(target)" : "a datagram to \(target)"
  }
}

extension ProbeSource {
  /// Opens a connection, or sends a datagram, to whoever answers.
  func connect(_ probe: ConnectionProbe, _ end: ProbeEnd) async -> ProbeAttempt {
    let answer =
      switch probe.proto {
      case .tcp: await connector(probe).connect(patience(for: end)).answer
      case .udp: await datagram(probe).send(patience(for: end))
      }
    return ProbeAttempt(
      verdict: ProbeEnding(what: probe.what, from: place).verdict(answer, must: end))
  }

  /// Likewise with netlab as the server in a place, so that no server of the lab is needed.
  ///
  /// NAT may lead to another port there: it is seen where the first packet arrived, and then netlab
  /// listens there as well.
  func connect(_ probe: ConnectionProbe, servedBy server: Place, _ end: ProbeEnd) async
    -> ProbeAttempt
  {
    let net: Descriptor
    switch places.openSole(server) {
    case .missing:
      return ProbeAttempt(
        verdict: .undecided("there is no place \(server)"), isPlaceMissing: true)
    case .refused(let reason): return ProbeAttempt(verdict: .undecided(reason))
    case .found(let found): net = found
    }
    let serving = places.namespaces(of: server, net: net)
    var held: [ProbeListener] = []
    var tried: Set<UInt16> = []
    var next = probe.port
    do {
      while true {
        tried.insert(next)
        let listener = try means.listeners.listen(
          probe.proto, probe.address, next, in: serving, as: sandbox.identity)
        if let listener { held.append(listener) }
        var (answer, flow) = try await watched(probe, end, only: [place, server])
        let arrival = flow.end(at: server)
        let isAnswered = if case .answered = answer { true } else { false }
        if !isAnswered, let port = arrival?.port, !tried.contains(port), tried.count < 3 {
          next = port
          continue
        }
        if isAnswered, end == .succeeds, arrival == nil {
          // Somebody else answered: who?
          (answer, flow) = try await watched(probe, end)
        }
        let verdict = withExtendedLifetime(held) {
          judge(answer, flow, probe, server, end, isListening: listener != nil)
        }
        return ProbeAttempt(verdict: verdict)
      }
    } catch {
      return ProbeAttempt(
        verdict: .undecided("\(probe.what) served by \(server) could not be tried: \(error)"))
    }
  }

  private func judge(
    _ answer: ProbeAnswer, _ flow: Flow, _ probe: ConnectionProbe, _ server: Place,
    _ end: ProbeEnd, isListening: Bool
  ) -> Verdict {
    let arrival = flow.end(at: server)
    let verdict = ProbeEnding(what: probe.what, from: place).verdict(answer, must: end)
    guard case .answered = answer, end == .succeeds else {
      // A refusal of a port where nobody listens says nothing about a firewall.
      if !isListening, arrival != nil, case .noAnswer(let words) = answer, !words.isEmpty {
        let port = arrival?.port ?? probe.port
        return .undecided(
          "\(probe.what) from \(place) was refused in \(server), where port \(port) is another "
            + "program's, so that netlab could not listen")
      }
      if case .fails(let message) = verdict, end == .succeeds, let port = arrival?.port {
        return .fails("\(message); it did arrive at \(server), at port \(port)")
      }
      return verdict
    }
    if arrival != nil { return .holds }
    let who = flow.ends.first.map { "\($0.place)" } ?? "none of the lab's places"
    return .fails("\(probe.what) from \(place) was answered by \(who), not by \(server)")
  }

  private func watched(
    _ probe: ConnectionProbe, _ end: ProbeEnd, only some: Set<Place>? = nil
  ) async throws -> (ProbeAnswer, Flow) {
    let filter: CaptureSocket.Filter = probe.proto == .tcp ? .connections : .probeDatagrams
    let watch = try FlowWatch(filter, means, only: some)
    switch probe.proto {
    case .tcp:
      let (answer, port) = await connector(probe).connect(patience(for: end))
      return (answer, watch.connection(from: place, port: port))
    case .udp:
      let datagram = datagram(probe)
      let answer = await datagram.send(patience(for: end))
      return (answer, watch.datagram(datagram.payload))
    }
  }

  private func connector(_ probe: ConnectionProbe) -> Connector {
    Connector(means: means, namespaces: namespaces, address: probe.address, port: probe.port)
  }

  private func datagram(_ probe: ConnectionProbe) -> ProbeDatagram {
    ProbeDatagram(means: means, namespaces: namespaces, address: probe.address, port: probe.port)
  }
}
