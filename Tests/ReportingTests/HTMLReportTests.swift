import Foundation
import LabDocument
import LabResults
import NetworkState
import Testing

@testable import Reporting

@Suite("The report as a page")
struct HTMLReportTests {
  private static let explanation = ProbeExplanation(
    cause: "link-down", place: SampleNetwork.netns0, device: "ceth0",
    observed: "`ceth0` is down", expected: "it is up",
    lesson: "A device that is down carries nothing.",
    command: "ip -n netns0 link show ceth0", remedy: "ip -n netns0 link set ceth0 up")

  private static func failing() -> SampleRun {
    var run = SampleRun(outputs: [39: "", 41: "1: lo: <LOOPBACK> …\n\u{1B}[31mred\u{1B}[0m\r2\n"])
    run.commands[41] = { $0.difference = "- 1: lo\n+ 2: lo" }
    run.claims[80] = (.failed, "ceth0 is in `host`; expected in `netns0`")
    run.claims[82] = (.error, "the tool is missing")
    return run
  }

  /// A page without what is the same in all pages.
  private static func body(_ page: String) throws -> String {
    let start = try #require(page.range(of: "<body>"))
    let end = try #require(page.range(of: "<script>"))
    return String(page[start.lowerBound..<end.lowerBound])
  }

  @Test("A lab that failed: outputs, claims, changes, pictures, and why")
  func failed() throws {
    let run = Self.failing()
    var report = HTMLReport()
    report.add(
      run.lab, run.events().result, network: ["cable": SampleNetwork.change()],
      explanations: [82: Self.explanation])
    let page = report.text()
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    try Golden.expect(Self.body(page), "report-failed.html")
  }

  @Test("A lab that passed")
  func passed() throws {
    let run = SampleRun(outputs: [39: "", 41: "1: lo: <LOOPBACK> …\n"])
    var report = HTMLReport()
    report.add(run.lab, run.events().result, network: ["cable": SampleNetwork.change()])
    try Golden.expect(Self.body(report.text()), "report-passed.html")
  }

  @Test("Neither a solution nor an answer is given away where a step broke")
  func broken() throws {
    var run = SampleRun()
    run.commands[39] = { ($0.outcome, $0.status) = (.failed, 1) }
    var report = HTMLReport()
    report.add(run.lab, run.events().result)
    let page = report.text()
    #expect(page.contains("<ol>\n<li>The host&#39;s devices</li>"))
    #expect(!page.contains(">Answer"))
    #expect(page.contains("The step ended here: 2 claims were not run."))
    #expect(!page.contains("Both ends in one command"))
    #expect(page.contains("This step was not run."))
    #expect(!page.contains("Nobody may read this"))
  }

  @Test("An author decides how much of a cause is told", arguments: DiagnosisLevel.allCases)
  func levels(level: DiagnosisLevel) throws {
    var run = Self.failing()
    guard case .step(var step) = run.lab.sections[2] else { return #expect(Bool(false)) }
    step.diagnosisLevel = level
    run.lab.sections[2] = .step(step)
    var report = HTMLReport()
    report.add(run.lab, run.events().result, explanations: [82: Self.explanation])
    let page = report.text()
    #expect(page.contains("netns0/ceth0</code>") == (level != .symptom))
    #expect(page.contains("carries nothing.</dd>") == [.cause, .fix].contains(level))
    #expect(page.contains("link set ceth0 up") == (level == .fix))
  }

  @Test("Several labs in one page, and a file that is none")
  func several() throws {
    var report = HTMLReport()
    let (passing, failing) = (SampleRun(), Self.failing())
    report.add(passing.lab, passing.events().result)
    report.add(failing.lab, failing.events().result)
    report.add(
      unreadable: "x<y>.md", id: "x<y>",
      [Diagnostic(.error, file: "x<y>.md", line: 1, column: 1, "no \"front\" matter")])
    let page = report.text()
    #expect(page.contains("<h2 id=\"netlab-labs\">3 labs: 1 passed, 1 failed, 1 error</h2>"))
    #expect(page.contains("<title>failed: 3 labs"))
    #expect(page.contains("id=\"1.cable\"") && page.contains("id=\"2.cable\""))
    #expect(page.contains("x&lt;y&gt;.md:1:1: error: no &quot;front&quot; matter"))
    guard PageCheck.python != nil else { return }
    #expect(try PageCheck.mistakes(in: page) == "")
  }

  @Test("The page is in the lab's language, and netlab's own words are in English")
  func language() {
    var run = SampleRun()
    run.lab.locale = "de-AT"
    var report = HTMLReport()
    report.add(run.lab, run.events().result)
    let page = report.text()
    #expect(page.contains("<html lang=\"de-AT\">"))
    #expect(page.contains("<p class=\"meta\" lang=\"en\">"))
    #expect(page.contains("<ul class=\"claims\" lang=\"en\">"))
    #expect(page.contains("<span lang=\"de-AT\">Tidy up</span>"))
  }

  @Test("No pictures and no changes where nobody wants them")
  func wishes() {
    let run = SampleRun()
    for (showsChanges, showsPicture) in [(true, false), (false, true), (false, false)] {
      var report = HTMLReport(showsChanges: showsChanges, showsPicture: showsPicture)
      report.add(run.lab, run.events().result, network: ["cable": SampleNetwork.change()])
      let page = report.text()
      #expect(page.contains("What this step changed") == showsChanges)
      #expect(page.contains("<svg") == showsPicture)
    }
  }
}
