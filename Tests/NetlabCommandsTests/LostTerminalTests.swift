import CLinux
import Foundation
import Testing

@testable import LabRuntime

/// Runs on a terminal that goes away, and by a clock that jumps.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct LostTerminalTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("command", "## A step\n\n```console\n$ sleep 4321.2\n```")
  }

  @Test(
    "When the terminal is gone the run ends by its signal, and nothing is left",
    arguments: [["run", "passing.md"], ["run", "--yes", "command.md"]])
  func gone(_ arguments: [String]) async throws {
    var ends: (CInt, CInt) = (-1, -1)
    #expect(clinux_open_terminal(&ends.0, &ends.1) == 0)
    var master: Descriptor? = Descriptor(owning: ends.0)
    let slave = Descriptor(owning: ends.1)
    let program = try #require(Program.path)
    let child = try ChildProcess.start(
      ProcessStart(
        path: "/bin/sh",
        arguments: ["-c", "cd \"$0\" && exec \"$@\"", scratch.path, program] + arguments,
        descriptors: [slave, slave, slave], takesTerminal: true))
    let running = RunningProgram(
      child: child, output: try Descriptor.open("/dev/null", O_RDONLY),
      errors: try Descriptor.open("/dev/null", O_RDONLY))
    var shown = BoundedReader(try #require(master), bound: 1 << 20)
    try await eventually("the run's beginning") {
      shown.read()
      _ = running.runs("bwrap")
      let text = String(decoding: shown.bytes, as: UTF8.self)
      return arguments.contains("--yes") ? running.runs("sleep 4321.2") : text.contains("Enter")
    }
    shown = BoundedReader(try Descriptor.open("/dev/null", O_RDONLY), bound: 1)
    master = nil
    let ending = try await running.ending(within: .seconds(20))
    #expect(ending.status == 128 + Int(SIGHUP))
    #expect(ending.left == [])
  }

  /// In the place of the C library's own: each look at the calendar's time is a day off, either way.
  private static let jumpingClock = """
    #define _GNU_SOURCE
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>
    static long jump(void) { static long n; return (n++ & 1 ? -86400 : 86400) * (1 + n % 3); }
    int clock_gettime(clockid_t clock, struct timespec *t) {
      int result = syscall(SYS_clock_gettime, clock, t);
      if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) t->tv_sec += jump();
      return result;
    }
    int gettimeofday(struct timeval *restrict t, void *restrict zone) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      t->tv_sec = now.tv_sec;
      t->tv_usec = now.tv_nsec / 1000;
      return 0;
    }
    time_t time(time_t *t) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (t) *t = now.tv_sec;
      return now.tv_sec;
    }
    """

  @Test(
    "A clock that jumps changes neither time-outs nor outcomes",
    .enabled(if: Tool.path(of: "cc") != nil, "cc is not installed; install the package gcc"))
  func jump() async throws {
    try scratch.write("clock.c", Self.jumpingClock)
    try scratch.lab(
      "timed",
      """
      ## A step

      ```console
      $ sleep 0.3; echo fine
      fine
      ```

      ```expect
      host: link lo down, stays 300ms
      host: run "sleep 0.2"
      ```

      ## Too long

      <!-- netlab: timeout=1s -->

      ```console
      $ sleep 4321.2
      ```
      """)
    let built = try await Tool.run(
      "cc", ["-shared", "-fPIC", "-o", scratch.path("clock.so"), scratch.path("clock.c")],
      timeout: .seconds(60))
    #expect(built.succeeded, "\(built.errorText)")
    let started = ContinuousClock.now
    let ending = try await Program.run(
      ["run", "timed.md"], in: scratch,
      environment: ["LD_PRELOAD=\(scratch.path("clock.so"))"])
    #expect(ending.status == 1, "\(ending.output)\(ending.errors)")
    #expect(!ending.output.contains("✗ host"), "\(ending.output)")
    #expect(ending.output.contains("did not end within 1.0 s"), "\(ending.output)")
    #expect(started.duration(to: .now) < .seconds(30))
    #expect(ending.left == [])
  }
}
