import Diagnosis
import Glibc
import LabDocument
import NetworkState

/// The packets that a diagnosis sends: of the claim's kind, few, and known by a mark.
struct ProbePackets: Sendable {
  let means: ProbeMeans
  let namespaces: Namespaces
  let flow: ProbedFlow
  /// An echo's id; also what chains are told to trace.
  private let id = UInt16.random(in: 1024...UInt16.max)
  /// In a lab an answer takes less than a millisecond.
  private static let patience = Duration.milliseconds(400)

  init(means: ProbeMeans, namespaces: Namespaces, flow: ProbedFlow) {
    self.means = means
    self.namespaces = namespaces
    self.flow = flow
  }

  /// How many are sent.
  var count: Int { flow.kind == .ping ? 2 : 1 }

  /// What of `nft` matches them and their answers; for IPv6 also what finds neighbours for them.
  var matches: [String] {
    let probe =
      switch (flow.kind, flow.family) {
      case (.ping, .inet): "icmp type { echo-request, echo-reply } icmp id \(id)"
      case (.ping, .inet6): "icmpv6 type { echo-request, echo-reply } icmpv6 id \(id)"
      case (.tcp, _): "meta l4proto tcp tcp flags & (syn | rst) != 0"
      case (.udp, _): "meta l4proto udp"
      }
    let discovery = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert }"
    return flow.family == .inet ? [probe] : [probe, discovery]
  }

  /// Sends them and waits for a moment.
  func send(_ claim: Claim) async -> (ProbeAnswer, PathCapture.Mark) {
    switch flow.kind {
    case .ping: return (await ping(), .echo(id: id))
    case .tcp:
      let connector = Connector(
        means: means, namespaces: namespaces, address: flow.destination, port: flow.port ?? 0)
      let patience = ProbePatience.answer(.now + Self.patience)
      if case .probe(.http(let http), _) = claim.assertion {
        let result = await HTTPClient(connector: connector, url: http.url).get(patience)
        return (result.answer, .connection(port: result.localPort))
      }
      let (answer, port) = await connector.connect(patience)
      return (answer, .connection(port: port))
    case .udp:
      if case .probe(.dns(let name, _), _) = claim.assertion { return await ask(name) }
      let datagram = ProbeDatagram(
        means: means, namespaces: namespaces, address: flow.destination, port: flow.port ?? 0)
      let answer = await datagram.send(.answer(.now + Self.patience))
      return (answer, .datagram(payload: datagram.payload))
    }
  }

  /// A question that a name server understands; whatever it answers is an answer.
  private func ask(_ name: String) async -> (ProbeAnswer, PathCapture.Mark) {
    var question: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    for label in name.split(separator: ".") {
      let bytes = Array(label.utf8.prefix(63))
      question += [UInt8(bytes.count)] + bytes
    }
    // The root; type A, class IN.
    let payload = question + [0, 0, 1, 0, 1]
    let exchange = DatagramExchange(
      means: means, namespaces: namespaces, address: flow.destination, port: flow.port ?? 53)
    let answer = await blocking { cancellation in
      switch exchange.ask(
        payload, until: .now + Self.patience, cancellation, accepts: { _ in true })
      {
      case .success: ProbeAnswer.answered("the server answered")
      case .failure(let failure): failure.answer
      }
    }
    return (answer, .datagram(payload: payload))
  }

  private func ping() async -> ProbeAnswer {
    var arguments = ["-n", "-c", "\(count)", "-i", "0.1", "-W", "0.4", "-e", "\(id)"]
    if let source = flow.source { arguments += ["-I", "\(source)"] }
    let headers = flow.family == .inet ? 28 : 48
    if flow.length != headers + 56 { arguments += ["-s", "\(flow.length - headers)"] }
    if flow.dontFragment { arguments += ["-M", "do"] }
    arguments.append("\(flow.destination)")
    means.flows.add(
      ProbeFlow(
        proto: flow.family == .inet ? 1 : 58, destination: flow.destination, source: id))
    do {
      let result = try await Tool.run(
        "ping", arguments, in: namespaces, as: means.sandbox.identity, timeout: .seconds(1),
        bound: 65536)
      return Pinger.answer(of: result)
    } catch {
      return .impossible("\(error)")
    }
  }
}
