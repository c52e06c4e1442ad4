import Foundation
import Testing

@testable import LabRuntime

/// `netlab prove`: what it ends with, and what it prints.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct ProveCommandTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let up = "## A step\n\n```console\n$ ip link set lo up\n```\n\n```expect\nhost: link lo up\n"
    try scratch.lab("proven", up + "```")
    try scratch.lab("idle", up + "host: no links\n```")
    try scratch.lab("skipped", up + "```", frontMatter: "needs: [no-such-tool]\nworld: none")
    try scratch.lab("mistaken", SampleLabs.mistaken)
    try scratch.lab("long", "## A step\n\n```console\n$ sleep 4321.5\n```")
  }

  @Test(
    "The exit status is the worst of the labs'",
    arguments: [
      (["proven.md"], 0), (["idle.md"], 1), (["skipped.md"], 2), (["proven.md", "skipped.md"], 0),
      (["proven.md", "idle.md"], 1), (["mistaken.md"], 2), (["none.md"], 2),
      (["--step", "none", "proven.md"], 64), (["--step", "a-step", "proven.md", "idle.md"], 64),
      (["--jobs", "0", "proven.md"], 64), (["--jobs", "1", "--quiet", "proven.md"], 0),
    ])
  func statuses(_ arguments: [String], _ status: Int) async throws {
    let ending = try await Program.run(["prove"] + arguments, in: scratch)
    #expect(ending.status == status, "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test("Findings name file, line and column; nothing of a progress line is in a pipe")
  func text() async throws {
    let ending = try await Program.run(["prove", "idle.md", "proven.md"], in: scratch)
    #expect(
      ending.output.hasPrefix("idle.md:16:1: true before: host: no links\n"), "\(ending.output)")
    #expect(ending.output.contains("\nproven: proven: 1 claim, 1 step, 1 of 1 command guarded, "))
    #expect(ending.output.hasSuffix("2 labs: 1 proven, 1 not proven\n"))
    #expect(ending.errors == "")
    #expect(!ending.output.contains("\r"))
  }

  @Test("JSON for programs, to a file")
  func json() async throws {
    let ending = try await Program.run(
      ["prove", "--format", "json", "--output", "report.json", "proven.md", "idle.md", "none.md"],
      in: scratch)
    #expect(ending.status == 1)
    #expect(ending.output == "")
    let lines = try scratch.read("report.json").split(separator: "\n")
    let proofs = try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["proof"] as? String
    }
    #expect(proofs == ["passed", "failed", "error"])
  }

  @Test("A signal ends a proof and leaves nothing", arguments: [SIGINT, SIGKILL])
  func signals(_ signal: CInt) async throws {
    let running = try Program.start(["prove", "long.md"], in: scratch)
    try await eventually("what the lab starts") { running.runs("sleep 4321.5") }
    running.signal(signal)
    let ending = try await running.ending()
    #expect(ending.status == 128 + Int(signal), "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }
}
