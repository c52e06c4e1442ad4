import NetworkState
import Testing

@testable import LabRuntime

/// What comes back of a command, and what lasts from one to the next.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct ShellTests {
  @Test(
    "Status and output come back as they are",
    arguments: [
      ("true", 0, ""), ("false", 1, ""), ("(exit 200)", 200, ""),
      ("nothing-of-this-name", 127, nil),
      ("echo out; echo err >&2", 0, "out\nerr\n"), ("printf 'no end of line'", 0, "no end of line"),
      ("printf 'end 1 7\\n'; printf 'end 1 7\\n' >&2; false", 1, "end 1 7\nend 1 7\n"),
      ("echo \"it's\" 'a \"quote\"'", 0, "it's a \"quote\"\n"), ("sh -c 'kill -9 $$'", 137, nil),
      ("cat <<EOF\n$((1 + 1)) 'as it is'\nEOF", 0, "2 'as it is'\n"),
      ("cat <<'EOF'\n$HOME\nEOF\necho after", 0, "$HOME\nafter\n"),
      ("for i in 1 2; do\necho $i\ndone # a comment", 0, "1\n2\n"), ("echo a \\\nb", 0, "a b\n"),
      ("cat", 0, ""), ("read line; echo \"$? [$line]\"", 0, "1 []\n"),
      ("printf 'ä🐧\\n'", 0, "ä🐧\n"),
      ("echo )", 2, nil), ("echo 'open", 2, nil), ("", 0, ""), ("# nothing", 0, ""),
      ("sudo echo yes", 0, "yes\n"), ("sudo -E -H echo yes", 0, "yes\n"),
      ("sudo LC_ALL=C sh -c 'echo $LC_ALL'", 0, "C\n"), ("sh -c 'type sudo' || echo none", 0, nil),
      ("bash -c 'sudo echo within'", 0, "within\n"), ("echo x | sudo tee f | cat", 0, "x\n"),
    ] as [(String, Int, String?)])
  func replies(_ command: String, _ status: Int, _ output: String?) async throws {
    try await TestMachine.with { machine in
      let reply = try await machine.reply(to: command)
      #expect(reply.end == .status(status))
      if let output { #expect(String(decoding: reply.output, as: UTF8.self) == output) }
      #expect(reply.dropped == 0)
      #expect(reply.duration > .zero)
      // The next command is not confused by the one before.
      try await machine.expect("echo next", prints: "next")
    }
  }

  @Test("Directory, variables, functions, options and the last status persist")
  func state() async throws {
    try await TestMachine.with { machine in
      try await machine.output(
        of: "mkdir -p a/b && cd a/b && name='a  b' && f() { echo \"f $1\"; }")
      try await machine.expect("pwd; echo \"$name\"; f x", prints: "/lab/a/b\na  b\nf x")
      #expect(try await machine.reply(to: "(exit 42)").end == .status(42))
      try await machine.expect("echo $?", prints: "42")
      try await machine.output(of: "exec 5>five; echo kept >&5; shopt -s nullglob; set -u")
      try await machine.expect("echo again >&5; cat five; echo *.none", prints: "kept\nagain\n")
      try await machine.output(of: "ip netns add red")
      // Another place has a shell of its own.
      try await machine.expect(
        "pwd; echo \"[${name-}]\"", prints: "/lab\n[]", in: TestMachine.namespace("red"))
      try await machine.expect("echo \"$name\"", prints: "a  b")
    }
  }

  @Test(
    "What a lab does to the shell's names does not confuse its status",
    arguments: [
      "readonly status=7", "printf() { :; }", "alias printf=false", "set -u", "IFS=0123456789",
      "declare -i status=3", "return() { builtin return 9; }", "local() { :; }", "PATH=/nowhere",
      "trap 'false' ERR", "set -f", "set -o posix",
    ])
  func names(_ command: String) async throws {
    try await TestMachine.with { machine in
      _ = try await machine.reply(to: command)
      for wanted in [0, 1, 5] {
        let reply = try await machine.reply(to: "(exit \(wanted))", timeout: .seconds(10))
        #expect(reply.end == .status(wanted))
      }
    }
  }

  @Test("A trace shows the lab's commands and nothing of netlab's")
  func trace() async throws {
    try await TestMachine.with { machine in
      try await machine.expect("set -x", prints: "")
      try await machine.expect("echo a 'b c'", prints: "++ echo a 'b c'\na b c")
      #expect(try await machine.reply(to: "(exit 42) 2>/dev/null").end == .status(42))
      try await machine.expect("echo $? $-", prints: "++ echo 42 hxBs\n42 hxBs")
      let mistake = try await machine.reply(to: "if; then")
      #expect(mistake.end == .status(2))
      #expect(!mistake.text.contains("netlab"))
      try await machine.expect("PS4='> '", prints: "++ PS4='> '")
      try await machine.expect("f() { :; }; f", prints: ">> f\n>> :")
      try await machine.expect("set +x", prints: ">> set +x")
      try await machine.expect("echo off", prints: "off")
      try await machine.expect("set -v", prints: "")
      try await machine.expect("echo shown", prints: "echo shown\nshown")
      try await machine.expect("set -x", prints: "set -x")
      try await machine.expect("echo both", prints: "echo both\n>> echo both\nboth")
      let silence = try await machine.reply(to: "{ set +xv; } 2>/dev/null")
      #expect(silence.end == .status(0) && !silence.text.contains("netlab"))
      try await machine.expect("echo $-", prints: "hBs")
    }
  }

  @Test("`exec >file` moves the output of what follows, and its status still comes back")
  func redirection() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "exec 6>&1 >file 2>&1")
      try await machine.expect("echo hidden; echo too >&2", prints: "")
      #expect(try await machine.reply(to: "false").end == .status(1))
      try await machine.expect("exec >&6 2>&1; cat file", prints: "hidden\ntoo")
      try await machine.output(of: "exec >&- 2>&-")
      #expect(try await machine.reply(to: "(exit 3)").end == .status(3))
      try await machine.output(of: "exec <file; read line")
    }
  }

  @Test("Two hundred commands in a row, each with its own answer")
  func manyCommands() async throws {
    try await TestMachine.with { machine in
      for number in 1...200 {
        let reply = try await machine.reply(to: "echo \(number); (exit \(number % 100))")
        #expect(reply.text == "\(number)")
        #expect(reply.end == .status(number % 100))
      }
    }
  }

  @Test("A command of 200 KB runs whole")
  func longCommand() async throws {
    try await TestMachine.with { machine in
      let text = String(repeating: "0123456789abcde\n", count: 12_800)
      try await machine.expect("x='\(text)'; echo ${#x}", prints: "\(text.utf8.count)")
      let document = "cat <<'EOF' | wc -c\n\(text)EOF"
      try await machine.expect(document, prints: "\(text.utf8.count)")
    }
  }

  @Test("Long output is bounded, and what was dropped is counted")
  func longOutput() async throws {
    try await TestMachine.with { machine in
      let reply = try await machine.reply(to: "head -c 5000000 /dev/zero | tr '\\0' x")
      #expect(reply.end == .status(0))
      #expect(reply.output.count == Shell.outputBound)
      #expect(reply.output.count + reply.dropped == 5_000_000)
      try await machine.expect("echo next", prints: "next")
    }
  }

  @Test("Bytes that are no text come back as they are")
  func binaryOutput() async throws {
    try await TestMachine.with { machine in
      let all = "printf \"$(printf '\\\\x%02x' {0..255})\""
      let reply = try await machine.reply(to: all)
      #expect(reply.output == Array(0...255))
    }
  }

  @Test("Output is handed on while the command runs")
  func liveOutput() async throws {
    try await TestMachine.with { machine in
      let (pieces, continuation) = AsyncStream<[UInt8]>.makeStream()
      let shell = try await machine.machine.shells.shell(in: TestMachine.host)
      // The command ends only when its first words were seen to arrive.
      async let reply = shell.run(
        "echo first; until [ -e go ]; do sleep 0.01; done", timeout: .seconds(30)
      ) {
        continuation.yield($0)
      }
      var iterator = pieces.makeAsyncIterator()
      #expect(await iterator.next() == Array("first\n".utf8))
      try await machine.output(of: "touch /lab/go", in: .internet)
      #expect(await reply.end == .status(0))
    }
  }
}
