import LabDocument
import LabResults
import NetworkState

/// Transcripts: prompts, commands, and what these really printed.
struct HTMLTranscript {
  let article: HTMLArticle

  /// A block that ran.
  func text(_ block: ConsoleBlock, _ results: [Int: CommandResult]) -> String {
    var writer = TranscriptWriter(own: article.own)
    var entered: [Place] = []
    for entry in block.entries {
      switch entry {
      case .command(let command):
        guard let result = results[command.line] else { continue }
        let ended = result.outcome == .skipped && result.message == nil
        guard !ended else { return writer.finish() }
        writer.write(lines(of: command.command, at: command.place))
        writer.write(output(result.output))
        if let status = result.status, status != 0, result.outcome == .passed {
          // That a command fails as it should is part of the lesson.
          writer.write("<span class=\"dim\">[exit \(status)]</span>\n")
        }
        writer.interrupt(problem(of: result, expectedStatus: command.expectedStatus))
        if result.stopsStep { return writer.finish() }
      case .enter(let entry):
        let result = results[entry.line]
        guard result?.outcome != .skipped else { return writer.finish() }
        writer.write(lines(of: entry.command, at: entry.place))
        entered.append(entry.target)
        guard let result else { continue }
        writer.interrupt(problem(of: result, expectedStatus: 0))
        if result.stopsStep { return writer.finish() }
      case .leave:
        writer.write(lines(of: "exit", at: entered.popLast() ?? home))
      case .comment(let text, _):
        writer.write("<span class=\"dim\"># \(HTMLText.line(text))</span>\n")
      }
    }
    return writer.finish()
  }

  /// A block that is shown and never run, with the outputs that the lab shows.
  func example(_ block: ConsoleBlock) -> String {
    var writer = TranscriptWriter(own: article.own, isExample: true)
    var entered: [Place] = []
    for entry in block.entries {
      switch entry {
      case .command(let command):
        writer.write(lines(of: command.command, at: command.place))
        for line in command.expectedOutput {
          let text = if case .text(let text) = line { text } else { "..." }
          writer.write("<samp>\(HTMLText.block(text))</samp>\n")
        }
        if command.expectedStatus != 0 {
          writer.write("<span class=\"dim\">[exit \(command.expectedStatus)]</span>\n")
        }
      case .enter(let entry):
        writer.write(lines(of: entry.command, at: entry.place))
        entered.append(entry.target)
      case .leave:
        writer.write(lines(of: "exit", at: entered.popLast() ?? home))
      case .comment(let text, _):
        writer.write("<span class=\"dim\"># \(HTMLText.line(text))</span>\n")
      }
    }
    return writer.finish()
  }

  /// What is to be said of a command that did not go as the lab says; empty if there is nothing.
  func problem(of result: CommandResult, expectedStatus: Int) -> String {
    let problem = CommandProblem(result, expectedStatus: expectedStatus)
    guard let message = problem.message else { return "" }
    let (look, mark, word) =
      result.outcome == .passed
      ? ("warning", "~", "warning")
      : (result.outcome.rawValue, result.outcome.mark, result.outcome.rawValue)
    var text =
      "<div class=\"problem \(look)\" id=\"\(HTMLText.line(article.anchor(ofLine: result.line)))\""
      + "\(article.own)>\n<p><span class=\"badge \(look)\">\(mark) \(word)</span> "
      + "\(HTMLText.message(message))</p>\n"
    if let difference = result.difference {
      text +=
        "<details class=\"fold\"\(result.outcome == .passed ? "" : " open")>\n"
        + "<summary>What differs from the lab's transcript</summary>\n"
        + "<pre class=\"code\">\(Self.lines(of: difference))</pre>\n</details>\n"
    }
    return text + "</div>\n"
  }

  private var home: Place {
    guard let run = article.run else { return .host(Place.defaultHostName) }
    return .host(run.lab.world.hosts[0].name)
  }

  /// A command behind its prompt; further lines of it behind `>`.
  private func lines(of command: String, at place: Place) -> String {
    let mark = if case .host = place { "$" } else { "#" }
    let name = HTMLText.line(place.description)
    let look = HTMLText.colourClass(article.colours?.ink(of: place) ?? .bold)
    let lines = command.split(separator: "\n", omittingEmptySubsequences: false)
    let indent = String(repeating: " ", count: DisplayWidth.of(place.description) + 1)
    return lines.enumerated().map { number, line in
      let front =
        number == 0
        ? "<span class=\"prompt\"><span class=\"\(look)\">\(name)</span> \(mark) </span>"
        : "<span class=\"prompt\">\(indent)&gt; </span>"
      return front + "<kbd>\(HTMLText.block(String(line)))</kbd>\n"
    }.joined()
  }

  private func output(_ output: String) -> String {
    guard !output.isEmpty else { return "" }
    let text = HTMLText.block(output)
    return "<samp>\(text.hasSuffix("\n") ? String(text.dropLast()) : text)</samp>\n"
  }

  private static func lines(of difference: String) -> String {
    difference.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let text = HTMLText.block(String(line))
      if line.hasPrefix("-") { return "<del>\(text)</del>" }
      return line.hasPrefix("+") ? "<ins>\(text)</ins>" : text
    }.joined(separator: "\n")
  }
}

/// Cuts a transcript where something is to be said between its lines.
private struct TranscriptWriter {
  let own: String
  var isExample = false
  private var text = ""
  private var lines = ""

  init(own: String, isExample: Bool = false) {
    self.own = own
    self.isExample = isExample
  }

  mutating func write(_ lines: String) { self.lines += lines }

  mutating func interrupt(_ remark: String) {
    guard !remark.isEmpty else { return }
    close()
    text += remark
  }

  mutating func finish() -> String {
    close()
    return text
  }

  private mutating func close() {
    guard !lines.isEmpty else { return }
    // An output may end without a newline, but no line of a page is left open.
    text +=
      "<pre class=\"transcript\(isExample ? " example" : "")\" lang=\"zxx\">\(lines)</pre>\n"
    lines = ""
  }
}
