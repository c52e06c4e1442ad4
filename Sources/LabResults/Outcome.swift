/// What came of a command, a claim, a step or a lab; only `passed` passes.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
  case passed
  /// The network is not as claimed, or a command failed or timed out.
  case failed
  /// It could not be decided: a tool is missing, a place is not there, netlab's own fault.
  case error
  case skipped
}

extension Outcome {
  /// Adds up the outcomes of parts, worst first: failed, error, passed; skipped only if nothing else is there.
  public static func sum(_ outcomes: some Sequence<Outcome>) -> Outcome {
    var sum = Outcome.skipped
    for outcome in outcomes where outcome.severity > sum.severity {
      sum = outcome
    }
    return sum
  }

  private var severity: Int {
    switch self {
    case .skipped: 0
    case .passed: 1
    case .error: 2
    case .failed: 3
    }
  }
}
