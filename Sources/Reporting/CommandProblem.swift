import LabDocument
import LabResults

/// What is to be said of a command that did not go as the lab says.
struct CommandProblem {
  private let result: CommandResult
  /// In words; `nil` if all went well.
  let message: String?

  init(_ result: CommandResult, expectedStatus: Int) {
    self.result = result
    if result.outcome == .passed {
      message = result.message ?? (result.difference == nil ? nil : Self.differs)
    } else if let text = result.message {
      message = text
    } else if let status = result.status, status != expectedStatus {
      message = "ended with status \(status), not \(expectedStatus)"
    } else {
      message = result.difference == nil ? result.outcome.rawValue : Self.differs
    }
  }

  private static let differs = "printed something else than the lab shows"

  /// The message behind its mark, then the diff.
  func lines(layout: ArticleLayout) -> [String] {
    guard let message else { return [] }
    let mark = result.outcome == .passed ? "~" : result.outcome.mark
    let ink = result.outcome == .passed ? Ink.doubtful : result.outcome.ink
    var lines = layout.message(message, ink: ink, mark: "  \(mark) ")
    if let difference = result.difference {
      lines += DifferenceLayout.lines(difference, style: layout.style)
    }
    return lines
  }
}

/// A diff in colours.
enum DifferenceLayout {
  static func lines(_ difference: String, style: Style, indent: Int = 4) -> [String] {
    difference.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let ink: Ink = line.hasPrefix("-") ? .bad : line.hasPrefix("+") ? .good : .dim
      let text = VisibleText.of(String(line), .terminal(colour: false))
      return String(repeating: " ", count: indent) + style.paint(text, ink)
    }
  }
}

extension Outcome {
  /// The sign in front of a claim.
  var mark: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .error: "!"
    case .skipped: "-"
    }
  }

  var ink: Ink {
    switch self {
    case .passed: .good
    case .failed: .bad
    case .error: .doubtful
    case .skipped: .dim
    }
  }
}
