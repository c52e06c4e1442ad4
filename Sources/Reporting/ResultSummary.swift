import LabDocument
import LabResults

/// The end of a report: what went wrong and where, and how much went well.
struct ResultSummary {
  var lab: Lab
  var result: LabResult
  var style: Style

  func lines() -> [String] {
    let problems = result.steps.flatMap { self.problems(of: $0) }
    let last = style.paint(lastLine, result.outcome.ink.bold)
    return problems + (problems.isEmpty || style.quiet ? [] : [""]) + [last]
  }

  private var layout: ArticleLayout { ArticleLayout(lab: lab, style: style) }

  private func problems(of step: StepResult) -> [String] {
    var found: [(line: Int, lines: [String])] = []
    for command in step.commands {
      if command.outcome.isProblem || isSkippedForReason(command.outcome, command.message) {
        found.append((command.line, problem(of: command)))
      } else if command.difference != nil, !style.quiet {
        let text = "\(command.command): the output differs from the lab's"
        found.append((command.line, [at(command.line, "warning", .doubtful, text)]))
      }
    }
    for claim in step.claims
    where claim.outcome.isProblem || isSkippedForReason(claim.outcome, claim.message) {
      let name = layout.claim(place: claim.place, text: claim.claim).plain
      let title = at(claim.line, claim.outcome.rawValue, claim.outcome.ink, name)
      found.append((claim.line, [title] + message(claim.message)))
    }
    return found.sorted { $0.line < $1.line }.flatMap(\.lines)
  }

  /// What was left out though all before it went well.
  private func isSkippedForReason(_ outcome: Outcome, _ message: String?) -> Bool {
    outcome == .skipped && message != nil
  }

  private func problem(of command: CommandResult) -> [String] {
    let place = command.place.description
    let first = command.command.split(separator: "\n").first.map(String.init) ?? ""
    let title = at(
      command.line, command.outcome.rawValue, command.outcome.ink, "\(place): \(first)")
    var lines = [title]
    if style.quiet {
      // Nothing was shown while the lab ran.
      var output = command.output.split(separator: "\n").suffix(10).map { line in
        "    " + VisibleText.of(String(line), .terminal(colour: false))
      }
      if command.difference != nil { output = [] }
      lines += output
    }
    let problem = CommandProblem(command, expectedStatus: expectedStatus(line: command.line))
    lines += message(problem.message)
    if style.quiet, let difference = command.difference {
      lines += DifferenceLayout.lines(difference, style: style)
    }
    return lines
  }

  /// `FILE:LINE: failed: TEXT`, on which an editor can jump.
  private func at(_ line: Int, _ kind: String, _ ink: Ink, _ text: String) -> String {
    VisibleText.line("\(lab.file):\(line): ") + style.paint(kind, ink) + ": "
      + VisibleText.line(text)
  }

  private func message(_ text: String?) -> [String] {
    text.map { layout.message($0, ink: .plain, mark: "    ") } ?? []
  }

  private func expectedStatus(line: Int) -> Int {
    lab.steps.lazy.compactMap { $0.elements.command(atLine: line) }.first?.expectedStatus ?? 0
  }

  private var lastLine: String {
    let name = style.quiet ? "\(lab.id) \(result.outcome.rawValue)" : result.outcome.rawValue
    switch result.outcome {
    case .passed:
      return "\(name): \(counts.joined(separator: ", "))"
    case .skipped:
      return "\(style.quiet ? name : "skipped: \(lab.id)"): \(result.message ?? "nothing ran")"
    case .failed, .error:
      let parts = [result.message].compactMap(\.self) + counts
      return "\(name): \(parts.joined(separator: ", "))"
    }
  }

  /// What there was of each kind; of what did not pass, how many.
  private var counts: [String] {
    let claims = result.steps.flatMap(\.claims).map(\.outcome)
    let commands = result.steps.flatMap(\.commands).map(\.outcome)
    let steps = result.steps.map(\.outcome)
    var counts: [String] = []
    if result.outcome == .passed {
      // Steps behind the last one that was asked for did not run.
      let (claims, commands) = (claims.count { $0 == .passed }, commands.count { $0 == .passed })
      counts.append(claims == 0 ? count(commands, "command") : count(claims, "claim"))
      let passed = steps.count { $0 == .passed }
      let all = count(steps.count, "step")
      counts.append(passed == steps.count ? all : "\(passed) of \(all)")
      let differences = result.steps.flatMap(\.commands).count { $0.difference != nil }
      if differences > 0 { counts.append(count(differences, "difference")) }
    } else {
      let failedCommands = commands.count(where: \.isProblem)
      if failedCommands > 0 { counts.append(count(failedCommands, "command")) }
      let failedClaims = claims.count { $0 == .failed }
      if failedClaims > 0 { counts.append("\(failedClaims) of \(count(claims.count, "claim"))") }
      let undecided = claims.count { $0 == .error }
      if undecided > 0 { counts.append("\(count(undecided, "claim")) undecided") }
      let skipped = steps.count { $0 == .skipped }
      if skipped > 0 { counts.append("\(skipped) of \(count(steps.count, "step")) skipped") }
    }
    return counts + [Self.seconds(result.duration)]
  }

  private func count(_ number: Int, _ name: String) -> String {
    "\(number) \(name)\(number == 1 ? "" : "s")"
  }

  /// `1.2 s`.
  static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let tenths = (seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 50) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

extension Outcome {
  /// Whether it is to be told at the end.
  var isProblem: Bool { self == .failed || self == .error }
}

extension Ink {
  var bold: Ink {
    var ink = self
    ink.isBold = true
    return ink
  }
}

extension [Element] {
  /// The command on a line of the file.
  func command(atLine line: Int) -> ConsoleCommand? {
    for element in self {
      switch element {
      case .console(let block):
        for case .command(let command) in block.entries where command.line == line {
          return command
        }
      case .solution(let solution):
        if let command = solution.elements.command(atLine: line) { return command }
      case .prose, .file, .expect, .hint, .question, .instructors:
        break
      }
    }
    return nil
  }
}
