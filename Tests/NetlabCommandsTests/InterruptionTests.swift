import Foundation
import Testing

@testable import LabRuntime

/// However a run ends, it does so soon, and nothing of it is left.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct InterruptionTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab(
      "command",
      """
      ## A step

      ```console
      $ setsid sh -c 'trap "" TERM INT HUP; sleep 4321.1; :' &
      $ trap '' INT TERM; sleep 4321.2; sleep 4321.3
      ```
      """)
    try scratch.lab(
      "claim",
      "## A step\n\n```console\n$ sleep 4321.4 &\n```\n\n```expect\nhost: run \"sleep 4321.2\"\n"
        + "host: link lo up, within 60s\n```")
    try scratch.lab("passing", SampleLabs.passing)
  }

  @Test(
    "A signal ends a run within a second, by its own status",
    arguments: [SIGINT, SIGTERM, SIGHUP], ["command", "claim"])
  func signals(_ signal: CInt, _ lab: String) async throws {
    let running = try Program.start(["run", "\(lab).md"], in: scratch)
    try await eventually("what the lab starts") { running.runs("sleep 4321.2") }
    let started = ContinuousClock.now
    running.signal(signal)
    let ending = try await running.ending()
    #expect(ending.status == 128 + Int(signal), "\(ending.output)\(ending.errors)")
    // Generous for a machine that does other things; the rule is one second.
    #expect(started.duration(to: .now) < .seconds(3))
    #expect(ending.left == [])
  }

  @Test("A run that is killed leaves no process", arguments: ["command", "claim"])
  func kill(_ lab: String) async throws {
    let running = try Program.start(["run", "\(lab).md"], in: scratch)
    try await eventually("what the lab starts") { running.runs("sleep 4321.2") }
    running.signal(SIGKILL)
    let ending = try await running.ending()
    #expect(ending.status == 137)
    #expect(ending.left == [])
  }

  @Test(
    "A signal at any moment of a run's beginning ends it and leaves nothing",
    arguments: [SIGINT, SIGKILL])
  func anyMoment(_ signal: CInt) async throws {
    for moment in 0..<25 {
      let running = try Program.start(["run", "command.md"], in: scratch)
      // The moments are spread over the making of the sandbox and its world.
      try await Task.sleep(for: .milliseconds(moment * 4))
      running.signal(signal)
      let ending = try await running.ending(within: .seconds(20))
      #expect(ending.status == 128 + Int(signal))
      #expect(ending.left == [], "after \(moment * 4) ms")
    }
  }

  @Test("A signal while bubblewrap begins leaves nothing of it", arguments: [SIGINT, SIGKILL])
  func launch(_ signal: CInt) async throws {
    for _ in 0..<20 {
      let running = try Program.start(["run", "command.md"], in: scratch)
      while !running.runs("bwrap"), !running.hasEnded { await Task.yield() }
      running.signal(signal)
      let ending = try await running.ending(within: .seconds(20))
      #expect(ending.status == 128 + Int(signal))
      #expect(ending.left == [])
    }
  }

  @Test("An interrupted run says so in its report")
  func report() async throws {
    let running = try Program.start(
      ["run", "--format", "json", "command.md", "passing.md"], in: scratch)
    try await eventually("the command") { running.runs("sleep 4321.2") }
    running.signal(SIGINT)
    let ending = try await running.ending()
    #expect(ending.status == 130)
    let lines = ending.output.split(separator: "\n")
    #expect(lines.count <= 1)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["outcome"] as? String != "passed")
    }
  }

  @Test("A second signal while the first is heeded does no harm")
  func twice() async throws {
    let running = try Program.start(["run", "command.md"], in: scratch)
    try await eventually("the command") { running.runs("sleep 4321.2") }
    for _ in 0..<5 { running.signal(SIGINT) }
    let ending = try await running.ending()
    #expect(ending.status == 130)
    #expect(ending.left == [])
  }

  @Test("A report file is not half-written when the run is interrupted")
  func output() async throws {
    try scratch.write("report", "old")
    let running = try Program.start(["run", "--output", "report", "command.md"], in: scratch)
    try await eventually("the command") { running.runs("sleep 4321.2") }
    running.signal(SIGKILL)
    _ = try await running.ending()
    #expect(try scratch.read("report") == "old")
  }
}
