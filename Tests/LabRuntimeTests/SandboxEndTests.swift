import Glibc
import NetworkState
import Testing

@testable import LabRuntime

/// Whose a sandbox's processes are, and that they end with it.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct SandboxEndTests {
  /// Leaves the shell's session and heeds no signal that can be ignored.
  private static let stubborn =
    "setsid sh -c 'trap \"\" TERM HUP INT QUIT; while :; do sleep 1000; done' >/dev/null 2>&1 &"

  @Test("Destroying ends daemons that ignore signals, in all places")
  func daemons() async throws {
    let machine = try await LabMachine.make(.article)
    let test = TestMachine(machine: machine)
    var others: [pid_t] = []
    do {
      try await test.output(of: "ip netns add red")
      let before = Set(InsideProcesses.list(of: machine.sandbox))
      for place in [TestMachine.host, TestMachine.namespace("red"), .internet] {
        try await test.output(of: Self.stubborn, in: place)
      }
      try await eventually("the daemons") {
        others = InsideProcesses.list(of: machine.sandbox).filter { !before.contains($0) }
        return others.count >= 6
      }
    } catch {
      await machine.destroy()
      throw error
    }
    await machine.destroy()
    for process in others {
      // A number that means a process of the sandbox no longer does.
      #expect(!InsideProcesses.list(of: machine.sandbox).contains(process))
    }
    #expect(InsideProcesses.list(of: machine.sandbox) == [])
  }

  @Test("A sandbox that nobody holds ends by itself")
  func holder() async throws {
    func launch() async throws -> [Descriptor] {
      let sandbox = try await SandboxLauncher.launch()
      #expect(InsideProcesses.list(of: sandbox).count >= 2)
      return [sandbox.lab.pid, sandbox.outer.pid]
    }
    let namespaces = try await launch()
    try await eventually("the end of the sandbox") {
      InsideProcesses.list(in: namespaces).isEmpty
    }
  }

  @Test("Destroying twice, and from many tasks, is harmless")
  func destroyedTwice() async throws {
    let machine = try await LabMachine.make(.none)
    _ = try await machine.shells.shell(in: TestMachine.host)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { await machine.destroy() } }
    }
    try await eventually("the end of the sandbox") {
      InsideProcesses.list(of: machine.sandbox).isEmpty
    }
    await machine.destroy()
    #expect(InsideProcesses.list(of: machine.sandbox) == [])
  }

  @Test("Killing everything inside ends neither the sandbox's first process nor netlab")
  func killAll() async throws {
    try await TestMachine.with { machine in
      let reply = try await machine.reply(to: "kill -9 -1; kill -9 $$")
      #expect(reply.end != .status(0))
      await machine.machine.shells.drop(TestMachine.host)
      try await machine.expect("echo alive", prints: "alive")
    }
  }

  @Test("No process inside has real root's id, or any id that somebody has", .needsRoot)
  func ids() async throws {
    try await TestMachine.with { first in
      try await TestMachine.with { second in
        for machine in [first, second] {
          try await machine.output(of: "sleep 1000 & id -u")
          let uid = machine.sandbox.identity.uid
          #expect(uid >= 1_879_048_192)
          #expect(getpwuid(uid) == nil)
          let processes = InsideProcesses.list(of: machine.sandbox)
          #expect(processes.count >= 4)
          for process in processes {
            let (users, groups) = (
              InsideProcesses.status("Uid", of: process),
              InsideProcesses.status("Gid", of: process)
            )
            guard !users.isEmpty else { continue }
            #expect(Set(users) == ["\(uid)"])
            #expect(Set(groups) == ["\(uid)"])
            // Groups that have no number inside would be rights on the machine.
            #expect(InsideProcesses.status("Groups", of: process) == [])
          }
        }
        #expect(first.sandbox.identity.uid != second.sandbox.identity.uid)
      }
    }
  }

  @Test("An ordinary user's sandbox is that user's", .enabled(if: !Machine.isRoot, "run by root"))
  func ordinaryUser() async throws {
    try await TestMachine.with { machine in
      for process in InsideProcesses.list(of: machine.sandbox) {
        #expect(InsideProcesses.status("Uid", of: process).first == "\(getuid())")
      }
      #expect(!machine.sandbox.identity.dropsIDs)
    }
  }

  @Test("A launch that is cancelled ends at once")
  func cancelledLaunch() async throws {
    let task = Task { try await SandboxLauncher.launch() }
    task.cancel()
    await #expect(throws: RuntimeProblem.self) { try await task.value }
  }
}
