import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// How claims wait, and what they come to together.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct RunnerClaimTests {
  /// Runs commands and judges claims after them, in a lab of one step.
  private func judge(_ commands: String, _ claims: String) async throws -> LabRun {
    try await LabRun.run("## A step\n\n```console\n\(commands)\n```\n\n\(claims)")
  }

  private func block(_ claims: String) -> String { "```expect\n\(claims)\n```" }

  @Test("A claim about state waits for what takes a moment")
  func waits() async throws {
    let run = try await judge(
      "$ ip link add d0 type veth peer name d1\n$ (sleep 1.5; ip link set lo up; ip link del d0) &\n$ (sleep 1.6; ip netns add red) &",
      block(
        "host: link lo up, within 10s\nhost: no link d0, within 10s\nred exists, within 10s\nred: link lo down, within 10s"
      ))
    #expect(run.complaints == [])
    #expect(run.outcome == .passed)
    #expect(try run.claim("link lo up, within 10s").duration >= .milliseconds(50))
  }

  @Test("A claim that never holds fails when its time is over, with what is there instead")
  func fails() async throws {
    let run = try await judge("$ true", block("host: link lo up, within 200ms\nhost: link lo down"))
    #expect(
      run.outcomes.suffix(2) == [
        "host: link lo up, within 200ms: failed", "host: link lo down: passed",
      ])
    let claim = try run.claim("link lo up, within 200ms")
    #expect(claim.message?.contains("lo") == true)
    #expect(claim.duration >= .milliseconds(200))
    #expect(claim.duration < .seconds(3))
  }

  @Test("A failed claim skips later steps; an undecided one is an error and no pass")
  func later() async throws {
    let later = "\n\n## Later\n\n```console\n$ true\n```"
    let failed = try await judge("$ true", block("host: link lo up, within 100ms") + later)
    #expect(failed.result.steps.map(\.outcome) == [.failed, .skipped])
    #expect(failed.outcome == .failed)
    let undecided = try await judge("$ true", block("ghost: no routes, within 100ms") + later)
    #expect(undecided.result.steps[0].outcome == .error)
    #expect(undecided.outcome == .error)
    let both = try await judge(
      "$ true", block("ghost: no routes, within 100ms\nhost: link lo up, within 100ms"))
    #expect(both.result.steps[0].outcome == .failed)
  }

  @Test("One alternative that holds is enough; none is told with all their messages")
  func alternatives() async throws {
    let run = try await judge(
      "$ true",
      block(
        "host: link lo up, within 100ms\nor host: link lo down\nhost: link a0, within 100ms\n"
          + "or host: link b0, within 100ms\nhost: link c0, within 100ms\n"
          + "or ghost: link c0, within 100ms\nghost: link d0, within 5s\nor host: link lo"))
    #expect(run.claims.map(\.outcome) == [.passed, .failed, .error, .passed])
    #expect(run.claims[1].message?.contains("a0") == true)
    #expect(run.claims[1].message?.contains("b0") == true)
    // Nothing is waited for once an alternative holds.
    #expect(run.claims[3].duration < .seconds(4))
  }

  @Test("What must stay is looked at all that time")
  func stays() async throws {
    let holds = try await judge("$ true", block("host: link lo down, stays 300ms"))
    #expect(holds.outcome == .passed)
    #expect(holds.result.duration >= .milliseconds(300))
    let breaks = try await judge(
      "$ ip link set lo up\n$ (sleep 2; ip link set lo down) &",
      block("host: link lo up, stays 5s"))
    #expect(breaks.outcome == .failed)
    #expect(breaks.claims[0].message?.contains("only") == true)
    let probe = try await judge(
      "$ ip link set lo up\n$ (sleep 2; ip link set lo down) &",
      block("host: ping 127.0.0.1, stays 5s"))
    #expect(probe.outcome == .failed)
  }

  @Test("What is absent, exact or failing must still be so when the other claims are done")
  func stillHolds() async throws {
    let run = try await judge(
      "$ (sleep 0.8; ip link add d0 type veth peer name d1; ip link set lo up; ip netns add red; touch late) &",
      block(
        """
        host: no link d0
        host: no links
        red absent
        no namespaces
        host: ping 127.0.0.1 fails
        host: link lo down
        host: run "until [ -e late ]; do sleep 0.01; done"
        """))
    let outcomes = run.claims.map(\.outcome)
    #expect(outcomes == [.failed, .failed, .failed, .failed, .failed, .passed, .passed])
    for claim in run.claims.prefix(5) {
      #expect(claim.message?.contains("no longer") == true, "\(claim.claim)")
    }
  }

  @Test("A claim that must be kept is named as one, and breaks the step")
  func keep() async throws {
    let run = try await judge(
      "$ true", "```expect keep\nhost: link lo up, within 100ms\n```\n\n" + block("host exists"))
    #expect(run.claims.map(\.isKeep) == [true, false])
    #expect(run.claims.map(\.outcome) == [.failed, .passed])
    #expect(run.outcome == .failed)
  }

  @Test("Claims are judged side by side, each part where it stands")
  func parts() async throws {
    let slow = (1...8).map { "host: ping 127.0.0.\($0) fails" }.joined(separator: "\n")
    let run = try await judge(
      "$ true",
      block(slow) + "\n\nNow up.\n\n```console\n$ ip link set lo up\n```\n\n"
        + block("host: link lo up\nhost: ping 127.0.0.1"))
    #expect(run.complaints == [])
    let lasting = try await LabRun.run(
      "## A step\n\n```expect\n"
        + (1...8).map { "host: link x\($0), within 700ms" }.joined(separator: "\n")
        + "\n```")
    #expect(lasting.claims.allSatisfy { $0.outcome == .failed })
    #expect(lasting.result.duration < .seconds(8 * 0.7))
  }
}
