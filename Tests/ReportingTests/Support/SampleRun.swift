import Diagnosis
import LabResults
import NetworkState

@testable import LabDocument

/// A run of a lab that nobody ran: what is said here comes of its lines, all else passes.
struct SampleRun: Sendable {
  var lab = SampleLab.lab
  /// What commands print, by their lines.
  var outputs: [Int: String] = [:]
  /// What becomes of commands whose line is named.
  var commands: [Int: @Sendable (inout CommandResult) -> Void] = [:]
  /// What becomes of claims whose line is named.
  var claims: [Int: (Outcome, String?)] = [:]
  /// Why the probes of claims got no answer, by their lines.
  var diagnoses: [Int: Diagnosis] = [:]

  /// Everything that happens, and the result at the end.
  func events() -> (events: [RunEvent], result: LabResult) {
    var events: [RunEvent] = [.labStarted(lab)]
    var steps: [StepResult] = []
    var hasEnded = false
    for step in lab.steps {
      var result = StepResult(
        id: step.id, title: step.title, line: step.line, outcome: .skipped, points: 0,
        maxPoints: step.points, commands: [], claims: [])
      if !hasEnded {
        events.append(.stepStarted(step))
        for (index, part) in step.parts.enumerated() {
          events.append(.partStarted(part, index: index))
          run(part.elements, &events, &result, &hasEnded)
          events.append(.partFinished(part, index: index))
        }
      }
      result.outcome = .sum(result.commands.map(\.outcome) + result.claims.map(\.outcome))
      if result.outcome != .passed { hasEnded = true }
      events.append(.stepFinished(result))
      steps.append(result)
    }
    let result = LabResult(
      outcome: .sum(steps.map(\.outcome)), duration: .milliseconds(1234), steps: steps)
    events.append(.labFinished(result))
    return (events, result)
  }

  private func run(
    _ elements: [Element], _ events: inout [RunEvent], _ step: inout StepResult,
    _ hasEnded: inout Bool
  ) {
    for element in elements {
      switch element {
      case .console(let block) where block.role != .example:
        for entry in block.entries where !hasEnded {
          run(entry, &events, &step, &hasEnded)
        }
      case .file(let file) where !hasEnded:
        let result = self.result(line: file.line, place: SampleLab.host, text: "write \(file.path)")
        step.commands.append(result)
        events.append(.fileWritten(file, result))
      case .solution(let solution):
        run(solution.elements, &events, &step, &hasEnded)
      case .expect(let block):
        let results = block.claims.map { group in
          let claim = group.alternatives[0]
          let (outcome, message) = hasEnded ? (.skipped, nil) : claims[group.line] ?? (.passed, nil)
          var result = ClaimResult(
            line: group.line, place: claim.placeText, claim: claim.text, isKeep: block.isKeep,
            outcome: outcome, message: message, duration: .milliseconds(2))
          result.diagnosis = hasEnded ? nil : diagnoses[group.line]
          return result
        }
        step.claims += results
        guard !hasEnded else { continue }
        events.append(.claimsStarted(block))
        events += results.reversed().map { .claimFinished($0) }
      default:
        break
      }
    }
  }

  private func run(
    _ entry: ConsoleEntry, _ events: inout [RunEvent], _ step: inout StepResult,
    _ hasEnded: inout Bool
  ) {
    switch entry {
    case .command(let command):
      let result = self.result(line: command.line, place: command.place, text: command.command)
      step.commands.append(result)
      events.append(.commandStarted(command))
      // Pieces are cut anywhere.
      var piece = ""
      for scalar in result.output.unicodeScalars {
        piece.unicodeScalars.append(scalar)
        if piece.unicodeScalars.count == 5 {
          events.append(.commandOutput(piece))
          piece = ""
        }
      }
      events.append(.commandOutput(piece))
      events.append(.commandFinished(command, result))
      hasEnded = result.outcome != .passed
    case .enter, .leave:
      events.append(.placeChanged(entry, nil))
    case .comment:
      break
    }
  }

  private func result(line: Int, place: Place, text: String) -> CommandResult {
    var result = CommandResult(
      line: line, place: place, command: text, status: 0, outcome: .passed,
      output: outputs[line] ?? "", duration: .milliseconds(4))
    commands[line]?(&result)
    return result
  }
}
