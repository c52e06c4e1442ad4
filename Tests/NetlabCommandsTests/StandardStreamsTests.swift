import Foundation
import Testing

/// Runs with standard streams closed, full, or with nobody at their other end.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct StandardStreamsTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    // Reading it gives a warning, which is written to standard error.
    try scratch.lab(
      "warned", "## A step\n\n```console\n# ip link\n$ echo fine\nfine\n```")
    try scratch.lab(
      "long", "## A step\n\n```console\n$ seq 100000\n$ sleep 4321.2\n```")
  }

  private static func wrapper(_ redirections: String) -> [String] {
    ["/bin/sh", "-c", "exec \"$@\" \(redirections)", "wrapped"]
  }

  @Test("Without standard input or error a run is as ever", arguments: ["<&-", "2>&-", "<&- 2>&-"])
  func closedInput(_ redirections: String) async throws {
    for lab in ["passing", "warned"] {
      let ending = try await Program.run(
        ["run", "\(lab).md"], wrapper: Self.wrapper(redirections), in: scratch)
      #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
      #expect(ending.output.contains("echo fine"))
      #expect(ending.left == [])
    }
  }

  @Test(
    "A report that nobody can get is an error, in every format",
    arguments: [">&-", ">/dev/full", "<&- >&-", "<&- >&- 2>&-"], ["text", "json"])
  func closedOutput(_ redirections: String, _ format: String) async throws {
    let ending = try await Program.run(
      ["run", "--format", format, "passing.md"], wrapper: Self.wrapper(redirections), in: scratch)
    #expect(ending.status == 2)
    #expect(ending.left == [])
  }

  @Test("A reader that goes away ends the run and all that it started")
  func brokenPipe() async throws {
    let pipe = ["/bin/bash", "-c", "\"$@\" | head -n 3; exit ${PIPESTATUS[0]}", "piped"]
    let ending = try await Program.run(["run", "long.md"], wrapper: pipe, in: scratch)
    #expect(ending.status == 2, "\(ending.errors)")
    #expect(ending.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 4)
    #expect(ending.left == [])
  }

  @Test("What is on standard input is nobody's business")
  func input() async throws {
    let scripted = ["/bin/sh", "-c", "printf 'exit 9\\nq\\n' | \"$@\"", "piped"]
    let ending = try await Program.run(["run", "passing.md"], wrapper: scripted, in: scratch)
    #expect(ending.status == 0)
  }
}
