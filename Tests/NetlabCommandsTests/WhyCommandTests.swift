import Foundation
import Testing

@testable import LabRuntime

/// `netlab why`: what it ends with, and what it prints.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct WhyCommandTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab(
      "lo",
      """
      ## Up

      ```console
      $ ip link set lo up
      ```

      ```expect
      host: ping 127.0.0.1
      ```

      ## Down

      ```console
      $ ip link set lo down
      ```

      ```expect
      host: ping 127.0.0.1, within 100ms
      ```

      <details>
      <summary>If loopback-down</summary>

      Is there a device that a host talks to itself by?

      </details>
      """)
  }

  @Test(
    "The exit status tells whether a probe got no answer",
    arguments: [
      (["--step", "up", "lo.md"], 0), (["--step", "down", "lo.md"], 1),
      (["--step", "none", "lo.md"], 64), (["lo.md"], 64), (["--step", "up", "none.md"], 2),
      (["--step", "down", "--why", "all", "lo.md"], 64),
    ])
  func statuses(_ arguments: [String], _ status: Int) async throws {
    let ending = try await Program.run(["why"] + arguments, in: scratch)
    #expect(ending.status == status, "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test(
    "As much as the level allows",
    arguments: [("symptom", false, false), ("hop", true, false), ("cause", true, true)])
  func levels(_ level: String, _ hasHop: Bool, _ hasCause: Bool) async throws {
    let ending = try await Program.run(
      ["why", "--step", "down", "--why", level, "lo.md"], in: scratch)
    #expect(ending.output.contains("host, lo") == hasHop, "\(ending.output)")
    #expect(ending.output.contains("loopback-down at host, lo") == hasCause)
    #expect(ending.output.contains("ip link show lo") == hasCause)
  }

  @Test("A run tells it too, with the hint for the cause, unless told not to")
  func run() async throws {
    let ending = try await Program.run(["run", "--yes", "lo.md"], in: scratch)
    #expect(ending.status == 1)
    #expect(ending.output.contains("loopback-down at host, lo"), "\(ending.output)")
    #expect(ending.output.contains("Is there a device that a host talks to itself by?"))
    let silent = try await Program.run(["run", "--yes", "--no-why", "lo.md"], in: scratch)
    #expect(silent.status == 1)
    #expect(!silent.output.contains("loopback-down"))
  }

  @Test("JSON has the diagnosis beside the claim")
  func json() async throws {
    let ending = try await Program.run(
      ["why", "--step", "down", "--format", "json", "lo.md"], in: scratch)
    #expect(
      ending.output.contains(
        #""diagnosis": {"cause": "loopback-down", "hop": "host", "device": "lo", "#))
  }
}
