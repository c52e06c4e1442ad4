import Authoring
import LabDocument
import LabResults
import LabRuntime
import Reporting

/// What `run --update` and `run --diff` do with a lab's file when it has run.
struct UpdateSession: Sendable {
  let file: WritableFile
  /// Shows what would be written, and writes nothing.
  let isDiff: Bool
  let seed: String?
  let style: Style

  /// What came of it.
  enum Ending {
    /// A sentence for the author.
    case done(String)
    case failed(String)
  }

  /// Writes the outputs of a run into the lab's file, or shows the difference.
  func finish(_ lab: Lab, _ result: LabResult) throws -> Ending {
    let update: LabUpdate?
    do {
      update = try LabUpdate.make(of: file.bytes, lab, result) { bytes in
        LabFile.lab(bytes, path: file.path, seed: seed)
      }
    } catch {
      return .failed("\(error)")
    }
    let rest = remainder(result)
    guard let update else { return .done("\(file.path): no output has changed\(rest)") }
    if isDiff {
      try Output.write(UnifiedDiff.text(update.edits.map(\.diffLine), of: file.path, style: style))
      return .done("\(file.path): \(summary(update, "would change"))\(rest)")
    }
    do {
      try file.replace(with: update.bytes)
    } catch let refusal as WritableFile.Refusal {
      return .failed("\(refusal)")
    } catch {
      return .failed("\(file.path): could not be written, and stays as it was: \(error)")
    }
    return .done("\(file.path): \(summary(update, "written anew"))\(rest)")
  }

  private func summary(_ update: LabUpdate, _ verb: String) -> String {
    let lines = update.commands.map(String.init)
    let shown = lines.prefix(12).joined(separator: ", ") + (lines.count > 12 ? ", …" : "")
    return lines.count == 1
      ? "the output of 1 command \(verb) (line \(shown))"
      : "the outputs of \(lines.count) commands \(verb) (lines \(shown))"
  }

  /// What the run did not get to, which keeps its old output.
  private func remainder(_ result: LabResult) -> String {
    let commands = result.steps.flatMap(\.commands)
    guard let first = commands.first(where: { $0.outcome != .passed }) else { return "" }
    var text = "; the command of line \(first.line) "
    if let status = first.status, first.outcome == .failed {
      text += "ended with status \(status): write `[exit \(status)]` under it if it is meant to"
    } else {
      text += "did not run to its end"
    }
    return text + "; it and what comes after it keep their outputs"
  }
}

extension LineEdit {
  fileprivate var diffLine: UnifiedDiff.Line {
    switch self {
    case .kept(let line): .same(line.text + line.end)
    case .removed(let line): .removed(line.text + line.end)
    case .added(let line): .added(line.text + line.end)
    }
  }
}
