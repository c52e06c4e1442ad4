import LabDocument
import LabResults

/// A lab and all that is known of its run.
struct LabRun: Sendable {
  var lab: Lab
  var result: LabResult
  /// What each step did to the network, by the step's id.
  var network: [String: NetworkChange] = [:]

  func result(of step: Step) -> StepResult? { result.steps.first { $0.id == step.id } }
}
