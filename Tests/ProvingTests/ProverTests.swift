import Foundation
import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Testing

@testable import Proving

/// Whether a lab can be run here, tried once.
private enum Machine {
  static let refusal = Task { () -> String? in
    guard let lab = try? Sample.lab("## A\n\n```console\n$ true\n```") else { return nil }
    switch await LabMachine.rehearse(lab, { _ in }) {
    case .done: return nil
    case .skipped(let reason), .problem(let reason): return reason
    }
  }
}

extension Trait where Self == ConditionTrait {
  static var needsRuns: Self {
    .enabled("labs cannot be run here; `netlab doctor` says why") {
      await Machine.refusal.value == nil
    }
  }
}

/// Labs with one fault each, proven in real sandboxes.
@Suite("Proofs", .needsRuns, .serialized, .timeLimit(.minutes(5)))
struct ProverTests {
  private func prove(
    _ body: String, frontMatter: String = "world: none", step: String? = nil
  ) async throws -> ProofResult {
    let lab = try Sample.lab(body, frontMatter: frontMatter)
    return await Prover(lab: lab, options: ProofOptions(jobs: 4, step: step)).prove()
  }

  private static func step(_ commands: String, _ claims: String, more: String = "") -> String {
    "## A step\n\n```console\n\(commands)\n```\n\n```expect\n\(claims)\n```\n\(more)"
  }

  private static let pair = "$ ip link add p0 type veth peer name p1"

  /// `KIND: SUBJECT` of each finding.
  private static func words(_ result: ProofResult) -> [String] {
    result.findings.map { "\($0.kind.rawValue): \($0.subject)" }
  }

  @Test("What comes late is not taken for the work of a command that looks")
  func lateChange() async throws {
    let result = try await prove(
      Self.step(
        "\(Self.pair); (sleep 0.3; ip link set p0 up) &\n$ sleep 0.6; ip link show p0 | wc -l\n2",
        "host: link p0 up"))
    #expect(result.outcome == .passed, "\(Self.words(result)) \(result.message ?? "")")
    #expect(result.changing.map(\.line).count == 1)
  }

  @Test("A lab that proves itself")
  func proven() async throws {
    let result = try await prove(
      Self.step("$ ip link set lo up\n$ ip link show lo | wc -l\n2", "host: link lo up"))
    #expect(result.outcome == .passed, "\(Self.words(result)) \(result.message ?? "")")
    #expect(result.findings == [])
    #expect((result.steps, result.claims, result.commands) == (1, 1, 2))
    #expect(result.changing.map(\.command) == ["ip link set lo up"])
    #expect(result.changing.first?.changes.map(\.description) == ["~ host: link lo down → up"])
    guard case .claim("host: link lo up", line: _) = result.changing.first?.guardedBy else {
      Issue.record("\(String(describing: result.changing.first?.guardedBy))")
      return
    }
  }

  @Test(
    "One fault, one finding",
    arguments: [
      (
        step("$ ip link set lo up", "host: link lo up\nhost: no links"),
        "true-before: host: no links"
      ),
      (step("$ ip link set lo up\n\(pair)", "host: link lo up"), "unguarded: host: ip link add"),
      (
        step("$ ip link set lo up\n$ date +%N\n1", "host: link lo up"), "output-differs: host: date"
      ),
      (
        step("$ ip link set lo up", "host: link lo up\nhost: link lo mtu 9, within 50ms"),
        "not-true-after: host: link lo mtu 9"
      ),
      (step("$ ip link set lo up\n$ false", "host: link lo up"), "command-failed: host: false"),
      (
        step("$ ip link set lo up", "host: link lo up")
          + "\n```expect keep\nhost: addr 127.0.0.1/8 dev lo\n```",
        "keep-not-before: host: addr 127.0.0.1/8 dev lo"
      ),
      (
        step(
          "$ ip link set lo up", "host: link lo up\nhost: link p0 down",
          more: ""
        ).replacing(
          "```expect", with: "```console solution\n\(pair)\n```\n\n```expect"),
        "earned-by-nothing: host: link lo up"
      ),
    ])
  func fault(body: String, finding: String) async throws {
    let result = try await prove(body)
    #expect(result.outcome == .failed)
    #expect(Self.words(result).count == 1, "\(Self.words(result))")
    #expect(Self.words(result).first?.hasPrefix(finding) == true, "\(Self.words(result))")
    let line = try #require(result.findings.first?.line)
    #expect(line > 8 && line < 30)
  }

  @Test(
    "What is no fault",
    arguments: [
      (step("$ ip link set lo up", "host: link lo up\nhost: no links  # holds before"), ""),
      (step("$ ip link set lo up", "host: link lo up  # holds before"), "needless-mark"),
      (
        step("$ ip link set lo up\n# unguarded: for the picture\n\(pair)", "host: link lo up"), ""
      ),
      (step("# unguarded: who knows\n$ ip link set lo up", "host: link lo up"), "needless-reason"),
      (step("$ ip netns add red", "red: link lo down"), ""),
    ])
  func noFault(body: String, note: String) async throws {
    let result = try await prove(body)
    #expect(result.outcome == .passed, "\(Self.words(result)) \(result.message ?? "")")
    #expect(result.findings.map(\.kind.rawValue) == (note.isEmpty ? [] : [note]))
  }

  @Test("A reason excuses a command that no claim guards")
  func reason() async throws {
    let result = try await prove(
      Self.step(
        "$ ip link set lo up\n# unguarded: for the picture\n\(Self.pair)", "host: link lo up"))
    #expect(result.changing.last?.guardedBy == .excused(reason: "for the picture"))
  }

  @Test("What a setup breaks is guarded by the exercise's claims, which would be true without it")
  func setup() async throws {
    let result = try await prove(
      """
      ## Repair

      ```console setup
      $ ip link set lo up
      ```

      ```console solution
      $ ip link set lo down
      ```

      ```expect
      host: link lo down
      ```
      """)
    #expect(result.outcome == .passed, "\(Self.words(result)) \(result.message ?? "")")
    guard case .beginning("host: link lo down", line: _) = result.changing.first?.guardedBy else {
      Issue.record("\(result.changing)")
      return
    }
  }

  @Test("One step alone")
  func oneStep() async throws {
    let body =
      Self.step("$ ip link set lo up", "host: link lo up\nhost: no links")
      + Self.step(Self.pair, "host: link p0\nhost: link lo up").replacing("A step", with: "Another")
    let result = try await prove(body, step: "another")
    #expect(Self.words(result) == ["true-before: host: link lo up"])
    #expect(result.changing.map(\.command) == ["ip link add p0 type veth peer name p1"])
    #expect(result.steps == 1)
  }

  @Test("A lab that cannot be run is skipped, with the reason")
  func skipped() async throws {
    let result = try await prove(
      Self.step("$ true", "host: link lo down"), frontMatter: "needs: [no-such-tool]")
    #expect(result.outcome == .skipped)
    #expect(result.message?.contains("no-such-tool") == true)
  }

  @Test("A proof that is cancelled ends soon")
  func cancelled() async throws {
    let lab = try Sample.lab(
      Self.step("$ sleep 30", "host: link lo up"), frontMatter: "world: none")
    let task = Task { await Prover(lab: lab, options: ProofOptions(jobs: 2)).prove() }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    let result = await task.value
    #expect(result.message == "interrupted")
    #expect(result.outcome != .passed)
    #expect(result.duration < .seconds(20))
  }

  @Test("Progress never runs backwards within a phase, and comes to its end")
  func progress() async throws {
    let lab = try Sample.lab(Self.step("$ ip link set lo up", "host: link lo up"))
    let seen = Seen()
    _ = await Prover(lab: lab, options: ProofOptions(jobs: 2)) { await seen.add($0) }.prove()
    let all = await seen.all
    #expect(all.last?.done == all.last?.total)
    for (one, next) in zip(all, all.dropFirst()) where one.phase == next.phase {
      #expect(one.done <= next.done)
    }
  }

  private actor Seen {
    var all: [ProofProgress] = []
    func add(_ progress: ProofProgress) { all.append(progress) }
  }
}
