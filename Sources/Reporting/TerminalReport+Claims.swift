import Diagnosis
import LabDocument
import LabResults
import NetworkState

/// The claims that are judged, and what has come of them.
struct ClaimProgress: Sendable {
  /// The lines of the block's claims that have not been told, in the order of the document.
  var awaited: [Int] = []
  /// Claims that ended before one that stands above them.
  var held: [Int: ClaimResult] = [:]
  /// What came of the claims of the step, by their lines.
  var outcomes: [Int: Outcome] = [:]
  /// Something in the part did not pass.
  var hasProblem = false
  /// What diagnoses of the part have named.
  var causes: Set<String> = []

  mutating func startPart() {
    causes = []
    awaited = []
    held = [:]
    hasProblem = false
  }
}

extension TerminalReport {
  mutating func start(_ expect: ExpectBlock, _ output: inout String) {
    finishClaims(&output)
    readUp(
      to: { if case .expect(let other) = $0 { other.line == expect.line } else { false } }, &output)
    answerQuestions(&output)
    claims.awaited = expect.claims.map(\.line)
  }

  /// Tells the claims in the order of the document, each as soon as those above it are told.
  mutating func finish(_ result: ClaimResult, _ output: inout String) {
    claims.outcomes[result.line] = result.outcome
    if result.outcome == .failed || result.outcome == .error { claims.hasProblem = true }
    if let cause = result.diagnosis?.cause { claims.causes.insert(cause.rawValue) }
    guard claims.awaited.contains(result.line) else {
      tell(result, &output)
      return
    }
    claims.held[result.line] = result
    while let line = claims.awaited.first, let next = claims.held.removeValue(forKey: line) {
      claims.awaited.removeFirst()
      tell(next, &output)
    }
  }

  /// Tells claims that still wait for one that never came.
  mutating func finishClaims(_ output: inout String) {
    for line in claims.awaited {
      if let result = claims.held.removeValue(forKey: line) { tell(result, &output) }
    }
    claims.awaited = []
  }

  /// Tells the claims of a step for which there was no event: they were not judged.
  mutating func showUntold(_ step: StepResult, _ output: inout String) {
    for result in step.claims where claims.outcomes[result.line] == nil { tell(result, &output) }
    claims.outcomes = [:]
  }

  private mutating func tell(_ result: ClaimResult, _ output: inout String) {
    if let hop = result.brokenHop(at: level) { brokenHops[hop.device] = hop.text }
    // A learner hears of what must stay as it was only when it did not.
    let isSkippedForReason = result.outcome == .skipped && result.message != nil
    guard let layout, !result.isKeep || result.outcome.isProblem || isSkippedForReason
    else { return }
    write(layout.claim(result, why: level), as: .claims, &output)
  }
}
