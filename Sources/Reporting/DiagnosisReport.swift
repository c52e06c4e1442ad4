import Diagnosis
import LabDocument
import LabResults

/// Why the probes of one step got no answer, without the rest of the step.
public enum DiagnosisReport {
  /// The step's failed probes, each with its diagnosis.
  ///
  /// - Parameter level: How much is told; as the step says if `nil`.
  public static func text(
    _ step: StepResult, of lab: Lab, level: DiagnosisLevel?, style: Style
  ) -> String {
    let own = lab.steps.first { $0.id == step.id }?.diagnosisLevel
    let layout = ArticleLayout(lab: lab, style: style)
    let claims = step.claims.filter { $0.diagnosis != nil }
    guard !claims.isEmpty else {
      let failed = step.claims.contains { $0.outcome == .failed || $0.outcome == .error }
      let text =
        step.outcome == .skipped
        ? "step \(step.id) was not reached"
        : failed
          ? "no probe of step \(step.id) failed; what did fail, `netlab run` says"
          : "every probe of step \(step.id) got its answer"
      return VisibleText.line(text) + "\n"
    }
    return claims.map { claim in
      layout.claim(claim, why: level ?? own ?? .cause).joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
