import Diagnosis
import LabDocument
import NetworkState

/// What came of a whole lab.
public struct LabResult: Sendable {
  public var outcome: Outcome
  /// Why the lab was skipped, or could not be run at all.
  public var message: String?
  public var duration: Duration
  public var steps: [StepResult]

  public init(outcome: Outcome, message: String? = nil, duration: Duration, steps: [StepResult]) {
    self.outcome = outcome
    self.message = message
    self.duration = duration
    self.steps = steps
  }
}

public struct StepResult: Sendable {
  public var id: String
  public var title: String
  public var line: Int
  public var outcome: Outcome
  public var points: Int
  public var maxPoints: Int
  /// Commands and written files, in the order in which they ran or would have run.
  public var commands: [CommandResult]
  public var claims: [ClaimResult]
  /// What the step changed in the network; `nil` if nobody wanted to know, or it could not be read.
  public var changes: [StateChange]?

  public init(
    id: String, title: String, line: Int, outcome: Outcome, points: Int, maxPoints: Int,
    commands: [CommandResult], claims: [ClaimResult]
  ) {
    self.id = id
    self.title = title
    self.line = line
    self.outcome = outcome
    self.points = points
    self.maxPoints = maxPoints
    self.commands = commands
    self.claims = claims
  }
}

public struct CommandResult: Sendable {
  public var line: Int
  public var place: Place
  public var command: String
  /// `nil` where the command did not end by itself, or was not run.
  public var status: Int?
  public var outcome: Outcome
  /// Standard output and error as they came, ill-formed UTF-8 repaired.
  public var output: String
  /// How the output differs from the transcript after masking, as a diff; `nil` if it does not.
  public var difference: String?
  public var message: String?
  public var duration: Duration

  public init(
    line: Int, place: Place, command: String, status: Int?, outcome: Outcome, output: String,
    difference: String? = nil, message: String? = nil, duration: Duration
  ) {
    self.line = line
    self.place = place
    self.command = command
    self.status = status
    self.outcome = outcome
    self.output = output
    self.difference = difference
    self.message = message
    self.duration = duration
  }
}

public struct ClaimResult: Sendable {
  public var line: Int
  /// The place of the claim as written; empty for claims about all places.
  public var place: String
  /// The claim as written, without its place.
  public var claim: String
  public var isKeep: Bool
  public var outcome: Outcome
  public var message: String?
  public var duration: Duration
  /// Why its probe got no answer; `nil` where nobody asked.
  public var diagnosis: Diagnosis?

  public init(
    line: Int, place: String, claim: String, isKeep: Bool, outcome: Outcome,
    message: String? = nil, duration: Duration
  ) {
    self.line = line
    self.place = place
    self.claim = claim
    self.isKeep = isKeep
    self.outcome = outcome
    self.message = message
    self.duration = duration
  }
}
