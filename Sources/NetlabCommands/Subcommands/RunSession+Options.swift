import LabRuntime
import Reporting

extension RunSession {
  /// How labs are run; on the machine itself if it is named.
  func options(_ hostRun: HostRun?) -> RunOptions {
    var options = RunOptions(
      isStrict: command.strict, lastStep: command.step, readsNetwork: readsNetwork,
      hostRun: hostRun, diagnoses: !command.noWhy)
    options.diagnosesAll = command.whyAll
    options.isAttended = command.isInteractive
    return options
  }

  /// The report as text, as it begins.
  var terminalReport: TerminalReport {
    let style = command.styleOptions.style(quiet: command.quiet, toFile: command.output != nil)
    return TerminalReport(
      style: style, showsChanges: command.changes,
      showsPicture: command.picture ?? style.isTerminal)
  }

  /// Whether somebody wants to know what the steps change; to read it takes time.
  private var readsNetwork: Bool {
    switch command.format {
    case .html: return command.changes || command.picture != false
    case .text, .json: if command.quiet || command.diff { return false }
    }
    if command.format == .json { return command.changes }
    let report = terminalReport
    // Somebody who sits there may ask for pictures at any pause.
    return report.showsChanges || report.showsPicture || command.isInteractive
  }

  /// The report as a page, as it begins.
  var page: HTMLReport {
    HTMLReport(showsChanges: command.changes, showsPicture: command.picture != false)
  }
}
