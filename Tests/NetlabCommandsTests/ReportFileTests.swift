import Foundation
import Testing

/// `--format json` and `--output`: what programs read.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct ReportFileTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("passing", SampleLabs.passing)
    try scratch.lab("failing", SampleLabs.failing)
    try scratch.lab("mistaken", SampleLabs.mistaken)
    try scratch.lab(
      "noisy", "## A step\n\n```console\n$ printf '\\033[31m\\001\\377\"\\\\\\n{}\\n'\n```")
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test("JSON is one object a lab and a line, and nothing else, whatever the labs are")
  func json() async throws {
    let labs = ["passing.md", "failing.md", "mistaken.md", "none.md", "noisy.md"]
    let ending = try await Program.run(["run", "--format", "json"] + labs, in: scratch)
    #expect(ending.status == 1)
    let objects = try objects(ending.output)
    #expect(
      objects.map { $0["outcome"] as? String } == ["passed", "failed", "error", "error", "passed"])
    for (object, lab) in zip(objects, labs) {
      #expect(object["netlab"] as? Int == 1)
      let about = try #require(object["lab"] as? [String: Any])
      #expect(about["file"] as? String == lab)
      #expect(about["id"] as? String == String(lab.dropLast(3)))
      #expect(object["steps"] is [Any])
    }
    #expect(ending.errors.contains("mistaken.md:"))
    #expect(ending.errors.contains("none.md"))
  }

  @Test("JSON says of commands and claims what people are told")
  func contents() async throws {
    let ending = try await Program.run(["run", "--format", "json", "failing.md"], in: scratch)
    let object = try #require(try objects(ending.output).first)
    let step = try #require((object["steps"] as? [[String: Any]])?.first)
    #expect(step["id"] as? String == "a-step")
    let command = try #require((step["commands"] as? [[String: Any]])?.first)
    #expect(command["command"] as? String == "true")
    #expect(command["status"] as? Int == 0)
    #expect(command["outcome"] as? String == "passed")
    let claim = try #require((step["claims"] as? [[String: Any]])?.first)
    #expect(claim["place"] as? String == "host")
    #expect(claim["outcome"] as? String == "failed")
    #expect((claim["message"] as? String)?.contains("lo") == true)
    #expect(claim["line"] as? Int == 15)
  }

  @Test("A report in a file is the one that would be printed, and takes an old one's place")
  func file() async throws {
    try scratch.write("report", "old")
    let ending = try await Program.run(
      ["run", "--format", "json", "--output", "report", "passing.md"], in: scratch)
    #expect(ending.status == 0)
    #expect(ending.output == "")
    #expect(try objects(scratch.read("report")).count == 1)
    let text = try await Program.run(["run", "--output", "text", "passing.md"], in: scratch)
    #expect(text.output == "")
    #expect(try scratch.read("text").contains("echo fine"))
    #expect(try scratch.names.filter { $0.contains(".new") } == [])
  }

  @Test("A report that cannot be written is an error, and nothing half-written is left")
  func unwritable() async throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path("folder"), withIntermediateDirectories: false)
    let before = try scratch.names
    for target in ["nowhere/report", "/dev/full", "folder", "passing.md/report"] {
      let ending = try await Program.run(["run", "--output", target, "passing.md"], in: scratch)
      #expect(ending.status == 2, "\(target)")
      #expect(ending.errors.contains(target))
      #expect(try scratch.names == before)
    }
  }

  @Test("A report that is too long for its file's limit leaves the old one as it was")
  func limited() async throws {
    try scratch.write("report", "old")
    // The limit is below what the report takes, and is met as a full disk is.
    let limit = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "limited"]
    let ending = try await Program.run(
      ["check", "passing.md"], wrapper: limit, in: scratch)
    #expect(ending.status == 0)
    let run = try await Program.run(
      ["run", "--output", "report", "none.md"], wrapper: limit, in: scratch)
    #expect(run.status == 2)
    #expect(try scratch.names.filter { $0.contains(".new") } == [])
  }

  @Test("A pipe or a device is written to as it is")
  func device() async throws {
    let ending = try await Program.run(
      ["run", "--format", "json", "--output", "/dev/stdout", "passing.md"], in: scratch)
    #expect(ending.status == 0)
    #expect(try objects(ending.output).count == 1)
  }
}
