import Glibc
import LabDocument
import LabResults
import LabRuntime
import Reporting

/// One call of `netlab run`: its labs in turn, and what comes of them together.
struct RunSession: Sendable {
  let command: RunCommand

  /// Runs all labs and returns the exit status.
  func run() async -> Int32 {
    // Where a lab is shared with a person, a file or the machine, they run one after the other.
    guard command.labs.count > 1, !command.isInteractive, !command.onHost, !command.keep,
      !command.shellOnFailure, !command.update, !command.diff
    else { return await run(ahead: nil) }
    var labs: [Int: Lab] = [:]
    for (index, argument) in command.labs.enumerated() {
      if case .lab(let lab, _) = LabFile.read(argument, seed: command.seed) { labs[index] = lab }
    }
    let ahead = RunsAhead(labs, options: options(nil))
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await ahead.work(jobs: command.jobs ?? Self.processors) }
      return await run(ahead: ahead)
    }
  }

  private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private func options(_ hostRun: HostRun?) -> RunOptions {
    var options = RunOptions(
      isStrict: command.strict, lastStep: command.step, readsNetwork: readsNetwork,
      hostRun: hostRun)
    options.isAttended = command.isInteractive
    return options
  }

  /// The report as text that begins.
  private var terminalReport: TerminalReport {
    let style = command.styleOptions.style(quiet: command.quiet, toFile: command.output != nil)
    return TerminalReport(
      style: style, showsChanges: command.changes,
      showsPicture: command.picture ?? style.isTerminal)
  }

  private func run(ahead: RunsAhead?) async -> Int32 {
    var results: [(lab: Lab, result: LabResult)] = []
    var outcomes: [Outcome] = []
    var report = ""
    var endings: [String] = []
    for (index, argument) in command.labs.enumerated() where !Task.isCancelled {
      let file: LabFile
      var update: UpdateSession?
      if command.update || command.diff {
        (file, update) = open(argument)
      } else {
        file = LabFile.read(argument, seed: command.seed)
      }
      switch file {
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
        var hostRun: HostRun?
        if command.onHost {
          switch await HostQuestion(lab: lab, isAgreed: command.yes).answer() {
          case .agreed(let run): hostRun = run
          case .refused(let reason):
            Output.complain("netlab: \(reason)")
            return 2
          }
        }
        let (result, text) = await follow(lab) { director in
          guard let run = ahead?[index] else {
            return await Runner(lab: lab, options: options(hostRun), director: director).run()
          }
          return await run.report(to: director)
        }
        results.append((lab, result))
        outcomes.append(result.outcome)
        report += text
        if let hostRun {
          endings = hostRun.lines
          if !hostRun.isComplete { outcomes.append(.error) }
        }
        if let update, !finish(update, lab, result) { outcomes.append(.error) }
      case .mistaken(let diagnostics):
        for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
        outcomes.append(.error)
        report += unreadable(argument, diagnostics)
      case .unreadable(let reason):
        Output.complain(reason)
        outcomes.append(.error)
        report += unreadable(argument, [])
      }
    }
    if command.format == .text, !command.diff, results.count > 1 {
      report += summary(results)
    }
    let isDelivered = await deliver(report)
    // Beside the report, which may be for a program.
    for line in endings { Output.complain("netlab: \(line)") }
    return isDelivered ? Self.status(outcomes) : 2
  }

  /// The lab's result, and what of its report is still to be written.
  private func follow(_ lab: Lab, _ run: (any RunDirector) async -> LabResult) async
    -> (LabResult, String)
  {
    switch command.format {
    case .json:
      let result = await run(SilentDirector())
      return (result, JSONReport.line(lab: lab, result: result) + "\n")
    case .text where command.diff:
      // Standard output is the diff's; what did not pass must be said all the same.
      let director = BufferingDirector(report: TerminalReport(style: Style(quiet: true)))
      let result = await run(director)
      if result.outcome != .passed { Output.complain(await director.text) }
      return (result, "")
    case .text where command.output != nil:
      let director = BufferingDirector(report: terminalReport)
      let result = await run(director)
      return (result, await director.text)
    case .text:
      let shells = ShellWish(always: command.keep, onFailure: command.shellOnFailure)
      let director = TerminalDirector(
        report: terminalReport, lab: lab, isInteractive: command.isInteractive, shells: shells)
      var result = await run(director)
      if await director.isUnread, result.outcome == .passed { result.outcome = .error }
      return (result, "")
    }
  }

  /// Whether somebody wants to know what the steps change; to read it takes time.
  private var readsNetwork: Bool {
    if command.quiet || command.diff { return false }
    if command.format == .json { return command.changes }
    // Somebody who sits there may ask for pictures at any pause.
    let report = terminalReport
    return report.showsChanges || report.showsPicture || command.isInteractive
  }

  /// Reads a lab whose file is to be written.
  private func open(_ argument: String) -> (LabFile, UpdateSession?) {
    let path = LabFinder.path(for: argument)
    do {
      let file = try WritableFile(path, isWritten: !command.diff)
      let update = UpdateSession(
        file: file, isDiff: command.diff, seed: command.seed, style: command.styleOptions.style())
      return (LabFile.read(file.bytes, path: path, seed: command.seed), update)
    } catch let refusal as WritableFile.Refusal {
      return (.unreadable("netlab: \(refusal)"), nil)
    } catch {
      // It says why, and what else may have been meant.
      return (LabFile.read(argument, seed: command.seed), nil)
    }
  }

  /// Writes or shows what a run changes in a lab's file; whether that could be done.
  private func finish(_ update: UpdateSession, _ lab: Lab, _ result: LabResult) -> Bool {
    guard !Task.isCancelled else { return true }
    do {
      switch try update.finish(lab, result) {
      case .done(let sentence):
        Output.complain(sentence)
        return true
      case .failed(let sentence):
        Output.complain("netlab: \(sentence)")
        return false
      }
    } catch {
      Output.complain(aboutLoss: error)
      return false
    }
  }

  private func unreadable(_ argument: String, _ diagnostics: [Diagnostic]) -> String {
    guard command.format == .json else { return "" }
    let path = LabFinder.path(for: argument)
    return JSONReport.line(unreadable: path, id: LabFile.id(of: path), diagnostics: diagnostics)
      + "\n"
  }

  private func summary(_ results: [(lab: Lab, result: LabResult)]) -> String {
    let style = command.styleOptions.style(quiet: command.quiet, toFile: command.output != nil)
    return (command.quiet ? "" : "\n") + LabsSummary.render(results, style: style)
  }

  /// Writes the report; a report that nobody gets is an error.
  private func deliver(_ report: String) async -> Bool {
    guard !report.isEmpty || command.output != nil else { return true }
    do {
      if let path = command.output {
        try Output.write(report, toFile: path)
      } else {
        try Output.write(report)
      }
      return true
    } catch {
      let target = command.output ?? "standard output"
      Output.complain("netlab: the report could not be written to \(target): \(error)")
      return false
    }
  }

  /// 0, 1 or 2, the worst first; labs that were skipped do not fail the others.
  static func status(_ outcomes: [Outcome]) -> Int32 {
    switch Outcome.sum(outcomes) {
    case .passed: 0
    case .failed: 1
    case .error, .skipped: 2
    }
  }
}
