import LabDocument
import LabResults
import NetworkState
import Testing

@testable import Reporting

@Suite("The report of a proof")
struct ProofReportTests {
  private static let host = Place.host("host")
  private static let change = StateChange(.changed, host, .link, "link veth0 down → up")

  private static func command(_ line: Int, _ found: ChangingCommand.Guard) -> ChangingCommand {
    ChangingCommand(
      line: line, column: 3, place: host, command: "ip link set veth0 up", changes: [change],
      guardedBy: found)
  }

  private static func finding(
    _ kind: ProofFinding.Kind, _ line: Int, _ message: String, difference: String? = nil
  ) -> ProofFinding {
    ProofFinding(
      kind, line: line, column: 3, subject: "host: ip link set veth0 up", message: message,
      difference: difference)
  }

  private var proven: ProofResult {
    var result = ProofResult(outcome: .passed, duration: .milliseconds(3240))
    (result.steps, result.claims, result.commands) = (10, 65, 39)
    result.changing = [
      Self.command(40, .claim("host: link veth0 up", line: 44)),
      Self.command(41, .excused(reason: "nobody sees it")),
    ]
    return result
  }

  private var faulty: ProofResult {
    var result = ProofResult(outcome: .failed, duration: .milliseconds(980))
    (result.steps, result.claims, result.commands) = (2, 7, 9)
    result.changing = [
      Self.command(40, .none), Self.command(41, .undecided("no \u{1B}[2J tool")),
      Self.command(42, .beginning("host: ping 10.0.0.1", line: 50)), Self.command(43, .untried),
    ]
    result.findings = [
      Self.finding(.outputDiffers, 38, "it printed something else", difference: "- a\n+ b"),
      Self.finding(
        .unguarded, 40,
        "it changed `\(Self.change)`, and without it every claim from here on still holds; claim "
          + "what it does, or write a line `# unguarded: REASON` above it"),
      Self.finding(.undecided, 41, "no \u{1B}[2J tool"),
      Self.finding(.needlessMark, 44, "the mark is not needed"),
    ]
    return result
  }

  private func text(_ result: ProofResult, _ style: Style = Style()) -> String {
    ProofReport.text(lab: SampleLab.lab, result: result, style: style)
  }

  @Test("Proven, and not")
  func goldens() throws {
    try Golden.expect(text(proven), "proof-passed.txt")
    try Golden.expect(text(faulty), "proof-failed.txt")
    try Golden.expect(
      text(faulty, Style(width: 44, colour: true, isTerminal: true)), "proof-failed-44-colour.txt")
    try Golden.expect(text(faulty, Style(quiet: true)), "proof-failed-quiet.txt")
  }

  @Test("For programs")
  func json() throws {
    let lines = [proven, faulty].map { ProofReport.line(lab: SampleLab.lab, result: $0) }
    #expect(!lines.contains { $0.contains("\n") })
    try Golden.expect(
      lines.joined(separator: "\n").replacing("}, {", with: "},\n{"), "proof.json")
  }

  @Test("Skipped, undecided, and the sum of several")
  func others() {
    let skipped = ProofResult(outcome: .skipped, message: "needs tcpdump", duration: .zero)
    #expect(text(skipped) == "01-cable: skipped: needs tcpdump\n")
    let undecided = ProofResult(outcome: .error, message: "interrupted", duration: .zero)
    #expect(text(undecided) == "01-cable: undecided: interrupted, 0.0 s\n")
    #expect(
      ProofReport.summary([.passed, .failed, .passed, .skipped], style: Style())
        == "4 labs: 2 proven, 1 not proven, 1 skipped\n")
  }

  @Test("Progress fits on its line")
  func progress() {
    let line = ProofReport.progress(
      lab: "01-cable", phase: "proving", done: 12, total: 38, seconds: 2, style: Style(width: 30))
    #expect(DisplayWidth.of(String(line.dropFirst(4))) <= 29)
    #expect(
      ProofReport.progress(
        lab: "01-cable", phase: "proving", done: 12, total: 38, seconds: 2, style: Style())
        == "\r\u{1B}[K01-cable: proving, 12 of 38, 6 a second")
  }
}
