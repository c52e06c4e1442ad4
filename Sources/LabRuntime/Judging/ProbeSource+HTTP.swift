import LabDocument
import NetworkState

extension ProbeSource {
  /// Asks a web server, and looks where the connection arrived if the claim asks for that.
  func http(_ probe: HTTPProbe, _ end: ProbeEnd) async -> ProbeAttempt {
    let connector = Connector(
      means: means, namespaces: namespaces, address: probe.address, port: probe.port)
    let ending = ProbeEnding(what: "http \(probe.url)", from: place)
    let watch: FlowWatch?
    do {
      watch = probe.seenFrom == nil ? nil : try FlowWatch(.connections, means)
    } catch {
      return ProbeAttempt(verdict: .undecided("the connection could not be watched: \(error)"))
    }
    let result = await HTTPClient(connector: connector, url: probe.url).get(patience(for: end))
    var verdict = ending.verdict(result.answer, must: end)
    if end == .succeeds, verdict == .holds, let bytes = result.received {
      verdict = Self.check(bytes, probe, "\(ending.what) from \(place)")
    }
    if verdict == .holds, let wanted = probe.seenFrom, let watch {
      let flow = watch.connection(from: place, port: result.localPort)
      verdict = Self.check(flow, seenFrom: wanted, "\(ending.what) from \(place)")
    }
    return ProbeAttempt(verdict: verdict)
  }

  private static func check(_ bytes: [UInt8], _ probe: HTTPProbe, _ what: String) -> Verdict {
    let text = ProbeEnding.quoted(String(decoding: bytes.prefix(1000), as: UTF8.self))
    guard let response = HTTPResponse(bytes) else {
      return .fails("\(what) got an answer that is not HTTP: \(text)")
    }
    if let wanted = probe.status, wanted != response.status {
      let status = "\(response.status) \(response.reason)"
      return .fails("\(what) got the status \(status), not \(wanted)")
    }
    let body = String(decoding: response.body, as: UTF8.self)
    if let wanted = probe.body, !body.contains(wanted) {
      let there = body.isEmpty ? "is empty" : "is \(ProbeEnding.quoted(body))"
      return .fails("the body that \(what) got \(there), which does not contain \"\(wanted)\"")
    }
    return .holds
  }

  private static func check(_ flow: Flow, seenFrom wanted: IPAddress, _ what: String) -> Verdict {
    guard let end = flow.ends.first else {
      return .undecided("it was not seen where the connection of \(what) arrived")
    }
    if flow.ends.contains(where: { $0.source == wanted }) { return .holds }
    return .fails(
      "the connection of \(what) arrived at \(end.place) from \(end.source), not from \(wanted)")
  }
}
