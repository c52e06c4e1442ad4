import NetworkState

/// What came of proving a lab.
public struct ProofResult: Sendable {
  /// Passed if all is proven, failed if something was found, error if something could not be decided.
  public var outcome: Outcome
  /// Why the lab was skipped, or could not be proven at all.
  public var message: String?
  public var duration: Duration
  /// How many of each there were to prove.
  public var steps = 0
  public var claims = 0
  public var commands = 0
  /// The commands that change the network, in the order of the lab; empty if it does not run.
  public var changing: [ChangingCommand] = []
  /// In the order of the lines.
  public var findings: [ProofFinding] = []

  public init(outcome: Outcome, message: String? = nil, duration: Duration) {
    self.outcome = outcome
    self.message = message
    self.duration = duration
  }
}

/// A command that changed the network, and what would notice if it were not there.
public struct ChangingCommand: Sendable {
  /// What came of leaving the command out.
  public enum Guard: Hashable, Sendable {
    /// A claim would no longer hold: `netns0: link lo up`.
    case claim(String, line: Int)
    /// A claim of an exercise would already be true at its beginning.
    case beginning(String, line: Int)
    /// Nothing fails.
    case none
    /// Nothing fails, and the author says why that is all right.
    case excused(reason: String)
    /// It could not be told; why.
    case undecided(String)
    /// It was not left out.
    case untried
  }

  public var line: Int
  public var column: Int
  public var place: Place
  public var command: String
  public var changes: [StateChange]
  public var guardedBy: Guard

  public init(
    line: Int, column: Int, place: Place, command: String, changes: [StateChange],
    guardedBy: Guard
  ) {
    self.line = line
    self.column = column
    self.place = place
    self.command = command
    self.changes = changes
    self.guardedBy = guardedBy
  }
}

/// Something that stands between a lab and its proof.
public struct ProofFinding: Sendable, Hashable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A command did not end as announced.
    case commandFailed = "command-failed"
    /// A command printed something else than the transcript.
    case outputDiffers = "output-differs"
    /// A claim does not hold where it stands.
    case notTrueAfter = "not-true-after"
    /// A claim holds before the step's commands.
    case trueBefore = "true-before"
    /// A `keep` claim does not hold before the step's commands.
    case keepNotBefore = "keep-not-before"
    /// A second run came to something else than the first.
    case notRepeated = "not-repeated"
    /// No claim notices that a command is left out.
    case unguarded
    /// A claim of an exercise holds although nothing was done.
    case earnedByNothing = "earned-by-nothing"
    /// It could not be told.
    case undecided
    /// `# holds before` on a claim that does not hold then.
    case needlessMark = "needless-mark"
    /// `# unguarded:` above a command that a claim guards, or that changes nothing.
    case needlessReason = "needless-reason"
  }

  public var kind: Kind
  public var line: Int
  public var column: Int
  /// The claim or the command, with its place: `netns0: link lo up`.
  public var subject: String
  /// What is wrong, and what to do.
  public var message: String
  /// A diff of outputs.
  public var difference: String?

  public init(
    _ kind: Kind, line: Int, column: Int, subject: String, message: String,
    difference: String? = nil
  ) {
    self.kind = kind
    self.line = line
    self.column = column
    self.subject = subject
    self.message = message
    self.difference = difference
  }

  /// What it makes of the lab; a needless word is no fault.
  public var outcome: Outcome {
    switch kind {
    case .undecided: .error
    case .needlessMark, .needlessReason: .passed
    default: .failed
    }
  }
}
