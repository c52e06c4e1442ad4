import Glibc
import NetworkState
import Testing

@testable import LabRuntime

/// Background jobs, time-outs, and shells that end.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct ShellJobTests {
  @Test("A background job does not hold its command up; its late output goes to the next")
  func lateOutput() async throws {
    try await TestMachine.with { machine in
      let start = "(until [ -e go ]; do sleep 0.01; done; echo late; touch done) &"
      try await machine.expect(start, prints: "")
      try await machine.expect(
        "echo here; touch go; until [ -e done ]; do sleep 0.01; done", prints: "here\nlate")
      try await machine.expect("wait; echo quiet", prints: "quiet")
    }
  }

  @Test("A job that prints for ever does not keep a command from ending")
  func endlessJob() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "yes &")
      for number in 1...5 {
        let reply = try await machine.reply(to: "echo [\(number)]")
        #expect(reply.end == .status(0))
        // On a busy machine the job alone prints more than is kept.
        #expect(reply.text.contains("[\(number)]") || reply.dropped > 0)
      }
      try await machine.output(of: "kill %1; wait 2>/dev/null || :")
    }
  }

  @Test("A job goes on when its command has ended, and can be waited for")
  func jobControl() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "sleep 1000 & pid=$!")
      try await machine.output(of: "kill -0 $pid && jobs %1")
      #expect(try await machine.reply(to: "kill $pid; wait $pid").end == .status(143))
    }
  }

  @Test("A time-out ends everything of the shell's session and nothing else")
  func timeout() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "sleep 1000 &", in: .internet)
      let shell = try await machine.machine.shells.shell(in: TestMachine.host)
      let before = Set(InsideProcesses.list(of: machine.sandbox))
      let command = "trap '' TERM INT; echo begun; (sleep 1000; :) & sh -c 'sleep 1000; :'"
      let reply = await shell.run(command, timeout: .milliseconds(700))
      #expect(reply.end == .timedOut)
      #expect(reply.text == "begun")
      #expect(reply.duration < .seconds(5))
      await machine.machine.shells.drop(TestMachine.host)
      try await eventually("the end of the command's processes") {
        Set(InsideProcesses.list(of: machine.sandbox)).isSubset(of: before)
      }
      try await machine.output(of: "jobs %1", in: .internet)
      try await machine.expect("echo \"${x-anew}\"", prints: "anew")
    }
  }

  @Test(
    "A command that ends its shell is told from one that ends",
    arguments: [
      ("exit", ProcessEnd.exited(0)), ("exit 3", .exited(3)), ("exec true", .exited(0)),
      ("exec sh -c 'exit 9'", .exited(9)), ("set -e; false", .exited(1)),
      ("set -u; : $nothing", .exited(1)),
      ("kill -9 $$", .signalled(9)), ("echo said; kill -TERM $$; exit 4", .signalled(15)),
      ("exec nothing-of-this-name", .exited(127)),
    ])
  func death(_ command: String, _ end: ProcessEnd) async throws {
    try await TestMachine.with { machine in
      let reply = try await machine.reply(to: command)
      // nsenter stands between: it ends as its child did, by a status of the shell's kind.
      guard case .died(let ended) = reply.end else {
        Issue.record("\(reply.end)")
        return
      }
      #expect(ended.status == end.status)
      await machine.machine.shells.drop(TestMachine.host)
      try await machine.expect("echo anew", prints: "anew")
    }
  }

  @Test("A shell that is stopped times out, and a long command does not wait for it for ever")
  func stopped() async throws {
    try await TestMachine.with { machine in
      let shell = try await machine.machine.shells.shell(in: TestMachine.host)
      let stop =
        "(kill -STOP $$; touch /lab/stopped) & until [ -e /lab/stopped ]; do sleep 0.01; done"
      _ = await shell.run(stop, timeout: .milliseconds(300))
      await machine.machine.shells.drop(TestMachine.host)

      let again = try await machine.machine.shells.shell(in: TestMachine.host)
      #expect(
        await again.run("pid=$BASHPID; echo $pid >pid", timeout: .seconds(10)).end == .status(0))
      try await machine.output(of: "mkdir -p /tmp/x", in: .internet)
      let stopper = "(sleep 0.05; kill -STOP $pid; touch /lab/really) &"
      #expect(await again.run(stopper, timeout: .seconds(10)).end == .status(0))
      try await eventually("the stop") {
        let reply = try await machine.reply(to: "test -e /lab/really", in: .internet)
        return reply.end == .status(0)
      }
      let long = ": '\(String(repeating: "x", count: 300_000))'"
      #expect(await again.run(long, timeout: .milliseconds(500)).end == .timedOut)
    }
  }

  @Test("A place that is deleted, or made anew, gets a new shell; the old one's jobs end")
  func staleShells() async throws {
    try await TestMachine.with { machine in
      let red = TestMachine.namespace("red")
      try await machine.output(of: "ip netns add red")
      let before = Set(InsideProcesses.list(of: machine.sandbox))
      try await machine.output(of: "x=old; setsid sleep 1000 & sleep 1000 &", in: red)
      #expect(!Set(InsideProcesses.list(of: machine.sandbox)).isSubset(of: before))
      try await machine.output(of: "ip netns del red && ip netns add red")
      try await machine.expect("echo \"[${x-new}]\"", prints: "[new]", in: red)
      try await machine.output(of: "ip netns del red")
      await #expect(throws: ShellKeeper.Absence.self) {
        try await machine.machine.shells.shell(in: red)
      }
      await machine.machine.shells.endStaleShells()
    }
  }

  @Test("A lab's deleted namespace and its devices are gone, though a shell stood in it")
  func deletedNamespace() async throws {
    try await TestMachine.with { machine in
      let red = TestMachine.namespace("red")
      try await machine.output(
        of: "ip netns add red && ip link add v0 type veth peer name c0 netns red")
      try await machine.output(of: "ip link show c0", in: red)
      try await machine.output(of: "ip netns del red")
      await machine.machine.shells.endStaleShells()
      try await eventually("the end of the namespace's devices") {
        try await machine.reply(to: "ip link show v0").end == .status(1)
      }
    }
  }

  @Test("A place that is not there has no shell, and the message says so")
  func missingPlace() async throws {
    try await TestMachine.with { machine in
      let refusal = await machine.machine.shells.refusal(to: TestMachine.namespace("ghost"))
      #expect(refusal?.contains("ghost") == true)
      #expect(await machine.machine.shells.refusal(to: TestMachine.host) == nil)
    }
  }
}
