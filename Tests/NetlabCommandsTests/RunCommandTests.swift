import Foundation
import Testing

/// `netlab run`: what it ends with, and what it prints for people.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct RunCommandTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("failing", SampleLabs.failing)
    try scratch.lab("undecided", SampleLabs.undecided)
    try scratch.lab("mistaken", SampleLabs.mistaken)
    try scratch.lab(
      "skipped", SampleLabs.passing, frontMatter: "needs: [no-such-tool]\nworld: none")
    try scratch.lab("broken", "## A step\n\n```console\n$ (exit 3)\n```")
    try scratch.lab(
      "different", "## A step\n\n```console\n$ echo one\ntwo\n```")
  }

  @Test(
    "The exit status is the worst of the labs'",
    arguments: [
      (["passing.md"], 0), (["failing.md"], 1), (["broken.md"], 1), (["undecided.md"], 2),
      (["skipped.md"], 2), (["passing.md", "skipped.md"], 0), (["passing.md", "failing.md"], 1),
      (["undecided.md", "failing.md"], 1), (["passing.md", "undecided.md"], 2),
      (["none.md"], 2), (["passing.md", "none.md"], 2), (["different.md"], 0),
      (["--strict", "different.md"], 1), (["--step", "a-step", "passing.md"], 0), (["/"], 2),
      (["mistaken.md"], 2), (["--quiet", "failing.md"], 1), (["passing.md", "passing.md"], 0),
    ])
  func statuses(_ arguments: [String], _ status: Int) async throws {
    let ending = try await Program.run(["run"] + arguments, in: scratch)
    #expect(ending.status == status, "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test(
    "A wrong command line is 64, and says what is wrong",
    arguments: [
      [], ["run"], ["run", "--no-such-option", "passing.md"],
      ["run", "--format", "xml", "passing.md"],
      ["run", "--step", "a-step", "passing.md", "failing.md"],
      ["run", "--step", "none", "passing.md"],
      ["run", "--keep", "passing.md"], ["run", "--shell-on-failure", "passing.md"],
      ["nothing"], ["check"], ["show"], ["show", "--step", "none", "passing.md"], ["list", "more"],
      ["doctor", "--format", "xml"],
    ].filter { !$0.isEmpty })
  func usage(_ arguments: [String]) async throws {
    let ending = try await Program.run(arguments, in: scratch)
    #expect(ending.status == 64, "\(ending.output)\(ending.errors)")
    #expect(ending.output == "")
    #expect(ending.errors != "")
  }

  @Test("A run is told with its commands, outputs and claims, without colours in a pipe")
  func text() async throws {
    let ending = try await Program.run(["run", "passing.md"], in: scratch)
    for words in ["A lab", "A step", "echo fine", "host: link lo down", "passed"] {
      #expect(ending.output.contains(words), "\(words)")
    }
    #expect(!ending.output.contains("\u{1B}"))
    #expect(ending.errors == "")
  }

  @Test("A failure says what is there instead, and where")
  func failure() async throws {
    let ending = try await Program.run(["run", "failing.md"], in: scratch)
    #expect(ending.output.contains("host: link lo up"))
    #expect(ending.output.contains("lo is DOWN"))
    #expect(ending.output.contains("failed"))
  }

  @Test("With --quiet only what did not pass is told, and the result")
  func quiet() async throws {
    let passing = try await Program.run(["run", "--quiet", "passing.md"], in: scratch)
    #expect(passing.output.split(separator: "\n").count == 1)
    #expect(passing.output.contains("passed"))
    #expect(!passing.output.contains("echo fine"))
    let failing = try await Program.run(["run", "--quiet", "failing.md"], in: scratch)
    #expect(failing.output.contains("link lo up"))
  }

  @Test("A skipped lab says why, and which package would help")
  func skipped() async throws {
    let ending = try await Program.run(["run", "passing.md", "skipped.md"], in: scratch)
    #expect(ending.output.contains("no-such-tool is not installed"))
    #expect(ending.output.contains("skipped"))
  }

  @Test("A lab that comes with netlab runs by its name, wherever the program is called")
  func name() async throws {
    let ending = try await Program.run(["run", "--yes", "--quiet", "01-veth"], in: scratch)
    #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test("A name that means no lab is answered with one that does")
  func wrongName() async throws {
    let ending = try await Program.run(["run", "veth"], in: scratch)
    #expect(ending.status == 2)
    #expect(ending.errors.contains("01-veth"))
  }

  @Test("Ten at once all pass", .timeLimit(.minutes(5)))
  func many() async throws {
    let lab = """
      ## A cable

      ```console
      $ ip netns add red
      $ ip link add v0 type veth peer name c0 netns red
      $ ip addr add 10.1.0.1/24 dev v0 && ip link set v0 up
      root@red# ip addr add 10.1.0.2/24 dev c0 && ip link set c0 up
      ```

      ```expect
      red: ping 10.1.0.1 answered by host
      host: ping 8.8.8.8 answered by internet
      ```
      """
    try scratch.lab("cable", lab, frontMatter: "summary: A cable.")
    let scratch = self.scratch
    let endings = try await withThrowingTaskGroup(of: Program.Ending.self) { group in
      for _ in 0..<10 {
        group.addTask { try await Program.run(["run", "--strict", "cable.md"], in: scratch) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(endings.count == 10)
    for ending in endings {
      #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
      #expect(ending.left == [])
    }
  }
}
