import LabDocument
import LabResults
import LabRuntime
import Proving
import Reporting

/// One call of `netlab prove`: its labs in turn, and what comes of them together.
struct ProveSession: Sendable {
  let command: ProveCommand

  /// Proves all labs and returns the exit status.
  func run() async -> Int32 {
    var outcomes: [Outcome] = []
    var report = ""
    for argument in command.labs where !Task.isCancelled {
      var text = ""
      switch LabFile.read(argument, seed: command.seed) {
      case .lab(let lab, let diagnostics):
        for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
        if let step = command.step {
          do {
            try StepArgument.validate(step, in: lab)
          } catch {
            Output.complain("netlab: \(error)")
            return 64
          }
        }
        let result = await prove(lab)
        outcomes.append(result.outcome)
        text =
          command.format == .json
          ? ProofReport.line(lab: lab, result: result) + "\n"
          : ProofReport.text(lab: lab, result: result, style: style)
      case .mistaken(let diagnostics):
        for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
        outcomes.append(.error)
        text = unreadable(argument, diagnostics)
      case .unreadable(let reason):
        Output.complain(reason)
        outcomes.append(.error)
        text = unreadable(argument, [])
      }
      if command.output == nil {
        guard deliver(text) else { return 2 }
      } else {
        report += text
      }
    }
    if command.format == .text, outcomes.count > 1 {
      let summary = ProofReport.summary(outcomes, style: style)
      if command.output == nil {
        guard deliver(summary) else { return 2 }
      } else {
        report += summary
      }
    }
    if command.output != nil, !deliver(report) { return 2 }
    return RunSession.status(outcomes)
  }

  private var style: Style {
    command.styleOptions.style(quiet: command.quiet, toFile: command.output != nil)
  }

  private func prove(_ lab: Lab) async -> ProofResult {
    let options = ProofOptions(jobs: command.jobCount, step: command.step)
    guard !command.quiet, Terminal.isTerminal(2) else {
      return await Prover(lab: lab, options: options).prove()
    }
    let line = ProgressLine(lab: lab.id, style: command.styleOptions.style())
    let result = await Prover(lab: lab, options: options) { await line.show($0) }.prove()
    await line.clear()
    return result
  }

  private func unreadable(_ argument: String, _ diagnostics: [Diagnostic]) -> String {
    guard command.format == .json else { return "" }
    let path = LabFinder.path(for: argument)
    return ProofReport.line(unreadable: path, id: LabFile.id(of: path), diagnostics: diagnostics)
      + "\n"
  }

  /// Writes a report; one that nobody gets is an error.
  private func deliver(_ text: String) -> Bool {
    do {
      if let path = command.output {
        try Output.write(text, toFile: path)
      } else {
        try Output.write(text)
      }
      return true
    } catch {
      let target = command.output ?? "standard output"
      Output.complain("netlab: the report could not be written to \(target): \(error)")
      return false
    }
  }
}

/// The line on a terminal that says how far a proof has come.
private actor ProgressLine {
  private let lab: String
  private let style: Style
  private var phase = ""
  private var started = ContinuousClock.now
  private var shown: ContinuousClock.Instant?

  init(lab: String, style: Style) {
    self.lab = lab
    self.style = style
  }

  func show(_ progress: ProofProgress) {
    let now = ContinuousClock.now
    if progress.phase != phase {
      phase = progress.phase
      started = now
    } else if let shown, shown + .milliseconds(50) > now, progress.done < progress.total {
      return
    }
    shown = now
    let seconds = started.duration(to: now) / .seconds(1)
    Output.complain(
      ProofReport.progress(
        lab: lab, phase: phase, done: progress.done, total: progress.total, seconds: seconds,
        style: style), newline: false)
  }

  func clear() {
    Output.complain(ProofReport.endOfProgress, newline: false)
  }
}
