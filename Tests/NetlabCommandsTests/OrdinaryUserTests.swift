import Foundation
import Testing

@testable import LabRuntime

/// Runs by a user without any privilege, tried where root runs the tests.
@Suite(
  .needsRuns, .takingTurns, .timeLimit(.minutes(5)),
  .enabled(if: OrdinaryUser.refusal == nil, "\(OrdinaryUser.refusal ?? "")"))
struct OrdinaryUserTests {
  let scratch: Scratch
  let program: String

  init() throws {
    scratch = try Scratch()
    program = scratch.path("netlab")
    let built = try #require(Program.path)
    try FileManager.default.copyItem(atPath: built, toPath: program)
    chmod(scratch.path, 0o755)
    chmod(program, 0o755)
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("failing", SampleLabs.failing)
    try scratch.lab(
      "cable",
      """
      ## A cable

      ```console
      $ id -u
      0
      $ ip netns add red
      $ ip link add v0 type veth peer name c0 netns red
      $ ip addr add 10.1.0.1/24 dev v0 && ip link set v0 up
      root@red# ip addr add 10.1.0.2/24 dev c0 && ip link set c0 up
      $ touch file && chown 7 file && echo 10.9.9.9 there >>/etc/hosts
      ```

      ```console setup
      $ grep -c ^ /etc/hosts
      3
      ```

      ```expect
      namespaces red
      red: ping 10.1.0.1 answered by host
      host: ping 8.8.8.8 answered by internet
      host: link v0 up carrier peer red/c0
      host: run "ping -c 1 -W 1 there" exits 1
      ```
      """, frontMatter: "summary: A cable.")
    try scratch.lab(
      "command", "## A step\n\n```console\n$ sleep 4321.1 &\n$ sleep 4321.2\n```")
    for name in ["passing", "failing", "cable", "command"] {
      chmod(scratch.path("\(name).md"), 0o644)
    }
  }

  @Test("Labs run as they do for root")
  func runs() async throws {
    for (lab, status) in [("passing", 0), ("failing", 1), ("cable", 0)] {
      let ending = try await Program.run(
        ["run", "--strict", "\(lab).md"], wrapper: OrdinaryUser.words, in: scratch,
        program: program)
      #expect(ending.status == status, "\(ending.output)\(ending.errors)")
      #expect(ending.left == [])
    }
  }

  @Test("A probe is traced as it is for root")
  func trace() async throws {
    let ending = try await Program.run(
      ["trace", "--no-picture", "cable.md", "red: ping 10.1.0.1"], wrapper: OrdinaryUser.words,
      in: scratch, program: program)
    #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("\nhost  v0  in\nand back\n"), "\(ending.output)")
    #expect(ending.left == [])
  }

  @Test(
    "A filter's drop is traced without any privilege",
    .enabled(
      if: Tool.path(of: "iptables") != nil && Tool.path(of: "nft") != nil, "needs iptables and nft")
  )
  func why() async throws {
    let path = try scratch.lab(
      "drop",
      """
      ## Drop

      ```console
      $ ip link set lo up
      $ iptables -A OUTPUT -d 127.0.0.1 -j DROP
      ```

      ```expect
      host: ping 127.0.0.1, within 100ms
      ```
      """)
    chmod(path, 0o644)
    let ending = try await Program.run(
      ["why", "--step", "drop", "drop.md"], wrapper: OrdinaryUser.words, in: scratch,
      program: program)
    #expect(ending.status == 1, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("filtered-here at host"), "\(ending.output)")
    #expect(ending.left == [])
  }

  @Test("Signals end a run and all that it started", arguments: [SIGINT, SIGTERM, SIGKILL])
  func signals(_ signal: CInt) async throws {
    let running = try Program.start(
      ["run", "command.md"], wrapper: OrdinaryUser.words, in: scratch, program: program)
    try await eventually("the command") { running.runs("sleep 4321.2") }
    running.signal(signal)
    let ending = try await running.ending()
    #expect(ending.status == 128 + Int(signal))
    #expect(ending.left == [])
  }

  @Test("A report is not written where the user may not write")
  func forbiddenOutput() async throws {
    let ending = try await Program.run(
      ["run", "--output", "report", "passing.md"], wrapper: OrdinaryUser.words, in: scratch,
      program: program)
    #expect(ending.status == 2)
    #expect(ending.errors.contains("Permission denied"))
    #expect(try !scratch.names.contains { $0.hasPrefix("report") })
  }
}

/// How root becomes somebody else.
enum OrdinaryUser {
  static let words = [
    "/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
  ]

  /// Why it cannot be tried.
  static let refusal: String? = {
    guard geteuid() == 0 else { return "the tests are run by an ordinary user already" }
    guard Tool.path(of: "setpriv") != nil else { return "\(RuntimeProblem.toolMissing("setpriv"))" }
    do {
      let null = try Descriptor.open("/dev/null", O_RDWR)
      let trial = try ChildProcess.start(
        ProcessStart(
          path: words[0],
          arguments: Array(words.dropFirst()) + [
            "bwrap", "--unshare-user", "--ro-bind", "/", "/", "true",
          ],
          descriptors: [null, null, null]))
      return trial.reap() == .exited(0) ? nil : "an ordinary user gets no user namespaces here"
    } catch {
      return "\(error)"
    }
  }()
}
