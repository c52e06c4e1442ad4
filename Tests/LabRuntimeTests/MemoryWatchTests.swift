import CLinux
import Glibc
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// The bound on a lab's memory, tried with one that is small enough for any machine.
@Suite(.needsSandbox, .takingTurns, .needs("perl"), .timeLimit(.minutes(5)))
struct MemoryWatchTests {
  private static let options = {
    var options = RunOptions()
    options.memoryLimit = 128 << 20
    return options
  }()

  /// Holds this many MiB of its own until it is ended.
  private static func holding(_ mebibytes: Int) -> String {
    "perl -e '$x = \"x\" x (\(mebibytes) << 20); sleep 1000'"
  }

  private static func run(_ console: String, _ claims: String = "host: link lo down") async throws
    -> LabRun
  {
    try await LabRun.run(
      """
      ## A step

      ```console
      \(console)
      ```

      ```expect
      \(claims)
      ```

      ## Another

      ```console
      $ echo never
      ```
      """, options: options)
  }

  private static let sentence = "the lab used more memory than 128 MiB"

  @Test("A child that has not begun its program is not blamed for netlab's own memory")
  func sharedMemory() async throws {
    #expect(clinux_shares_memory(getpid()))
    let null = try Descriptor.open("/dev/null", O_RDWR)
    let child = try ChildProcess.start(
      ProcessStart(
        path: try #require(Tool.path(of: "sleep")), arguments: ["1000"],
        descriptors: [null, null, null]))
    #expect(!clinux_shares_memory(child.id))
    kill(child.id, SIGKILL)
    #expect(child.reap() == .signalled(Int(SIGKILL)))
  }

  @Test("A command that fills memory fails, with all that comes after it")
  func command() async throws {
    let run = try await Self.run("$ \(Self.holding(200))")
    #expect(run.outcome == .failed)
    #expect(run.result.message == Self.sentence)
    #expect(run.commands.map(\.outcome) == [.failed, .skipped])
    #expect(run.commands[0].message?.hasPrefix(Self.sentence) == true)
    #expect(run.claims.map(\.outcome) == [.skipped])
  }

  @Test(
    "Many processes and nested process namespaces hide nothing",
    arguments: [
      "for i in 1 2 3 4 5 6; do \(holding(50)) & done; wait",
      "unshare --pid --fork --mount-proc \(holding(200))",
      "setsid \(holding(200)) & wait",
      "ip netns add red && ip netns exec red \(holding(200))",
    ])
  func hiding(_ command: String) async throws {
    let run = try await Self.run("$ \(command)")
    #expect(run.outcome == .failed, "\(run.outcomes)")
    #expect(run.commands[0].message?.hasPrefix(Self.sentence) == true)
  }

  @Test("Claims that it happens under are errors, also those that only want silence")
  func claims() async throws {
    let run = try await Self.run(
      "$ (until grep -qsa '^sleep.99' /proc/[0-9]*/cmdline; do sleep 0.05; done; "
        + "exec \(Self.holding(200))) >/dev/null 2>&1 &",
      "host: link lo down, stays 100s\nhost: run \"sleep 99\", within 100s")
    #expect(run.outcome == .error, "\(run.outcomes)")
    #expect(run.claims.prefix(2).map(\.outcome) == [.error, .error])
    #expect(run.claims.allSatisfy { $0.outcome != .passed })
    #expect(run.result.message == Self.sentence)
    #expect(run.commands.last?.outcome == .skipped)
  }

  @Test("Pages that processes share count once")
  func shared() async throws {
    try await TestMachine.with { machine in
      // Each child has its parent's 40 MiB, and nothing more.
      try await machine.output(
        of: "perl -e '$x = \"x\" x (40 << 20); for (1..8) { fork or do { sleep 1000; exit } } "
          + "print \"there\\n\"; close STDOUT; sleep 1000' >there & "
          + "until [ -s there ]; do sleep 0.01; done")
      var meter = try #require(
        MemoryMeter(of: [machine.sandbox.outer.user, machine.sandbox.lab.user]))
      defer { meter.close() }
      let all = meter.bytes(above: .max)
      let own = meter.bytes(above: 0)
      #expect(all > 8 * 40 << 20)
      #expect((30 << 20..<100 << 20).contains(own), "\(own)")
    }
  }

  @Test("Shared memory counts as long as it is mapped", .needs("python3"))
  func mapped() async throws {
    let run = try await Self.run(
      "$ \(Tool.path(of: "python3")!) -c 'import mmap, time; m = mmap.mmap(-1, 200 << 20); "
        + "m.write(bytes(200 << 20)); time.sleep(1000)'")
    #expect(run.commands[0].message?.hasPrefix(Self.sentence) == true, "\(run.complaints)")
  }

  @Test("What is not the sandbox's does not count")
  func others() async throws {
    try await TestMachine.with { machine in
      var meter = try #require(
        MemoryMeter(of: [machine.sandbox.outer.user, machine.sandbox.lab.user]))
      defer { meter.close() }
      // netlab itself is larger than an empty sandbox.
      #expect(meter.bytes(above: .max) < 64 << 20)
      #expect(meter.bytes(above: .max) > 0)
    }
  }

  @Test("It looks often where much is used, and seldom where looking is dear")
  func pace() {
    typealias Pace = MemoryWatch.Pace
    #expect(Pace.pause(cost: .microseconds(100), isHigh: false) == .milliseconds(50))
    #expect(Pace.pause(cost: .milliseconds(1), isHigh: false) == .milliseconds(400))
    #expect(Pace.pause(cost: .milliseconds(1), isHigh: true) == .milliseconds(50))
    #expect(Pace.pause(cost: .seconds(1), isHigh: true) == .milliseconds(500))
    #expect(MemoryWatch.words(MemoryWatch.limit) == "1 GiB")
  }
}
