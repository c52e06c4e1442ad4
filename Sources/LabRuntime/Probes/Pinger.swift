import Glibc
import LabDocument
import NetworkState
import Synchronization

/// Pings from a place with the machine's own `ping`.
struct Pinger: Sendable {
  let means: ProbeMeans
  let probe: PingProbe
  let namespaces: Namespaces

  /// Sends echo requests until an answer or an error comes, or patience ends.
  ///
  /// - Parameter token: 16 bytes of payload by which the packet can be told from all others.
  func ping(_ patience: ProbePatience, timeToLive: Int? = nil, token: [UInt8]? = nil) async
    -> ProbeAnswer
  {
    var arguments = ["-n", "-c", "1"]
    var timeout = Duration.seconds(6)
    switch patience {
    case .answer(let deadline):
      // With -w, ping goes on until the first answer: one process, however long it takes.
      // The last try gets a moment too: what ping says is worth more than silence.
      let left = max(.milliseconds(300), ContinuousClock.now.duration(to: deadline))
      arguments += ["-i", "0.1", "-w", String(left.milliseconds / 1000 + 1)]
      timeout = left + .milliseconds(100)
    case .silence:
      arguments += ["-W", "1"]
    case .words:
      arguments += ["-W", "4"]
      timeout = .seconds(4)
    }
    if let source = probe.source { arguments += ["-I", "\(source)"] }
    if let size = probe.size { arguments += ["-s", String(size)] }
    if probe.dontFragment { arguments += ["-M", "do"] }
    if let timeToLive { arguments += ["-t", String(timeToLive)] }
    if let token { arguments += ["-p", Self.hexadecimal(token)] }
    arguments.append("\(probe.address)")
    do {
      let result = try await run(arguments, timeout: timeout)
      return Self.answer(of: result)
    } catch {
      return .impossible("\(error)")
    }
  }

  /// Whether this machine's ping lets its id be chosen, as that of iputils has since 2021.
  private static let takesID = Mutex(true)

  /// Has ping use an id of netlab's choice, by which connection tracking knows the packets.
  private func run(_ arguments: [String], timeout: Duration) async throws -> ToolResult {
    var choice: [String] = []
    if Self.takesID.withLock({ $0 }) {
      let id = UInt16.random(in: 1...UInt16.max)
      choice = ["-e", String(id)]
      means.flows.add(
        ProbeFlow(
          proto: probe.address.family == .inet ? 1 : 58, destination: probe.address, source: id))
    }
    let result = try await Tool.run(
      "ping", choice + arguments, in: namespaces, as: means.sandbox.identity, timeout: timeout,
      bound: 65536)
    guard !choice.isEmpty, result.errorText.contains("invalid option -- 'e'") else { return result }
    Self.takesID.withLock { $0 = false }
    return try await run(arguments, timeout: timeout)
  }

  /// Reads ping's words: `64 bytes from …` is an answer, everything else it says is why there is none.
  static func answer(of result: ToolResult) -> ProbeAnswer {
    let lines = (result.outputText + "\n" + result.errorText).split(separator: "\n")
      .map(String.init)
    if let line = lines.first(where: { $0.contains(" bytes from ") && $0.contains("icmp_seq=") }) {
      return .answered(line)
    }
    let said = lines.filter { line in
      line.hasPrefix("From ") || line.hasPrefix("ping: ") || line.hasPrefix("ping6: ")
    }
    switch result.end {
    case .cancelled: return .impossible("interrupted")
    case .exited(2) where !said.contains(where: isRefusal):
      return .impossible(said.first ?? lines.first ?? "ping ended with status 2")
    case .exited(let status) where status > 2:
      return .impossible(said.first ?? "ping ended with status \(status)")
    case .exited, .timedOut, .signalled:
      return .noAnswer(said.joined(separator: "; "))
    }
  }

  /// The kernel refused to send, which is a way of not getting an answer.
  private static func isRefusal(_ line: String) -> Bool {
    // What ping makes of EACCES, which a route of type `prohibit` gives, whatever the address is.
    if line.contains("ping: Do you want to ping broadcast?") { return true }
    let calls = ["connect: ", "sendmsg: ", "local error: ", "sendto: "]
    return calls.contains { line.contains("ping: \($0)") }
      && !line.contains("Cannot assign requested address")
  }

  /// The time to live of an answer, from `ttl=64`.
  static func timeToLive(in line: String) -> Int? {
    guard let key = line.firstRange(of: " ttl=") else { return nil }
    return Int(line[key.upperBound...].prefix { $0.isNumber })
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0\(text)" : text
    }.joined()
  }
}
