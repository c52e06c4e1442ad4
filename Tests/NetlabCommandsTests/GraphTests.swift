import Foundation
import Testing

@testable import LabRuntime

/// `netlab graph`, and what `run` says of the network between steps.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct GraphTests {
  let scratch: Scratch

  private static let cable = """
    ## Room

    ```console
    $ ip netns add red
    ```

    ```expect
    red exists
    ```

    ## Cable

    ```console
    $ ip link add v0 type veth peer name c0 netns red
    $ ip link set v0 up
    ```

    ```expect
    host: link v0 no-carrier
    ```

    ## Route

    ```console
    $ ip route add 10.9.0.0/16 via 10.0.2.2
    ```

    ```expect
    host: route 10.9.0.0/16 via 10.0.2.2
    ```
    """

  init() throws {
    scratch = try Scratch()
    try scratch.lab("cable", Self.cable, frontMatter: "summary: A cable.")
    try scratch.lab("failing", SampleLabs.failing + "\n\n" + Self.cable)
    try scratch.lab("mistaken", SampleLabs.mistaken)
    try scratch.lab(
      "skipped", SampleLabs.passing, frontMatter: "needs: [no-such-tool]\nworld: none")
  }

  private func graph(_ arguments: String..., wrapper: [String] = []) async throws
    -> Program.Ending
  {
    try await Program.run(["graph"] + arguments, wrapper: wrapper, in: scratch)
  }

  @Test("The whole lab, or the network at the end of a step, is drawn in characters")
  func text() async throws {
    let whole = try await graph("cable.md")
    #expect(whole.status == 0, "\(whole.errors)")
    let rows = whole.output.split(separator: "\n").map(String.init)
    #expect(rows.contains("│ eth0          v0 no carrier │"), "\(whole.output)")
    #expect(rows.contains { $0.hasSuffix("┌──┴ red ─┐") }, "\(whole.output)")
    #expect(rows.contains { $0.hasSuffix("│ c0 down │") })
    #expect(rows.contains("                 ╎"))
    #expect(whole.left == [])
    let step = try await graph("cable.md", "--step", "room")
    #expect(step.status == 0)
    #expect(step.output.contains("┌ red ──"))
    #expect(!step.output.contains("v0"))
  }

  @Test("Where a step fails, the network is drawn as it stands there, and the status says so")
  func failing() async throws {
    let ending = try await graph("failing.md")
    #expect(ending.status == 1)
    #expect(ending.output.contains("┌"))
    #expect(!ending.output.contains("red"))
    #expect(ending.errors.contains("lo is DOWN"))
  }

  @Test("What cannot run or be drawn says why, and draws nothing")
  func nothing() async throws {
    for (file, words) in [
      ("none.md", "none.md"), ("mistaken.md", "error"), ("skipped.md", "no-such-tool"),
    ] {
      let ending = try await graph(file)
      #expect(ending.status == 2)
      #expect(ending.output == "")
      #expect(ending.errors.contains(words))
    }
    for arguments in [["cable.md", "--step", "none"], ["cable.md", "--format", "png"], []] {
      let ending = try await Program.run(["graph"] + arguments, in: scratch)
      #expect(ending.status == 64, "\(arguments)")
    }
    let full = ["/bin/sh", "-c", "exec \"$@\" >/dev/full", "full"]
    #expect(try await graph("cable.md", wrapper: full).status == 2)
  }

  @Test("It is written for other programs, and into files")
  func languages() async throws {
    let dot = try await graph("cable.md", "--format", "dot")
    #expect(dot.output.hasPrefix("graph network {"))
    let mermaid = try await graph("cable.md", "--format", "mermaid", "--output", "a.mmd")
    #expect(mermaid.output == "")
    let file = try String(contentsOfFile: "\(scratch.path)/a.mmd", encoding: .utf8)
    #expect(file.hasPrefix("flowchart TB"))
    #expect(file.contains("c0"))
  }

  @Test(
    "As SVG, if Graphviz is there",
    .enabled(if: Tool.path(of: "dot") != nil, "dot of the package graphviz is not installed"))
  func vector() async throws {
    let ending = try await graph("cable.md", "--format", "svg")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("<svg"))
    #expect(ending.output.contains(">no carrier</text>"))
  }

  @Test("`run` says what each step changed, and draws the network if it is asked to")
  func run() async throws {
    let plain = try await Program.run(["run", "cable.md"], in: scratch)
    #expect(plain.output.contains("Changed\n  + host: namespace red\n"))
    #expect(plain.output.contains("  + host: route 10.9.0.0/16 via 10.0.2.2 dev eth0"))
    #expect(!plain.output.contains("┌"))
    let drawn = try await Program.run(
      ["run", "--picture", "--no-changes", "cable.md"], in: scratch)
    #expect(!drawn.output.contains("Changed"))
    // The last step adds a route, which is in no picture.
    #expect(drawn.output.components(separatedBy: "┌ internet").count == 3)
    let quiet = try await Program.run(["run", "--quiet", "cable.md"], in: scratch)
    #expect(!quiet.output.contains("Changed"))
    let wrong = try await Program.run(["run", "--quiet", "--picture", "cable.md"], in: scratch)
    #expect(wrong.status == 64)
  }

  @Test("The report for programs has each step's changes, unless nobody wants them")
  func json() async throws {
    let report = try await Program.run(["run", "--format", "json", "cable.md"], in: scratch)
    #expect(report.output.contains(#""changes": ["+ host: namespace red"]"#))
    let without = try await Program.run(
      ["run", "--format", "json", "--no-changes", "cable.md"], in: scratch)
    #expect(!without.output.contains("changes"))
  }
}
