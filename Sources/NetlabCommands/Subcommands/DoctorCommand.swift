import ArgumentParser
import LabResults
import LabRuntime
import Reporting

/// `netlab doctor`: what this machine can do.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Says what this machine can do, and what keeps labs from running.",
    discussion: """
      It makes a sandbox as a run does, tries the kernel's features in it, and
      asks each tool for its version. It needs no privilege and no network, and
      leaves nothing behind.

        ✓  fine
        –  missing; only labs that need it are skipped
        !  doubtful, or could not be examined
        ✗  no lab runs until it is changed

      EXAMPLES
        netlab doctor
        netlab doctor --format json | jq .runs

      EXIT STATUS
        0   labs run on this machine
        2   they do not
      """)

  /// For whom the findings are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(name: .long, help: "For people, or for programs.")
  var format = Format.text

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    let examination = await SignalWatch.cancelling { await Doctor.examine() }
    // What was found before an interruption would mislead.
    if let status = SignalWatch.status { throw ExitCode(status) }
    switch format {
    case .text:
      try Output.write(DoctorReport.text(examination, style: styleOptions.style()))
    case .json:
      try Output.write(DoctorReport.json(examination) + "\n")
    }
    if !examination.canRun { throw ExitCode(2) }
  }
}
