import LabDocument
import LabResults

/// The end of a run of several labs.
public enum LabsSummary {
  /// The labs that did not pass, a line each, and how many there were of each kind.
  public static func render(
    _ results: [(lab: Lab, result: LabResult)], style: Style
  ) -> String {
    var lines: [String] = []
    for (lab, result) in results where result.outcome != .passed {
      let mark = "\(result.outcome.mark) "
      var text = StyledText()
      text.append(lab.id, .bold)
      text.append(": \(result.message ?? result.outcome.rawValue)")
      lines += ArticleLayout(lab: lab, style: style).hanging(mark, result.outcome.ink, text)
    }
    let outcomes = results.map(\.result.outcome)
    let counts = [Outcome.passed, .failed, .error, .skipped].compactMap { outcome in
      let count = outcomes.count { $0 == outcome }
      return count == 0 ? nil : "\(count) \(outcome.rawValue)"
    }
    let ink = Outcome.sum(outcomes).ink.bold
    let noun = results.count == 1 ? "lab" : "labs"
    let list = counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
    lines.append(style.paint("\(results.count) \(noun)\(list)", ink))
    let text = lines.map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
  }
}
