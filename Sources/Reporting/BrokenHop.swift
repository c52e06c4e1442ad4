import Diagnosis
import LabDocument
import LabResults
import NetworkState

extension ClaimResult {
  /// The device at which the claim's probe was stopped, and what a picture may write beside it.
  ///
  /// `nil` where nothing was proved, where no device is to blame, and where the step keeps it back.
  func brokenHop(at level: DiagnosisLevel) -> (device: DeviceID, text: String)? {
    guard outcome != .passed, level != .symptom, let diagnosis, let cause = diagnosis.cause,
      let device = diagnosis.device
    else { return nil }
    return (
      DeviceID(diagnosis.hop, device), level == .hop ? "it breaks here" : cause.rawValue
    )
  }
}
