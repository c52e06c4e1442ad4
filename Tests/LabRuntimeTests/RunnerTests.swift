import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// What a lab's commands and blocks come to.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct RunnerTests {
  @Test("Commands pass by their announced status, and the first that does not ends the lab")
  func statuses() async throws {
    let run = try await LabRun.run(
      """
      ## First

      ```console
      $ true
      $ (exit 3)
      [exit 3]
      $ sudo false
      [exit 1]
      ```

      ```expect
      host: link lo down
      ```

      ## Second

      ```console
      $ echo said; (exit 4)
      $ echo never
      ```

      ```expect
      host: no link nothing
      ```

      ## Third

      ```console
      $ echo later
      ```

      ```expect
      host exists
      ```
      """)
    #expect(
      run.outcomes == [
        "true: passed", "(exit 3): passed", "false: passed", "host: link lo down: passed",
        "echo said; (exit 4): failed", "echo never: skipped", "host: no link nothing: skipped",
        "echo later: skipped", "host: exists: skipped",
      ])
    #expect(run.outcome == .failed)
    #expect(run.result.steps.map(\.outcome) == [.passed, .failed, .skipped])
    #expect(run.result.steps.map(\.points) == [1, 0, 0])
    let failed = try run.command("echo said; (exit 4)")
    #expect(failed.status == 4)
    #expect(failed.output == "said\n")
    #expect(failed.message?.contains("status 4") == true)
  }

  @Test("A command that ends well where another status is announced fails too")
  func unexpectedSuccess() async throws {
    let run = try await LabRun.run("## A step\n\n```console\n$ true\n[exit 1]\n```")
    #expect(run.outcomes == ["true: failed"])
    #expect(run.commands[0].message?.contains("not 1 as announced") == true)
  }

  @Test("A time-out fails its command, ends what it started, and skips the rest")
  func timeout() async throws {
    let run = try await LabRun.run(
      """
      ## A step
      <!-- netlab: timeout=500ms -->

      ```console
      $ sleep 1000 | sleep 1000
      $ true
      ```

      ## Another

      ```console
      $ true
      ```
      """)
    #expect(run.outcomes == ["sleep 1000 | sleep 1000: failed", "true: skipped", "true: skipped"])
    #expect(run.commands[0].status == nil)
    #expect(run.commands[0].message?.contains("did not end within") == true)
    #expect(run.commands[0].duration < .seconds(5))
  }

  @Test("A shell that ends fails its command with a message, as do places that are not there")
  func deaths() async throws {
    for (command, words) in [
      ("exec true", "must not exit"), ("kill -9 $$", "killed by signal 9"),
      ("set -e; false", "ended"),
    ] {
      let run = try await LabRun.run("## A step\n\n```console\n$ \(command)\n$ true\n```")
      #expect(run.outcomes == ["\(command): failed", "true: skipped"])
      #expect(run.commands[0].message?.contains(words) == true, "\(run.complaints)")
    }
    let missing = try await LabRun.run(
      "## A step\n\n```console\nroot@ghost# true\n$ true\n```\n\n```expect\nghost absent\n```")
    #expect(missing.outcomes == ["true: failed", "true: skipped", "ghost: absent: skipped"])
    #expect(missing.commands[0].message?.contains("ghost") == true)
  }

  @Test("An output that differs is told, and fails where that is strict")
  func strict() async throws {
    let body = "## A step\n\n```console\n$ echo one\ntwo\n$ true\n```"
    let lenient = try await LabRun.run(body)
    #expect(lenient.outcome == .passed)
    #expect(lenient.commands[0].difference?.contains("two") == true)
    let strict = try await LabRun.run(body, options: RunOptions(isStrict: true))
    #expect(strict.outcomes == ["echo one: failed", "true: passed"])
    #expect(strict.outcome == .failed)
  }

  @Test("Up to a step, and no further; a person who stops leaves the rest undone")
  func ends() async throws {
    let body = ["One", "Two", "Three"].map { "## \($0)\n\n```console\n$ true\n```" }
      .joined(separator: "\n\n")
    let run = try await LabRun.run(body, options: RunOptions(lastStep: "two"))
    #expect(run.result.steps.map(\.outcome) == [.passed, .passed, .skipped])
    #expect(run.outcome == .passed)
    let stopped = try await LabRun.run(body, director: RecordingDirector(stopsBefore: 0))
    #expect(stopped.result.steps.map(\.outcome) == [.skipped, .skipped, .skipped])
    #expect(stopped.outcome == .error)
    #expect(stopped.result.message != nil)
  }

  @Test("A lab whose needs are not met is skipped with the reason")
  func needs() async throws {
    for (need, words) in [
      ("no-such-tool", "no-such-tool is not installed"), ("kernel:no-such-thing", "no-such-thing"),
    ] {
      let run = try await LabRun.run(
        "## A step\n\n```console\n$ true\n```", frontMatter: "needs: [\"\(need)\"]\nworld: none")
      #expect(run.outcome == .skipped)
      #expect(run.result.message?.contains(words) == true)
      #expect(run.outcomes == ["true: skipped"])
    }
  }

  @Test("Events come in the order in which things happen")
  func events() async throws {
    let run = try await LabRun.run(
      "## A step\n\n```console\n$ echo a\n```\n\n```expect\nhost exists\n```\n\nMore.\n\n"
        + "```console\n$ true\n```")
    #expect(
      run.events.map(\.word) == [
        "lab", "step a-step", "part 0", "start echo a", "output", "end echo a", "claims",
        "claim exists", "end of part 0", "part 1", "start true", "end true", "end of part 1",
        "end of step a-step", "end of lab",
      ])
  }
}
