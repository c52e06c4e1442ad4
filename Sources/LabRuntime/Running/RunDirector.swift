import LabDocument
import LabResults
import NetworkState

/// Who watches a run and says when it goes on: a terminal with a person, or nobody.
public protocol RunDirector: Sendable {
  /// Gets each event in its order; the run waits until it returns.
  func receive(_ event: RunEvent) async

  /// Asked when a part has started and before anything of it runs; `false` ends the lab there.
  func goesOn(to part: Part, of step: Step, index: Int, on machine: LabMachine) async -> Bool

  /// Told once before the machine is destroyed, with everything as it stands.
  func isAboutToEnd(_ result: LabResult, at place: Place, on machine: LabMachine) async
}

extension RunDirector {
  public func goesOn(to part: Part, of step: Step, index: Int, on machine: LabMachine) async
    -> Bool
  {
    true
  }

  public func isAboutToEnd(_ result: LabResult, at place: Place, on machine: LabMachine) async {}
}

/// How a lab is run.
public struct RunOptions: Sendable {
  /// A difference between output and transcript is a failure.
  public var isStrict: Bool
  /// The last step to run; all if `nil`.
  public var lastStep: String?
  /// The network is read around each step, for `networkRead` and the steps' changes.
  public var readsNetwork: Bool
  /// Whether probes that failed are looked into.
  public var diagnoses = true
  /// Whether those that passed are as well, to see that nothing is found where nothing is wrong.
  public var diagnosesAll = false
  /// Somebody may type commands of their own between the steps.
  public var isAttended = false
  /// What all processes of a lab together may have in memory.
  var memoryLimit = MemoryWatch.limit
  /// Runs on the machine itself instead of in a sandbox.
  public var hostRun: HostRun?

  public init(
    isStrict: Bool = false, lastStep: String? = nil, readsNetwork: Bool = false,
    hostRun: HostRun? = nil, diagnoses: Bool = true
  ) {
    self.diagnoses = diagnoses
    self.isStrict = isStrict
    self.lastStep = lastStep
    self.readsNetwork = readsNetwork
    self.hostRun = hostRun
  }
}
