import LabDocument
import LabResults
import LabRuntime
import Reporting

/// Watches nothing: the result says it all.
struct SilentDirector: RunDirector {
  func receive(_ event: RunEvent) async {}
}

/// Keeps the whole report, for a file.
actor BufferingDirector: RunDirector {
  private var report: TerminalReport
  private(set) var text = ""

  init(style: Style) {
    report = TerminalReport(style: style)
  }

  func receive(_ event: RunEvent) async {
    text += report.text(for: event)
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
