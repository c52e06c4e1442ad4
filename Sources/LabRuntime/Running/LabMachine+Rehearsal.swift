import LabDocument
import LabResults
import NetworkState
import Synchronization
import Verification

/// What came of work in a machine made for it.
public enum Rehearsal<Value: Sendable>: Sendable {
  case done(Value)
  /// The machine lacks what the lab needs; what.
  case skipped(String)
  /// The lab's beginning could not be reached; why.
  case problem(String)
}

/// A claim's result, and more of how it came about than a report tells.
public struct JudgedClaim: Sendable {
  public var result: ClaimResult
  /// It could not be decided because a place that it names is not there.
  public var lacksPlace: Bool

  public init(result: ClaimResult, lacksPlace: Bool) {
    self.result = result
    self.lacksPlace = lacksPlace
  }
}

// For whoever runs a lab piece by piece: nobody watches, and nothing is left out or stopped by itself.
extension LabMachine {
  /// Makes a machine where the lab begins, hands it to the body, and destroys it however that ends.
  ///
  /// - Parameter checksNeeds: Whether `needs` are looked up and tried before.
  public static func rehearse<Value: Sendable>(
    _ lab: Lab, checksNeeds: Bool = true, _ body: @Sendable (LabMachine) async -> Value
  ) async -> Rehearsal<Value> {
    if checksNeeds, let reason = Requirements.missingTool(lab.needs) { return .skipped(reason) }
    let machine: LabMachine
    do {
      machine = try await make(lab.world)
    } catch {
      return .problem("\(error)")
    }
    if checksNeeds,
      let reason = await Requirements.missingFeature(lab.needs, on: machine.sandbox)
    {
      await machine.destroy()
      return .skipped(reason)
    }
    if let reason = await StartRun(machine: machine).run(lab.startLabs) {
      await machine.destroy()
      return .problem(reason)
    }
    let value = await body(machine)
    await machine.destroy()
    return .done(value)
  }

  /// Runs a command of a transcript and compares what it prints.
  public func run(_ command: ConsoleCommand, timeout: Duration) async -> CommandResult {
    let executor = CommandRun(machine: self, director: nil, timeout: timeout)
    var result = await executor.run(
      command.command, in: command.place, line: command.line, expecting: command.expectedStatus)
    result.difference = TranscriptComparison.difference(
      expected: command.expectedOutput, actual: result.output)
    return result
  }

  /// Writes a file of the lab.
  public func write(_ file: FileBlock, timeout: Duration) async -> CommandResult {
    let script = ShellScript.writing(
      file.contents, to: file.path, in: labDirectory, isExecutable: file.isExecutable)
    let executor = CommandRun(machine: self, director: nil, timeout: timeout)
    var result = await executor.run(script, in: firstHost, line: file.line, expecting: 0)
    result.command = SkippedStep.description(of: file)
    return result
  }

  /// Why a place cannot be gone into; `nil` if it can.
  public func refusal(to entry: PlaceEntry) async -> String? {
    await shells.refusal(to: entry.target)
  }

  /// Judges claims side by side, in the order of the blocks.
  public func judge(_ blocks: [ExpectBlock]) async -> [JudgedClaim] {
    let results = Mutex<[ClaimResult]>([])
    await verifier.judge(blocks) { result in results.withLock { $0.append(result) } }
    return zip(blocks.flatMap(\.claims), results.withLock { $0 }).map { group, result in
      let places = result.outcome == .error ? group.alternatives.flatMap(\.places) : []
      return JudgedClaim(result: result, lacksPlace: places.contains { isMissing($0) })
    }
  }

  /// Everything that makes up the network now; places that change while they are read are read again.
  public func snapshot() async -> NetworkSnapshot {
    let snapshot = await verifier.observer.wholeSnapshot()
    let isWhole = !snapshot.places.values.contains {
      if case .unreadable = $0 { true } else { false }
    }
    return isWhole || Task.isCancelled ? snapshot : await verifier.observer.wholeSnapshot()
  }

  /// The network now, the internet's devices among it: for pictures.
  public func network() async -> NetworkSnapshot {
    await verifier.observer.networkSnapshot()
  }

  /// Why everything in the machine was ended before its time; `nil` if nothing was.
  public var untimelyEnd: String? { sandbox.untimelyEnd }

  private func isMissing(_ place: Place) -> Bool {
    if case .missing = verifier.observer.places.open(place) { true } else { false }
  }
}

extension Claim {
  /// The places that it names.
  fileprivate var places: [Place] {
    switch assertion {
    case .link(let pattern): [place] + (pattern.peer.map { [$0.place] } ?? [])
    case .probe(let probe, _): [place] + probe.places
    case .sees(_, device: _, let when, whenText: _, let probe): [place, when] + probe.places
    default: [place]
    }
  }
}

extension Probe {
  fileprivate var places: [Place] {
    switch self {
    case .ping(let ping): ping.answeredBy.map { [$0] } ?? []
    case .connect(_, _, port: _, let server): server.map { [$0] } ?? []
    case .http, .dns: []
    }
  }
}
