import LabDocument
import LabResults
import NetworkState

/// The command that runs, and how much of it has been shown.
struct CommandProgress: Sendable {
  /// A command that prepares a step; it is shown only if it goes wrong.
  var isHidden = false
  var hasOutput = false
  var isLineOpen = false
  var filter = VisibleText(.plain)
}

extension TerminalReport {
  mutating func start(_ command: ConsoleCommand, _ output: inout String) {
    enterBlock(of: command.line, &output)
    self.command = CommandProgress(
      isHidden: block?.console.role == .setup, filter: VisibleText(style.visibleForm))
    guard let layout, !self.command.isHidden else { return }
    write(layout.command(command.command, place: command.place), as: .commands, &output)
  }

  mutating func show(_ piece: String, _ output: inout String) {
    guard !command.isHidden, !piece.isEmpty else { return }
    command.hasOutput = true
    append(command.filter.feed(piece), &output)
  }

  mutating func finish(
    _ command: ConsoleCommand, _ result: CommandResult, _ output: inout String
  ) {
    guard let layout else { return }
    if self.command.isHidden {
      guard result.outcome != .passed else { return }
      self.command.isHidden = false
      write(layout.command(command.command, place: command.place), as: .commands, &output)
    }
    if !self.command.hasOutput { append(self.command.filter.feed(result.output), &output) }
    append(self.command.filter.finish(), &output)
    if self.command.isLineOpen { append("\n", &output) }
    if let status = result.status, status != 0, result.outcome == .passed {
      // That a command fails as it should is part of the lesson.
      append(style.paint("[exit \(status)]", .dim) + "\n", &output)
    }
    writeProblem(of: result, expectedStatus: command.expectedStatus, &output)
  }

  mutating func changePlace(
    _ entry: ConsoleEntry, _ result: CommandResult?, _ output: inout String
  ) {
    guard let layout else { return }
    switch entry {
    case .enter(let entry):
      enterBlock(of: entry.line, &output)
      if block?.console.role != .setup || result?.outcome == .failed {
        write(layout.command(entry.command, place: entry.place), as: .commands, &output)
      }
      entered.append(entry.target)
    case .leave(let line, _):
      enterBlock(of: line, &output)
      let place = entered.popLast() ?? .host(layout.lab.world.hosts[0].name)
      if block?.console.role != .setup {
        write(layout.command("exit", place: place), as: .commands, &output)
      }
    case .command, .comment:
      break
    }
    if let result { writeProblem(of: result, expectedStatus: 0, &output) }
  }

  /// Says what went wrong with a command, and how its output differs from the transcript.
  mutating func writeProblem(
    of result: CommandResult, expectedStatus: Int, _ output: inout String
  ) {
    guard let layout else { return }
    // What is skipped for a reason of its own stops nothing.
    if result.outcome != .passed, result.outcome != .skipped {
      claims.hasProblem = true
      // The step ends here; neither its solution nor an answer is given away.
      rest = []
      unanswered = []
    }
    let problem = CommandProblem(result, expectedStatus: expectedStatus)
    let lines = problem.lines(layout: layout)
    for line in lines { output += line + "\n" }
    if !lines.isEmpty { last = .commands }
  }

  private mutating func append(_ text: String, _ output: inout String) {
    guard let end = text.unicodeScalars.last else { return }
    output += text
    command.isLineOpen = end != "\n"
  }

  /// Goes on to the block that holds a line, and shows the author's comments above the line.
  private mutating func enterBlock(of line: Int, _ output: inout String) {
    if block?.console.entries.contains(where: { $0.line == line }) != true {
      var found: ConsoleBlock?
      readUp(
        to: { element in
          guard case .console(let console) = element,
            console.entries.contains(where: { $0.line == line })
          else { return false }
          found = console
          return true
        }, &output)
      block = found.map { ($0, 0) }
      entered = []
    }
    guard let layout, var current = block else { return }
    while current.shown < current.console.entries.count {
      let entry = current.console.entries[current.shown]
      guard entry.line <= line else { break }
      current.shown += 1
      if case .comment(let text, _) = entry, current.console.role != .setup {
        write([layout.comment(text)], as: .commands, &output)
      }
    }
    block = current
  }
}

extension ConsoleEntry {
  /// The line of the file on which the entry stands.
  var line: Int {
    switch self {
    case .command(let command): command.line
    case .enter(let entry): entry.line
    case .leave(let line, _): line
    case .comment(_, let line): line
    }
  }
}
