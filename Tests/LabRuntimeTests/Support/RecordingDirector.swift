import LabDocument
import LabResults
import LabRuntime
import NetworkState

/// Keeps everything that happens in a run.
actor RecordingDirector: RunDirector {
  private(set) var events: [RunEvent] = []
  /// Called for each event, after it was kept.
  private let watch: @Sendable (RunEvent) -> Void
  /// Parts from this number of its step on are declined.
  private let stopsBefore: Int?

  init(stopsBefore: Int? = nil, watch: @escaping @Sendable (RunEvent) -> Void = { _ in }) {
    self.stopsBefore = stopsBefore
    self.watch = watch
  }

  func receive(_ event: RunEvent) {
    events.append(event)
    watch(event)
  }

  func goesOn(to part: Part, of step: Step, index: Int, on machine: LabMachine) -> Bool {
    stopsBefore.map { index < $0 } ?? true
  }
}

extension RunEvent {
  /// The event's kind in a word, and what it is about where that is short.
  var word: String {
    switch self {
    case .labStarted: "lab"
    case .stepStarted(let step): "step \(step.id)"
    case .partStarted(_, let index): "part \(index)"
    case .commandStarted(let command): "start \(command.command)"
    case .commandOutput: "output"
    case .commandFinished(let command, _): "end \(command.command)"
    case .placeChanged(_, let result): result == nil ? "leave" : "enter"
    case .fileWritten(let file, _): "file \(file.path)"
    case .claimsStarted: "claims"
    case .claimFinished(let claim): "claim \(claim.claim)"
    case .partFinished(_, let index): "end of part \(index)"
    case .networkRead(let step, _): "network of \(step.id)"
    case .stepFinished(let step): "end of step \(step.id)"
    case .labFinished: "end of lab"
    }
  }
}
