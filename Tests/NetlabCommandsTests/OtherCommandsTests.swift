import Foundation
import Testing

/// `check`, `list`, `show`, `--help` and `--version`.
@Suite(.needsProgram, .takingTurns, .timeLimit(.minutes(5)))
struct OtherCommandsTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("mistaken", SampleLabs.mistaken)
  }

  @Test("A lab without mistakes is said to have none")
  func good() async throws {
    let ending = try await Program.run(["check", "passing.md", "01-veth"], in: scratch)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("no mistakes"))
    #expect(ending.errors == "")
  }

  @Test("Mistakes are told with file, line and column, and with what is meant")
  func bad() async throws {
    let ending = try await Program.run(["check", "passing.md", "mistaken.md"], in: scratch)
    #expect(ending.status == 1)
    #expect(ending.output == "")
    #expect(ending.errors.contains(/mistaken\.md:11:7: error: .*link/))
    let missing = try await Program.run(["check", "none.md"], in: scratch)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("none.md"))
  }

  @Test("The labs that come with netlab are listed, and all are right")
  func list() async throws {
    let ending = try await Program.run(["list"], in: scratch)
    #expect(ending.status == 0)
    #expect(ending.output.contains("01-veth"))
    #expect(ending.output.contains("iptables"))
    #expect(ending.errors == "")
  }

  @Test("Labs in another language are listed by the name that other commands take")
  func translations() async throws {
    let list = try await Program.run(["list"], in: scratch)
    #expect(list.output.contains(/(?m)^zh\/01-veth .*容器/))
    #expect(try await Program.run(["check", "zh/01-veth"], in: scratch).status == 0)
    let near = try await Program.run(["check", "zh/01"], in: scratch)
    #expect(near.status == 2)
    #expect(near.errors.contains("did you mean zh/01-veth?"))
    let far = try await Program.run(["check", "zh/none"], in: scratch)
    #expect(far.errors.contains("netlab list"))
    // A folder of one's own is not searched for among them.
    let path = try await Program.run(["check", "homework/none"], in: scratch)
    #expect(!path.errors.contains("netlab list"))
  }

  @Test("A lab is shown to read, whole or one step of it")
  func show() async throws {
    let whole = try await Program.run(["show", "passing.md"], in: scratch)
    #expect(whole.status == 0)
    #expect(whole.output.contains("echo fine"))
    #expect(!whole.output.contains("\u{1B}"))
    try scratch.lab("two", SampleLabs.passing + "\n\n## Another\n\n```console\n$ echo other\n```")
    let step = try await Program.run(["show", "two.md", "--step", "another"], in: scratch)
    #expect(step.output.contains("echo other"))
    #expect(!step.output.contains("echo fine"))
    let byName = try await Program.run(["show", "01-veth"], in: scratch)
    #expect(byName.output.contains("ip netns add"))
    #expect(try await Program.run(["show", "mistaken.md"], in: scratch).status == 2)
  }

  @Test(
    "Help shows how each command is used",
    arguments: ["run", "check", "list", "show", "doctor", "graph"])
  func help(_ command: String) async throws {
    let ending = try await Program.run([command, "--help"])
    #expect(ending.status == 0)
    #expect(ending.output.contains("EXAMPLES"))
    #expect(ending.output.contains("  netlab \(command)"))
    #expect(ending.errors == "")
  }

  @Test("Help, version and completions of the whole")
  func whole() async throws {
    let help = try await Program.run(["--help"])
    #expect(help.status == 0)
    for words in ["EXAMPLES", "netlab run", "EXIT STATUS", "64"] {
      #expect(help.output.contains(words))
    }
    let version = try await Program.run(["--version"])
    #expect(version.status == 0)
    #expect(version.output.contains(/^\d+\.\d+\.\d+\n$/))
    for shell in ["bash", "zsh", "fish"] {
      let script = try await Program.run(["--generate-completion-script", shell])
      #expect(script.status == 0)
      #expect(script.output.contains("netlab"))
    }
  }

  @Test(
    "What cannot be printed is an error",
    arguments: [
      ["check", "passing.md"], ["list"], ["show", "passing.md"],
    ])
  func fullOutput(_ arguments: [String]) async throws {
    let full = ["/bin/sh", "-c", "exec \"$@\" >/dev/full", "full"]
    let ending = try await Program.run(arguments, wrapper: full, in: scratch)
    #expect(ending.status == 2)
    #expect(ending.errors.contains("No space left on device"))
  }
}
