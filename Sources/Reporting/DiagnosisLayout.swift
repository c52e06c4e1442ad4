import Diagnosis
import LabDocument
import LabResults

/// Why a probe got no answer, in as many lines as a level allows.
struct DiagnosisLayout {
  let layout: ArticleLayout
  let level: DiagnosisLevel

  /// Set in as the message of a claim is.
  func lines(_ diagnosis: Diagnosis) -> [String] {
    guard level != .symptom else { return [] }
    let spot = diagnosis.hop.description + (diagnosis.device.map { ", \($0)" } ?? "")
    guard let cause = diagnosis.cause else {
      return line("why", "not found; last seen at \(spot)")
        + line("observed", diagnosis.observed)
        + line("ruled out", diagnosis.ruledOut.map(\.rawValue).joined(separator: ", "))
    }
    guard level != .hop else { return line("why", "it breaks at \(spot)") }
    var lines = line("why", "\(cause.rawValue) at \(spot)", ink: .bold)
    lines += line("observed", diagnosis.observed) + line("expected", diagnosis.expected)
    lines += line("", diagnosis.lesson ?? "")
    lines += line("look", diagnosis.command ?? "", ink: .code)
    if level == .fix { lines += line("do", diagnosis.remedy ?? "") }
    return lines
  }

  private func line(_ name: String, _ text: String, ink: Ink = .plain) -> [String] {
    guard !text.isEmpty else { return [] }
    var body = StyledText()
    body.append(text, ink)
    let label = name + String(repeating: " ", count: 10 - name.count)
    return layout.hanging("      \(label)", .dim, body)
  }
}
