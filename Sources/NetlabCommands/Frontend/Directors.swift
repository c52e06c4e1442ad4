import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Reporting

/// Watches nothing: the result says it all.
struct SilentDirector: RunDirector {
  func receive(_ event: RunEvent) async {}
}

/// Keeps what each step did to the network, for a report that is made at the end.
actor NetworkDirector: RunDirector {
  /// By the ids of steps.
  private(set) var changes: [String: NetworkChange] = [:]

  func receive(_ event: RunEvent) async {
    if case .networkRead(let step, let change) = event { changes[step.id] = change }
  }
}

/// Keeps the whole report, for a file.
actor BufferingDirector: RunDirector {
  private var report: TerminalReport
  private(set) var text = ""

  init(report: TerminalReport) {
    self.report = report
  }

  func receive(_ event: RunEvent) async {
    text += report.text(for: event)
  }
}

/// Tells what did not pass, and keeps how the network stands when all has run that will.
actor PictureDirector: RunDirector {
  private var report = TerminalReport(style: Style(quiet: true))
  private(set) var text = ""
  /// `nil` if nothing ran, or the run was ended.
  private(set) var network: NetworkSnapshot?

  func receive(_ event: RunEvent) async {
    text += report.text(for: event)
  }

  func isAboutToEnd(_ result: LabResult, at place: Place, on machine: LabMachine) async {
    network = await machine.network()
  }
}

/// When the person wants a shell in the lab at its end.
struct ShellWish: Sendable {
  var always: Bool
  var onFailure: Bool

  func applies(to outcome: Outcome) -> Bool {
    always || onFailure && outcome != .passed
  }
}
