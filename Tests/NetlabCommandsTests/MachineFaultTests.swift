import Foundation
import Testing

/// Runs on machines that lack something, played by mounts of a namespace that only the run has.
@Suite(
  .needsRuns, .takingTurns, .timeLimit(.minutes(5)),
  .enabled(if: geteuid() == 0, "only root can cover the machine's tools for a program"))
struct MachineFaultTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("silent", "## A step\n\n```expect\nhost: no link eth9\nhost: no routes\n```")
    try scratch.lab(
      "listening", "## A step\n\n```expect\nhost: no listen tcp 80\nhost: link lo down\n```")
    try scratch.lab("article", "## A step\n\n```console\n$ true\n```", frontMatter: "summary: S.")
  }

  /// Runs a lab where some shell words have been run first, as root of the run's own mounts.
  private func run(_ lab: String, after words: String) async throws -> Program.Ending {
    let script = "mount --make-rprivate / && \(words) && exec \"$@\""
    return try await Program.run(
      ["run", "\(lab).md"],
      wrapper: ["/usr/bin/env", "unshare", "--mount", "/bin/bash", "-c", script, "machine"],
      in: scratch)
  }

  /// Words that put a program in the place of every tool of a name.
  private func covering(_ tool: String, with program: String) -> String {
    "for f in $(type -ap \(tool)); do mount --bind '\(program)' $f || exit 99; done"
  }

  private func script(_ name: String, _ body: String) throws -> String {
    let path = try scratch.write(name, "#!/bin/sh\n\(body)\n")
    chmod(path, 0o755)
    // Tools run with ids of nobody's: the folder must let them in.
    chmod(scratch.path, 0o755)
    return path
  }

  @Test("A tool that every run needs is missing", arguments: ["bwrap", "unshare", "prlimit"])
  func missing(_ tool: String) async throws {
    let ending = try await run("passing", after: covering(tool, with: "/dev/null"))
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("\(tool) is not installed; install the package"))
    #expect(ending.left == [])
  }

  @Test("A tool that shells need is missing in the middle of a lab", arguments: ["nsenter"])
  func missingForShells(_ tool: String) async throws {
    let ending = try await run("passing", after: covering(tool, with: "/dev/null"))
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("\(tool) is not installed"))
    #expect(ending.left == [])
  }

  @Test(
    "A bubblewrap that is too old, forbidden or mute is an error with a sentence",
    arguments: [
      ("echo 'bwrap: Unknown option --size' >&2; exit 1", "bubblewrap is too old"),
      ("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", "AppArmor"),
      ("exit 0", "could not be made"), ("kill -9 $$", "could not be made"),
      ("echo ready; sleep 0.1", "bubblewrap"),
    ])
  func bubblewrap(_ body: String, _ words: String) async throws {
    let fake = try script("bwrap", body)
    let ending = try await run("passing", after: covering("bwrap", with: fake))
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains(words), "\(ending.output)")
    #expect(ending.left == [])
  }

  @Test(
    "An `ip` that says nonsense, too little or nothing decides no claim, above all none of absence",
    arguments: [
      "echo nonsense", "exit 0", "echo '['", "echo '{}'", "echo '[{\"ifindex\":true}]'", "exit 1",
      "printf '\\377\\376\\000'", "kill -9 $$", "echo '[[[[[[[['", "echo null",
      "echo '[{\"ifindex\":1,\"ifname\":\"lo\",\"flags\":['",
      "echo '[{\"ifindex\":1,\"ifname\":\"lo\"}'", "echo '[]'; echo '[]'; echo '[]'; exit 3",
    ])
  func nonsense(_ body: String) async throws {
    let fake = try script("ip", body)
    let ending = try await run("silent", after: covering("ip", with: fake))
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    #expect(!ending.output.contains("✓"), "\(ending.output)")
    #expect(ending.output.contains("host could not be read: "), "\(ending.output)")
    #expect(ending.left == [])
  }

  @Test("Where `ip` cannot build the lab's world the lab is an error")
  func noWorld() async throws {
    let fake = try script("ip", "echo 'not today' >&2; exit 1")
    let ending = try await run("article", after: covering("ip", with: fake))
    #expect(ending.status == 2)
    #expect(ending.output.contains("the lab's world could not be built: not today"))
  }

  @Test("A tool that only one claim needs makes that claim an error when it is missing")
  func missingForClaims() async throws {
    let ending = try await run("listening", after: covering("ss", with: "/dev/null"))
    #expect(ending.status == 2, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("ss is not installed"), "\(ending.output)")
  }

  @Test("A disk that is full when the report is written: an error, and the old report stays")
  func fullDisk() async throws {
    let disk = scratch.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
    let script =
      "mount --make-rprivate / && mount -t tmpfs -o size=4k full disk && echo old >disk/report && "
      + "\"$@\"; echo \"status $?\"; ls disk; cat disk/report"
    let ending = try await Program.run(
      ["run", "--output", "disk/report", "passing.md"],
      wrapper: ["/usr/bin/env", "unshare", "--mount", "/bin/bash", "-c", script, "machine"],
      in: scratch)
    #expect(ending.output == "status 2\nreport\nold\n", "\(ending.errors)")
    #expect(
      ending.errors.contains("the report could not be written to disk/report: No space left"),
      "\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test("The machine's own folder for temporary files may be full")
  func fullTemporaryFolder() async throws {
    let ending = try await run(
      "passing",
      after: "mount -t tmpfs -o size=4k,nr_inodes=2 full /tmp && { cat /dev/zero >/tmp/full; "
        + "! : >/tmp/more; } 2>/dev/null; export TMPDIR=/tmp TEMP=/tmp TMP=/tmp; ! mktemp 2>/dev/null"
    )
    #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
  }
}
