import Foundation
import Testing

/// `--format html`: one page of all labs of a run.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct PageReportTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("failing", SampleLabs.failing)
    try scratch.lab("mistaken", SampleLabs.mistaken)
    try scratch.lab(
      "room",
      """
      ## A step

      ```console
      $ ip netns add '<b>'
      $ ip netns add red
      $ printf '</samp></pre><script>alert(1)</script>\\033[31m\\n'
      ```

      ```expect
      red exists
      ```
      """)
  }

  @Test("One page holds all labs, and nothing else is printed")
  func labs() async throws {
    let ending = try await Program.run(
      ["run", "--format", "html", "passing.md", "failing.md", "mistaken.md", "none.md"],
      in: scratch)
    #expect(ending.status == 1)
    let page = ending.output
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("4 labs: 1 passed, 1 failed, 2 error"))
    #expect(page.components(separatedBy: "<article ").count == 5)
    #expect(page.components(separatedBy: "<!doctype html>").count == 2)
    #expect(page.contains("mistaken.md:"))
  }

  @Test("It shows what a step changed, and the network before and after it")
  func network() async throws {
    let ending = try await Program.run(
      ["run", "--format", "html", "--output", "report.html", "room.md"], in: scratch)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output == "")
    let page = try scratch.read("report.html")
    #expect(page.contains("<title>passed: "))
    #expect(page.contains("namespace red"))
    #expect(page.components(separatedBy: "<svg ").count == 3)
    // What the lab printed and how it named its rooms is text.
    #expect(page.contains("&lt;/samp&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.components(separatedBy: "<script>").count == 2)
    #expect(!page.contains("<b>") && page.contains("&lt;b&gt;"))
  }

  @Test("Pictures and changes can be left out")
  func wishes() async throws {
    let ending = try await Program.run(
      ["run", "--format", "html", "--no-picture", "--no-changes", "room.md"], in: scratch)
    #expect(ending.status == 0)
    #expect(!ending.output.contains("<svg ") && !ending.output.contains("What this step changed"))
    #expect(ending.output.contains("A step</h2>"))
  }

  @Test(
    "What needs a terminal or a diff goes with text alone",
    arguments: [["--keep"], ["--shell-on-failure"], ["--diff"]])
  func refusals(options: [String]) async throws {
    let ending = try await Program.run(
      ["run", "--format", "html"] + options + ["passing.md"], in: scratch)
    #expect(ending.status == 64)
    #expect(ending.output == "")
    #expect(ending.errors.contains("netlab run"))
  }
}
