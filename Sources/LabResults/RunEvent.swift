import LabDocument
import NetworkState

/// What happens while a lab runs, in this order; every report is a function of these.
///
/// `labStarted`, then for each step `stepStarted`, for each part of it `partStarted`, its commands and
/// its claims, `partFinished`, then `networkRead` if somebody wants it, and `stepFinished`; at last
/// `labFinished`.
/// Steps after one that did not pass have a `stepFinished` alone, with everything skipped.
public enum RunEvent: Sendable {
  case labStarted(Lab)
  case stepStarted(Step)
  /// The number of the part within its step, from 0.
  case partStarted(Part, index: Int)
  case commandStarted(ConsoleCommand)
  /// A piece of what the running command prints, cut anywhere.
  case commandOutput(String)
  case commandFinished(ConsoleCommand, CommandResult)
  /// A prompt that went into or out of a place; no process ran.
  case placeChanged(ConsoleEntry, CommandResult?)
  case fileWritten(FileBlock, CommandResult)
  case claimsStarted(ExpectBlock)
  /// Claims end in any order, and are judged side by side.
  case claimFinished(ClaimResult)
  case partFinished(Part, index: Int)
  /// How the step left the network, and what is not as it was when the step began.
  case networkRead(Step, NetworkChange)
  case stepFinished(StepResult)
  case labFinished(LabResult)
}
