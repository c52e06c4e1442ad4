import LabDocument
import NetworkState

/// One try of a claim that needs a packet or a process.
struct ProbeAttempt: Sendable {
  var verdict: Verdict
  /// The claim's place, or one that it names, is not there, which may still change.
  var isPlaceMissing = false

  /// Makes the try.
  static func make(
    _ claim: Claim, _ means: ProbeMeans, deadline: ContinuousClock.Instant
  ) async -> ProbeAttempt {
    let source: ProbeSource
    switch ProbeSource.make(claim.place, means, deadline) {
    case .success(let found): source = found
    case .failure(let missing): return missing.attempt
    }
    switch claim.assertion {
    case .probe(let probe, let end):
      return await source.attempt(probe, end)
    case .sees(let pattern, let device, let when, _, let probe):
      switch ProbeSource.make(when, means, deadline) {
      case .success(let sender):
        return await source.sees(pattern, on: device, when: sender, probe)
      case .failure(let missing): return missing.attempt
      }
    case .run(let command, let status, let prints):
      return ProbeAttempt(verdict: await source.run(command, status: status, prints: prints))
    default:
      return ProbeAttempt(verdict: .undecided("`\(claim.text)` is not judged by a probe"))
    }
  }
}

/// A place from which a probe is sent.
struct ProbeSource: Sendable {
  let means: ProbeMeans
  let place: Place
  let net: Descriptor
  let deadline: ContinuousClock.Instant

  /// Why there is no such place to send from.
  struct Missing: Error {
    var attempt: ProbeAttempt
  }

  static func make(
    _ place: Place, _ means: ProbeMeans, _ deadline: ContinuousClock.Instant
  ) -> Result<ProbeSource, Missing> {
    switch means.places.openSole(place) {
    case .missing:
      let verdict = Verdict.undecided("there is no place \(place)")
      return .failure(Missing(attempt: ProbeAttempt(verdict: verdict, isPlaceMissing: true)))
    case .refused(let reason):
      return .failure(Missing(attempt: ProbeAttempt(verdict: .undecided(reason))))
    case .found(let net):
      return .success(ProbeSource(means: means, place: place, net: net, deadline: deadline))
    }
  }

  var sandbox: Sandbox { means.sandbox }
  var places: PlaceDirectory { means.places }
  var namespaces: Namespaces { places.namespaces(of: place, net: net) }

  /// How long a try may take by how it must end.
  func patience(for end: ProbeEnd) -> ProbePatience {
    switch end {
    case .succeeds: .answer(deadline)
    case .fails, .failsSilently: .silence
    case .failsSaying: .words
    }
  }

  /// Sends the probe once.
  func attempt(_ probe: Probe, _ end: ProbeEnd) async -> ProbeAttempt {
    switch probe {
    case .ping(let probe): await ping(probe, end)
    case .http(let probe): await http(probe, end)
    case .connect(let proto, let address, let port, servedBy: nil):
      await connect(ConnectionProbe(proto: proto, address: address, port: port), end)
    case .connect(let proto, let address, let port, servedBy: let server?):
      await connect(
        ConnectionProbe(proto: proto, address: address, port: port), servedBy: server, end)
    case .dns(let name, let address): await dns(name, address)
    }
  }

  func run(_ command: String, status: Int?, prints: String?) async -> Verdict {
    let shell = FreshShell(sandbox: sandbox, places: places, place: place, net: net)
    let result: ToolResult
    do {
      result = try await shell.run(command, timeout: .seconds(10))
    } catch {
      return .undecided("the command could not be run: \(error)")
    }
    let output = result.outputText + result.errorText
    let said = output.isEmpty ? "printed nothing" : "printed \(ProbeEnding.quoted(output))"
    switch result.end {
    case .timedOut: return .fails("the command did not end within 10 s; it \(said)")
    case .cancelled: return .undecided("interrupted")
    case .signalled(let signal):
      return .fails("the command was ended by signal \(signal); it \(said)")
    case .exited(let ended):
      // What a claim does not mention does not matter; one that mentions nothing means success.
      let wanted = status ?? (prints == nil ? 0 : nil)
      if let wanted, ended != wanted {
        return .fails("the command ended with status \(ended), not \(wanted); it \(said)")
      }
      if let prints, !output.contains(prints) {
        return .fails("the command \(said), which does not contain \"\(prints)\"")
      }
      return .holds
    }
  }
}
