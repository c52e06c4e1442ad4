import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// What a lab's blocks do, by their roles and prompts.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct RunnerBlockTests {
  @Test("Setup runs first and solutions run where they stand; examples never do")
  func roles() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ echo shown >>log
      ```

      ```console example
      $ echo example >>log
      ```

      <details>
      <summary>Solution</summary>

      ```console solution
      $ echo solution >>log
      ```

      </details>

      ```console
      $ cat log
      setup
      shown
      solution
      ```

      ```console setup
      $ echo setup >>log
      ```
      """, options: RunOptions(isStrict: true))
    #expect(run.complaints == [])
    #expect(run.commands.map(\.command).first == "echo setup >>log")
    #expect(run.commands.count == 4)
  }

  @Test("Files are written to the lab's directory, in folders, and run if they begin with #!")
  func files() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```bash file=bin/deep/hello.sh
      #!/bin/sh
      echo "hello $1" 'it''s'
      ```

      ```text file=notes.txt
      a 'quoted' line $HOME `x` \\ end
      ```

      ```console
      $ pwd
      /lab
      $ bin/deep/hello.sh you
      hello you its
      $ cat notes.txt
      a 'quoted' line $HOME `x` \\ end
      $ stat -c %a notes.txt
      644
      ```
      """, options: RunOptions(isStrict: true))
    #expect(run.complaints == [])
    #expect(run.events.contains { $0.word == "file notes.txt" })
  }

  @Test("A file that cannot be written fails and ends the step")
  func unwritableFile() async throws {
    let run = try await LabRun.run(
      "## A step\n\n```console\n$ mkdir notes.txt\n```\n\n```text file=notes.txt\nx\n```\n\n"
        + "```console\n$ true\n```")
    #expect(
      run.outcomes == ["mkdir notes.txt: passed", "write notes.txt: failed", "true: skipped"])
    #expect(run.commands[1].message?.contains("could not be written") == true)
  }

  @Test("Places are entered and left by the lines of an article, and named by prompts")
  func places() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ ip netns add red && ip netns add blue
      $ where=host
      $ sudo nsenter --net=/var/run/netns/red bash
      $ where=red
      $ ip netns exec blue bash
      $ where=blue; echo $where
      blue
      $ exit
      $ echo $where
      red
      root@blue# echo $where
      blue
      host $ echo not-a-prompt
      $ exit
      $ echo $where
      host
      ```

      ```console
      $ echo $where
      host
      root@red# ip -br link | cut -c1-2
      lo
      ```
      """)
    #expect(run.complaints.filter { !$0.contains("not-a-prompt") } == [])
    #expect(run.events.filter { $0.word == "enter" }.count == 2)
    #expect(run.events.filter { $0.word == "leave" }.count == 2)
    let ghost = try await LabRun.run(
      "## A step\n\n```console\n$ nsenter --net=/run/netns/ghost bash\n$ true\n$ exit\n```")
    #expect(ghost.commands.map(\.outcome) == [.failed, .skipped])
  }
}
