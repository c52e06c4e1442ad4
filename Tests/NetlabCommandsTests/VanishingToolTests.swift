import Foundation
import Testing

@testable import LabRuntime

/// Tools that are there when a run begins and gone before it ends.
@Suite(
  .needsRuns, .takingTurns, .timeLimit(.minutes(5)),
  .enabled(if: geteuid() == 0, "only root can cover the machine's tools for a program"))
struct VanishingToolTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    chmod(scratch.path, 0o755)
  }

  /// Runs a lab up to its middle, takes a tool away, and lets it go on.
  private func run(_ rest: String, without tool: String) async throws -> Program.Ending {
    try scratch.lab(
      "middle",
      """
      ## A step

      ```console
      $ ip netns add red
      $ ip link set lo up
      $ sleep 4321.7 || :
      ```

      ## The rest

      \(rest)
      """)
    // The run's own copy, in the tool's place for the run alone.
    let script =
      "mount --make-rprivate / && path=$(type -P \(tool)) && cp \"$(realpath $path)\" copy && "
      + "chmod 755 copy && mount --bind copy \"$(realpath $path)\" && exec \"$@\""
    let running = try Program.start(
      ["run", "middle.md"],
      wrapper: ["/usr/bin/env", "unshare", "--mount", "/bin/bash", "-c", script, "machine"],
      in: scratch)
    try await eventually("the middle of the lab") { running.runs("sleep 4321.7") }
    #expect(chmod(scratch.path("copy"), 0) == 0)
    let inside = try #require(running.process(running: "sleep 4321.7"))
    #expect(kill(inside, SIGTERM) == 0)
    return try await running.ending()
  }

  @Test(
    "It is an error with a sentence, also for claims that something is not there",
    arguments: [
      ("ip", "```expect\nhost: no link eth9\nhost: no routes\n```", "iproute2"),
      ("ping", "```expect\nhost: ping 127.0.0.1 fails\n```", "iputils-ping"),
      ("ping", "```expect\nhost: ping 127.0.0.1\n```", "iputils-ping"),
      ("nsenter", "```console\nroot@red# true\n```", "util-linux"),
      ("nsenter", "```expect\nhost: run \"true\"\n```", "util-linux"),
      ("ss", "```expect\nhost: no listen tcp 80\n```", "iproute2"),
      ("iptables", "```expect\nhost: no iptables INPUT -j DROP\n```", "iptables"),
      ("bridge", "```expect\nhost: no fdb 02:00:00:00:00:01\n```", "iproute2"),
    ])
  func vanished(_ tool: String, _ rest: String, _ package: String) async throws {
    guard Tool.path(of: tool) != nil else { return }
    let ending = try await run(rest, without: tool)
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    // Lines are broken where the page ends.
    let said = ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("\(tool) is not installed; install the package \(package)"), "\(said)")
    #expect(!said.contains("could not be read: host could not"), "\(said)")
    #expect(!ending.output.contains("✓"), "\(ending.output)")
    #expect(ending.left == [])
  }
}
