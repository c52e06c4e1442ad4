import Diagnosis
import Foundation
import LabDocument
import LabResults
import NetworkState
import Testing

@testable import Reporting

@Suite("The report as a page")
struct HTMLReportTests {
  private static let diagnosis = Diagnosis(
    cause: .linkDown, hop: SampleNetwork.netns0, device: "ceth0", observed: "`ceth0` is down",
    expected: "it is up", command: "ip -n netns0 link show ceth0")

  private static func failing() -> SampleRun {
    var run = SampleRun(outputs: [39: "", 41: "1: lo: <LOOPBACK> …\n\u{1B}[31mred\u{1B}[0m\r2\n"])
    run.commands[41] = { $0.difference = "- 1: lo\n+ 2: lo" }
    run.claims[80] = (.failed, "ceth0 is in `host`; expected in `netns0`")
    run.claims[82] = (.failed, "no answer")
    return run
  }

  /// The result of a failing run, with a diagnosis of its ping.
  private static func diagnosed(_ run: SampleRun, _ diagnosis: Diagnosis) -> LabResult {
    var result = run.events().result
    result.steps[1].claims[1].diagnosis = diagnosis
    return result
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
      run.lab, Self.diagnosed(run, Self.diagnosis), network: ["cable": SampleNetwork.change()])
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
    report.add(run.lab, Self.diagnosed(run, Self.diagnosis))
    let page = report.text()
    #expect(page.contains("<code>netns0, ceth0</code>") == (level != .symptom))
    #expect(page.contains("link-down") == [.cause, .fix].contains(level))
    let lesson = try #require(Self.diagnosis.lesson)
    #expect(page.contains(HTMLText.message(lesson)) == [.cause, .fix].contains(level))
    let remedy = try #require(Self.diagnosis.remedy)
    #expect(page.contains(HTMLText.message(remedy)) == (level == .fix))
    #expect(page.contains("class=\"why\"") == (level != .symptom))
  }

  @Test("Without a cause it says where the packet was last seen, and what was ruled out")
  func noCause() {
    let run = Self.failing()
    let diagnosis = Diagnosis(
      cause: nil, hop: .internet, observed: "it left `eth0`", expected: "",
      ruledOut: [.linkDown, .peerDown])
    var report = HTMLReport()
    report.add(run.lab, Self.diagnosed(run, diagnosis))
    let page = report.text()
    #expect(page.contains("not found; last seen at <code>internet</code>"))
    #expect(page.contains("<dd>link-down, peer-down</dd>"))
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
