import LabDocument
import LabResults

/// What came of proving labs, for people.
public enum ProofReport {
  /// What stands between a lab and its proof, with file, line and column, and the result.
  public static func text(lab: Lab, result: ProofResult, style: Style) -> String {
    let layout = ArticleLayout(lab: lab, style: style)
    var lines: [String] = []
    for finding in result.findings where !style.quiet || finding.outcome != .passed {
      let kind = finding.kind.rawValue.replacing("-", with: " ")
      let title = finding.outcome == .passed ? "note: \(kind)" : kind
      lines.append(
        VisibleText.line("\(lab.file):\(finding.line):\(finding.column): ")
          + style.paint(title, finding.outcome == .passed ? .dim : finding.outcome.ink) + ": "
          + VisibleText.line(finding.subject))
      lines += layout.message(finding.message, ink: .plain, mark: "    ")
      if let difference = finding.difference {
        lines += DifferenceLayout.lines(difference, style: style)
      }
    }
    let last = "\(VisibleText.line(lab.id)): \(VisibleText.line(verdict(result)))"
    lines.append(style.paint(last, result.outcome.ink.bold))
    return log(lines, style)
  }

  /// The labs of each outcome, for the end of several.
  public static func summary(_ outcomes: [Outcome], style: Style) -> String {
    let words: [(Outcome, String)] = [
      (.passed, "proven"), (.failed, "not proven"), (.error, "undecided"), (.skipped, "skipped"),
    ]
    let counts = words.compactMap { outcome, word in
      let count = outcomes.count { $0 == outcome }
      return count == 0 ? nil : "\(count) \(word)"
    }
    let text = "\(count(outcomes.count, "lab")): " + counts.joined(separator: ", ")
    return log([style.paint(text, Outcome.sum(outcomes).ink.bold)], style)
  }

  /// One line that says how far a proof has come, no wider than the terminal.
  ///
  /// - Parameter seconds: How long the phase has taken.
  public static func progress(
    lab: String, phase: String, done: Int, total: Int, seconds: Double, style: Style
  ) -> String {
    var text = "\(VisibleText.line(lab)): \(phase), \(done) of \(total)"
    if done > 0, seconds >= 0.5 { text += ", \(Int(Double(done) / seconds + 0.5)) a second" }
    return "\r\u{1B}[K"
      + style.paint(DisplayWidth.truncate(text, to: max(8, style.width - 1)), .dim)
  }

  /// Takes the progress line away.
  public static let endOfProgress = "\r\u{1B}[K"

  private static func verdict(_ result: ProofResult) -> String {
    let time = ResultSummary.seconds(result.duration)
    switch result.outcome {
    case .skipped:
      return "skipped: \(result.message ?? "nothing ran")"
    case .passed:
      let excused = result.changing.count {
        if case .excused = $0.guardedBy { true } else { false }
      }
      var parts = [
        count(result.claims, "claim"), count(result.steps, "step"),
        "\(result.changing.count - excused) of \(count(result.commands, "command")) guarded",
      ]
      if excused > 0 { parts.append("\(excused) unguarded with a reason") }
      return "proven: \((parts + [time]).joined(separator: ", "))"
    case .failed, .error:
      var parts = [result.message].compactMap(\.self)
      for kind in ProofFinding.Kind.allCases {
        let all = result.findings.filter { $0.kind == kind && $0.outcome != .passed }
        if !all.isEmpty {
          parts.append("\(all.count) \(kind.rawValue.replacing("-", with: " "))")
        }
      }
      let word = result.outcome == .failed ? "not proven" : "undecided"
      return "\(word): \((parts + [time]).joined(separator: ", "))"
    }
  }

  private static func count(_ number: Int, _ name: String) -> String {
    "\(number) \(name)\(number == 1 ? "" : "s")"
  }

  private static func log(_ lines: [String], _ style: Style) -> String {
    let text = lines.map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
  }
}
