import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Testing

@testable import Proving

enum Sample {
  /// Reads a lab that has no mistake, from the text under its title.
  static func lab(
    _ body: String, frontMatter: String = "world: none", location: SourceLocation = #_sourceLocation
  ) throws -> Lab {
    let text = "---\nnetlab: 1\n\(frontMatter)\n---\n\n# A lab\n\n\(body)\n"
    let reading = LabReader.read(Array(text.utf8), file: "labs/a-lab.md")
    return try #require(
      reading.lab, "\(reading.diagnostics.map(\.description))", sourceLocation: location)
  }

  static func judged(
    _ outcome: Outcome, line: Int, lacksPlace: Bool = false, after duration: Duration = .zero
  ) -> JudgedClaim {
    JudgedClaim(
      result: ClaimResult(
        line: line, place: "host", claim: "", isKeep: false, outcome: outcome,
        message: outcome == .passed ? nil : "it is otherwise", duration: duration),
      lacksPlace: lacksPlace)
  }

  static func ran(
    _ line: Int, _ outcome: Outcome = .passed, difference: String? = nil
  ) -> CommandResult {
    CommandResult(
      line: line, place: .host("host"), command: "true", status: 0, outcome: outcome, output: "",
      difference: difference, duration: .milliseconds(10))
  }
}

extension LabScript {
  /// Each item in a word or two.
  var words: [String] {
    items.map { item in
      let role = item.role == .shown ? "" : " (\(item.role.rawValue))"
      switch item.action {
      case .command(let command, let reason):
        return "\(command.command)\(role)" + (reason.map { " because \($0)" } ?? "")
      case .file(let file): return "write \(file.path)\(role)"
      case .enter(let entry): return "enter \(entry.target)\(role)"
      case .work: return "work \(item.step)"
      case .judge(let blocks):
        return blocks.flatMap(\.claims).map(\.subject).joined(separator: "; ")
      }
    }
  }
}
