import LabDocument
import LabResults
import Testing

@testable import Reporting

@Suite("The report of a run")
struct TerminalReportTests {
  static let link = """
    1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN mode DEFAULT group default qlen 1000
        link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00

    """

  static let passing = SampleRun(outputs: [
    41: link, 74: "1 packets transmitted, 1 received, 0% packet loss, time 0ms\n",
  ])

  private func text(_ run: SampleRun, _ style: Style) -> String {
    var report = TerminalReport(style: style)
    return run.events().events.map { report.text(for: $0) }.joined()
  }

  @Test("A lab that passes", arguments: [40, 80])
  func passed(width: Int) throws {
    try Golden.expect(text(Self.passing, Style(width: width)), "passed-\(width).txt")
    let colours = Style(width: width, colour: true, isTerminal: true)
    try Golden.expect(text(Self.passing, colours), "passed-\(width)-colour.txt")
  }

  @Test("A claim that fails, with its hint")
  func failedClaim() throws {
    var run = Self.passing
    run.claims[80] = (.failed, "netns0 has no link ceth0; it is on the host:\n3: ceth0@veth0 …")
    try Golden.expect(text(run, Style()), "claim-failed.txt")
    try Golden.expect(text(run, Style(quiet: true)), "claim-failed-quiet.txt")
  }

  @Test("A claim that cannot be decided, and one that must stay so")
  func undecidedClaim() throws {
    var run = Self.passing
    run.claims[82] = (.error, "ping is not installed")
    run.claims[86] = (.failed, "no answer came")
    try Golden.expect(text(run, Style(colour: true)), "claim-error.txt")
  }

  @Test("A command that fails")
  func failedCommand() throws {
    var run = Self.passing
    run.commands[72] = {
      $0.status = 2
      $0.outcome = .failed
      $0.output = "RTNETLINK answers: File exists"
    }
    try Golden.expect(text(run, Style()), "command-failed.txt")
    try Golden.expect(text(run, Style(quiet: true)), "command-failed-quiet.txt")
  }

  @Test("A command that takes too long")
  func timedOut() throws {
    var run = Self.passing
    run.commands[41] = {
      $0.status = nil
      $0.outcome = .failed
      $0.message = "did not end within 30 s"
    }
    try Golden.expect(text(run, Style()), "timed-out.txt")
  }

  @Test("Setup is seen only when it goes wrong")
  func failedSetup() throws {
    var run = Self.passing
    run.commands[55] = {
      $0.status = 255
      $0.outcome = .failed
      $0.output = "sysctl: permission denied\n"
    }
    try Golden.expect(text(run, Style()), "setup-failed.txt")
    #expect(!text(Self.passing, Style()).contains("sysctl"))
  }

  @Test("A difference is a warning, or a failure")
  func difference() throws {
    var run = Self.passing
    run.commands[74] = { $0.difference = "- one\n+ two\n  three" }
    try Golden.expect(text(run, Style()), "difference-warning.txt")
    run.commands[74] = {
      $0.difference = "- one\n+ two\n  three"
      $0.outcome = .failed
    }
    try Golden.expect(text(run, Style(colour: true)), "difference-failed.txt")
    try Golden.expect(text(run, Style(quiet: true)), "difference-failed-quiet.txt")
  }

  @Test("A lab that is skipped")
  func skipped() throws {
    let result = LabResult(
      outcome: .skipped, message: "needs tcpdump (apt install tcpdump)", duration: .zero, steps: [])
    var report = TerminalReport(style: Style())
    let text = report.text(for: .labStarted(SampleLab.lab)) + report.text(for: .labFinished(result))
    try Golden.expect(text, "skipped.txt")
    var quiet = TerminalReport(style: Style(quiet: true))
    #expect(quiet.text(for: .labStarted(SampleLab.lab)) == "")
    #expect(
      quiet.text(for: .labFinished(result))
        == "01-cable skipped: needs tcpdump (apt install tcpdump)\n")
  }

  @Test("Quiet says nothing of what passes but the last line")
  func quiet() {
    #expect(
      text(Self.passing, Style(quiet: true)) == "01-cable passed: 6 claims, 3 steps, 1.2 s\n")
  }

  @Test("A line is written over while a command runs, on a terminal alone")
  func running() {
    var report = TerminalReport(style: Style(isTerminal: true))
    #expect(report.running(seconds: 3) == "\r\u{1B}[K… running, 3 s (Ctrl-C ends the lab)")
    #expect(report.clearRunning() == "\r\u{1B}[K")
    for event in Self.passing.events().events {
      _ = report.text(for: event)
      if case .commandStarted = event { break }
    }
    #expect(report.text(for: .commandOutput("half a li")) == "half a li")
    #expect(report.running(seconds: 3) == "")
    #expect(report.clearRunning() == "")
    #expect(TerminalReport(style: Style()).running(seconds: 3) == "")
  }

  @Test("Nothing of a lab is obeyed by a terminal or a log")
  func hostile() {
    var run = Self.passing
    let nasty = "\u{1B}]0;title\u{07}\u{1B}[2J\n::error::x\n##[error]y\n\u{202E}z\n"
    run.outputs[41] = nasty
    run.claims[80] = (.failed, nasty)
    run.commands[74] = { $0.difference = nasty }
    run.lab.title = "::error::title"
    let log = text(run, Style())
    #expect(!log.contains("\u{1B}"))
    #expect(!log.contains("\u{202E}"))
    #expect(!log.contains("##[error]"))
    #expect(!log.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::error") })
    let terminal = text(run, Style(isTerminal: true))
    #expect(!terminal.contains("\u{1B}"))
  }

  @Test("Lines of prose are not wider than the screen", arguments: [16, 20, 33, 40, 57, 80, 120])
  func width(width: Int) {
    let article = ArticleRenderer.render(SampleLab.lab, step: nil, style: Style(width: width))
    let wide = article.split(separator: "\n").filter { DisplayWidth.of(String($0)) > width }
    // What is run or pasted is never wrapped.
    let wrapped = wide.filter { line in
      !["host $", "netns0 #", "    ", "1: lo"].contains { line.hasPrefix($0) }
    }
    #expect(wrapped == [])
  }

  @Test("A command that fails as it should shows its status")
  func expectedStatus() {
    var run = Self.passing
    run.commands[41] = {
      $0.status = 2
      $0.output = "Network is unreachable\n"
    }
    #expect(text(run, Style()).contains("# ip link\nNetwork is unreachable\n[exit 2]\nnetns0 #"))
  }

  @Test("Several labs at the end")
  func severalLabs() {
    func result(_ outcome: Outcome, _ message: String? = nil) -> (lab: Lab, result: LabResult) {
      (
        SampleLab.lab,
        LabResult(outcome: outcome, message: message, duration: .zero, steps: [])
      )
    }
    let all = [
      result(.passed), result(.failed), result(.skipped, "needs tcpdump"), result(.passed),
    ]
    #expect(
      LabsSummary.render(all, style: Style()) == """
        ✗ 01-cable: failed
        - 01-cable: needs tcpdump
        4 labs: 2 passed, 1 failed, 1 skipped

        """)
    #expect(LabsSummary.render([], style: Style()) == "0 labs\n")
  }
}
