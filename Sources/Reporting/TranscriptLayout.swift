import LabDocument
import NetworkState

/// A transcript that is shown and not run: prompts, commands, and the expected output dimmed.
struct TranscriptLayout {
  private let layout: ArticleLayout

  init(_ layout: ArticleLayout) {
    self.layout = layout
  }

  func lines(_ block: ConsoleBlock) -> [String] {
    // What is never run is set in, like other text to look at.
    let indent = block.role == .example ? "    " : ""
    var lines: [String] = []
    var entered: [Place] = []
    for entry in block.entries {
      switch entry {
      case .command(let command):
        lines += layout.command(command.command, place: command.place)
        lines += command.expectedOutput.map(output)
        if command.expectedStatus != 0 {
          lines.append(layout.style.paint("[exit \(command.expectedStatus)]", .dim))
        }
      case .enter(let entry):
        lines += layout.command(entry.command, place: entry.place)
        entered.append(entry.target)
      case .leave:
        let place = entered.popLast() ?? .host(layout.lab.world.hosts[0].name)
        lines += layout.command("exit", place: place)
      case .comment(let text, _):
        lines.append(layout.comment(text))
      }
    }
    return lines.map { indent + $0 }
  }

  private func output(_ line: ConsoleCommand.OutputLine) -> String {
    switch line {
    case .text(let text):
      layout.style.paint(VisibleText.of(text, .terminal(colour: false)), .dim)
    case .anyLines:
      layout.style.paint("...", .dim)
    }
  }
}

extension PlaceEntry {
  /// As it is shown, like a command: without `sudo`.
  var command: String {
    source.hasPrefix("sudo ") ? String(source.dropFirst(5)) : source
  }
}
