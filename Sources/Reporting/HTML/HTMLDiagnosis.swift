import Diagnosis
import LabDocument

/// Why a probe got no answer, in as many words as a level allows.
struct HTMLDiagnosis {
  let level: DiagnosisLevel

  func text(_ diagnosis: Diagnosis) -> String {
    guard level != .symptom else { return "" }
    return "<dl class=\"why\">\n"
      + rows(diagnosis).filter { !$0.1.isEmpty }
      .map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }.joined() + "</dl>\n"
  }

  private func rows(_ diagnosis: Diagnosis) -> [(String, String)] {
    let device = diagnosis.device.map { ", \($0)" } ?? ""
    let place = "<code>\(HTMLText.line(diagnosis.hop.description + device))</code>"
    guard let cause = diagnosis.cause else {
      return [
        ("why", "not found; last seen at \(place)"),
        ("seen", HTMLText.message(diagnosis.observed)),
        ("not", HTMLText.line(diagnosis.ruledOut.map(\.rawValue).joined(separator: ", "))),
      ]
    }
    guard level != .hop else { return [("why", "it breaks at \(place)")] }
    return [
      ("why", "<strong>\(HTMLText.line(cause.rawValue))</strong> at \(place)"),
      ("seen", HTMLText.message(diagnosis.observed)),
      ("due", HTMLText.message(diagnosis.expected)),
      ("lesson", HTMLText.message(diagnosis.lesson ?? "")),
      ("look", diagnosis.command.map { "<code>\(HTMLText.line($0))</code>" } ?? ""),
      ("do", level == .fix ? HTMLText.message(diagnosis.remedy ?? "") : ""),
    ]
  }
}
