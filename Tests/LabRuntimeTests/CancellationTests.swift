import LabDocument
import LabResults
import NetworkState
import Synchronization
import Testing

@testable import LabRuntime

/// A run that is cancelled ends soon, whatever it is at, and leaves nothing.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct CancellationTests {
  /// Runs a lab and cancels it when an event has come; returns how long the end took from then on.
  private func cancel(
    _ body: String, frontMatter: String = "world: none",
    at moment: @escaping @Sendable (RunEvent) -> Bool
  ) async throws -> (result: LabResult, delay: Duration) {
    let lab = try LabRun.lab(body, frontMatter: frontMatter)
    let (moments, continuation) = AsyncStream<ContinuousClock.Instant>.makeStream()
    let director = RecordingDirector { event in
      if moment(event) { continuation.yield(.now) }
    }
    let task = Task { await Runner(lab: lab, options: RunOptions(), director: director).run() }
    var iterator = moments.makeAsyncIterator()
    let instant = try #require(await iterator.next())
    task.cancel()
    let result = await task.value
    return (result, instant.duration(to: .now))
  }

  /// The rule is a second; a machine that does other things is given more.
  private let limit = Duration.seconds(3)

  @Test("While a command runs")
  func command() async throws {
    let (result, delay) = try await cancel(
      "## A step\n\n```console\n$ trap '' TERM INT; echo begun; sleep 1000; :\n$ true\n```"
    ) {
      if case .commandOutput(let text) = $0 { text.contains("begun") } else { false }
    }
    #expect(delay < limit)
    #expect(result.outcome == .error)
    #expect(result.message == "interrupted")
    #expect(result.steps[0].commands.map(\.outcome) == [.error, .skipped])
  }

  @Test(
    "While claims wait",
    arguments: [
      "host: link nothing, within 60s", "host: ping 10.0.2.77, within 60s",
      "ghost exists, within 60s",
      "host: run \"sleep 1000\"", "host: link lo, stays 60s", "host: tcp 10.0.2.77:80, within 60s",
      "host: ping 10.0.2.77 fails with \"never said\"", "host: ping 8.8.8.8, stays 60s",
    ])
  func claims(_ claim: String) async throws {
    let (result, delay) = try await cancel(
      "## A step\n\n```expect\n\(claim)\n```", frontMatter: "summary: The article's world."
    ) {
      if case .claimsStarted = $0 { true } else { false }
    }
    #expect(delay < limit)
    #expect(result.outcome != .passed)
    #expect(result.message == "interrupted")
  }

  @Test("Before anything is there, and while the sandbox is made")
  func launch() async throws {
    for _ in 0..<5 {
      let (result, delay) = try await cancel("## A step\n\n```console\n$ true\n```") {
        if case .labStarted = $0 { true } else { false }
      }
      #expect(delay < limit)
      // It may have come to its end before the word reached it, but half of it is no pass.
      if result.steps[0].outcome != .passed { #expect(result.outcome == .error) }
    }
  }

  @Test("Between commands and steps")
  func steps() async throws {
    let body = (1...3).map { "## Step \($0)\n\n```console\n$ true\n```" }.joined(separator: "\n\n")
    let (result, delay) = try await cancel(body) {
      if case .stepStarted(let step) = $0 { step.id == "step-2" } else { false }
    }
    #expect(delay < limit)
    #expect(result.steps[0].outcome == .passed)
    #expect(result.steps.count == 3)
  }
}
