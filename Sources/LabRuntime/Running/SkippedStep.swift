import LabDocument
import LabResults
import NetworkState

/// The results of what did not run.
enum SkippedStep {
  static func result(of step: Step) -> StepResult {
    StepResult(
      id: step.id, title: step.title, line: step.line, outcome: .skipped, points: 0,
      maxPoints: step.points, commands: step.parts.flatMap { commands(of: $0) },
      claims: step.parts.flatMap { claims(of: $0) })
  }

  static func commands(of part: Part) -> [CommandResult] {
    part.elements.flatMap { commands(of: $0) }
  }

  static func claims(of part: Part) -> [ClaimResult] {
    part.expectBlocks.flatMap { block in
      block.claims.map { group in
        let claim = group.alternatives[0]
        return ClaimResult(
          line: group.line, place: claim.placeText, claim: claim.text, isKeep: block.isKeep,
          outcome: .skipped, duration: .zero)
      }
    }
  }

  static func command(_ command: ConsoleCommand) -> CommandResult {
    skipped(command.line, command.place, command.command)
  }

  static func command(_ entry: PlaceEntry) -> CommandResult {
    skipped(entry.line, entry.place, entry.command)
  }

  static func command(_ file: FileBlock) -> CommandResult {
    skipped(file.line, .host(Place.defaultHostName), description(of: file))
  }

  /// What a report calls the writing of a file.
  static func description(of file: FileBlock) -> String { "write \(file.path)" }

  private static func commands(of element: Element) -> [CommandResult] {
    switch element {
    case .console(let block) where block.role != .example:
      block.entries.compactMap { entry in
        switch entry {
        case .command(let command): self.command(command)
        case .enter(let target): command(target)
        case .leave, .comment: nil
        }
      }
    case .file(let file): [command(file)]
    case .solution(let solution): solution.elements.flatMap { commands(of: $0) }
    case .console, .expect, .prose, .hint, .question, .instructors: []
    }
  }

  private static func skipped(_ line: Int, _ place: Place, _ command: String) -> CommandResult {
    CommandResult(
      line: line, place: place, command: command, status: nil, outcome: .skipped, output: "",
      duration: .zero)
  }
}

extension Part {
  var expectBlocks: [ExpectBlock] {
    elements.compactMap { if case .expect(let block) = $0 { block } else { nil } }
  }
}

extension PlaceEntry {
  /// The line without a leading `sudo`, as reports show commands.
  var command: String {
    source.hasPrefix("sudo ") ? String(source.dropFirst(5)).trimmingPrefix(" ").description : source
  }
}
