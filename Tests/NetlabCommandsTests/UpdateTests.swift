import Foundation
import Testing

/// `netlab run --update` and `--diff`.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct UpdateTests {
  let scratch: Scratch
  static let body =
    "## A step\n\n```console\n$ echo one\n$ printf '$ x\\n...\\n\\001\\377\\n```\\n'\n$ echo 3; echo 4\n<n>\nfour\n```"

  init() throws {
    scratch = try Scratch()
    try scratch.lab("a", Self.body)
  }

  private var attributes: [FileAttributeKey: Any] {
    get throws { try FileManager.default.attributesOfItem(atPath: scratch.path("a.md")) }
  }

  @Test("After an update a strict run passes, and another update changes nothing")
  func update() async throws {
    chmod(scratch.path("a.md"), 0o640)
    let ending = try await Program.run(["run", "--update", "a.md"], in: scratch)
    #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
    #expect(
      ending.errors.contains("a.md: the outputs of 3 commands written anew (lines 11, 12, 13)"))
    let new = try scratch.read("a.md")
    #expect(new.contains("$ echo one\none\n$ printf"))
    #expect(new.contains("<any>$ x\n<any>...\n<any>\n<any>```\n"))
    #expect(new.contains("<n>\n4\n```"))
    #expect(try attributes[.posixPermissions] as? Int == 0o640)
    let strict = try await Program.run(["run", "--strict", "a.md"], in: scratch)
    #expect(strict.status == 0, "\(strict.output)")
    let again = try await Program.run(["run", "--update", "a.md"], in: scratch)
    #expect(again.errors.contains("no output has changed"))
    #expect(try scratch.read("a.md") == new)
    #expect(try scratch.names == ["a.md"])
  }

  @Test("A diff is all that --diff prints, and makes what --update makes")
  func diff() async throws {
    let old = try scratch.read("a.md")
    let ending = try await Program.run(["run", "--diff", "a.md"], in: scratch)
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("--- a.md\n+++ a.md\n@@ "))
    #expect(try scratch.read("a.md") == old)
    try scratch.write("diff", ending.output)
    try scratch.write("patched.md", old)
    let patch = try await Program.run(
      ["-s", "patched.md", "diff"], in: scratch, program: "/usr/bin/patch")
    #expect(patch.status == 0, "\(patch.output)\(patch.errors)")
    _ = try await Program.run(["run", "--update", "a.md"], in: scratch)
    #expect(try scratch.read("a.md") == scratch.read("patched.md"))
  }

  @Test("What fails is said, and keeps its output; the exit status is the run's")
  func failure() async throws {
    try scratch.lab("b", "## S\n\n```console\n$ echo 1\n$ (echo 2; exit 3)\nold\n$ echo 4\n```")
    let ending = try await Program.run(["run", "--update", "b.md"], in: scratch)
    #expect(ending.status == 1)
    #expect(ending.errors.contains("line 12 ended with status 3: write `[exit 3]` under it"))
    #expect(
      try scratch.read("b.md").contains("$ echo 1\n1\n$ (echo 2; exit 3)\nold\n$ echo 4\n```"))
    let diff = try await Program.run(["run", "--diff", "b.md"], in: scratch)
    #expect(diff.status == 1)
    #expect(diff.output == "")
    #expect(diff.errors.contains("exit 3"))
  }

  @Test("A link's target is written, and the link stays")
  func link() async throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.md"), withDestinationPath: "a.md")
    let ending = try await Program.run(["run", "--update", "link.md"], in: scratch)
    #expect(ending.status == 0)
    #expect(try scratch.read("a.md").contains("$ echo one\none\n"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link.md")) == "a.md")
  }

  @Test("A file that must not be written is refused before anything runs")
  func readOnly() async throws {
    chmod(scratch.path("a.md"), 0o444)
    let old = try scratch.read("a.md")
    let ending = try await Program.run(["run", "--update", "a.md"], in: scratch)
    #expect(ending.status == 2)
    #expect(ending.output == "")
    #expect(ending.errors.contains("read-only"))
    #expect(try scratch.read("a.md") == old)
    let diff = try await Program.run(["run", "--diff", "a.md"], in: scratch)
    #expect(diff.status == 0)
  }

  @Test("A file that somebody else changed meanwhile is left to them")
  func changed() async throws {
    try scratch.lab("slow", "## S\n\n```console\n$ echo begun; sleep 60\n$ echo 1\n```")
    let text = try scratch.read("slow.md").replacing("sleep 60", with: "sleep 1.5")
    try scratch.write("slow.md", text)
    let running = try Program.start(["run", "--update", "slow.md"], in: scratch)
    try await eventually("the command") { running.text.contains("begun\n") }
    try scratch.write("slow.md", text + "\nmore\n")
    let ending = try await running.ending()
    #expect(ending.status == 2)
    #expect(ending.errors.contains("was changed while the lab ran"))
    #expect(try scratch.read("slow.md") == text + "\nmore\n")
    #expect(try scratch.names == ["a.md", "slow.md"])
  }

  @Test("A full disk leaves the old file", .enabled(if: geteuid() == 0, "needs root for a disk"))
  func full() async throws {
    let script = """
      mount -t tmpfs -o size=16k none disk && cp a.md disk && \
      { head -c 1M /dev/zero >disk/fill 2>/dev/null; "$@" run --update disk/a.md; } ; \
      echo "status $?"; ls disk; cmp a.md disk/a.md
      """
    try FileManager.default.createDirectory(
      atPath: scratch.path("disk"), withIntermediateDirectories: false)
    let ending = try await Program.run(
      [], wrapper: ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"],
      in: scratch)
    #expect(ending.output.contains("status 2\na.md\nfill\n"), "\(ending.output)\(ending.errors)")
    #expect(ending.errors.contains("could not be written, and stays as it was"))
    #expect(ending.status == 0)
  }

  @Test("The variables of a lab are written back, for the seed that was given")
  func variables() async throws {
    try scratch.lab(
      "v", "## S\n\n```console\n$ echo at {{subnet}}.1\n```",
      frontMatter: "world: none\nvariables: {subnet: {pick: [\"172.18\", \"10.77\"]}}")
    for seed in ["a", "b", "c", "d"] {
      let ending = try await Program.run(
        ["run", "--update", "--seed", seed, "v.md"], in: scratch)
      #expect(ending.status == 0)
      #expect(try scratch.read("v.md").contains("$ echo at {{subnet}}.1\nat {{subnet}}.1\n```"))
    }
  }

  @Test(
    "Options that contradict each other are wrong usage",
    arguments: [
      ["--update", "--strict"], ["--diff", "--strict"], ["--diff", "--format", "json"],
      ["--diff", "--output", "x"],
    ])
  func usage(_ options: [String]) async throws {
    let ending = try await Program.run(["run"] + options + ["a.md"], in: scratch)
    #expect(ending.status == 64)
  }
}
