import Foundation
import Testing

/// `netlab new`: what it writes is a lab that proves itself.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct NewTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func make() async throws -> String {
    let ending = try await Program.run(["new", "05-mine"], in: scratch)
    #expect(ending.status == 0, "\(ending.errors)")
    return try scratch.read("05-mine.md")
  }

  @Test("It has no mistakes and passes as it is")
  func passing() async throws {
    let text = try await make()
    #expect(text.contains("\n# Mine\n"))
    let check = try await Program.run(["check", "05-mine.md"], in: scratch)
    #expect(check.status == 0)
    #expect(check.errors == "")
    let run = try await Program.run(["run", "--strict", "05-mine.md"], in: scratch)
    #expect(run.status == 0, "\(run.output)")
  }

  @Test("Each of its commands that changes something is needed by a claim")
  func guarded() async throws {
    let lines = try await make().split(separator: "\n", omittingEmptySubsequences: false)
    var omitted = 0
    for (index, line) in lines.enumerated()
    where line.contains("# ip ") || line.hasPrefix("$ sudo ") {
      var without = lines
      // A place that is not there fails a line by itself.
      without[index] = line.hasPrefix("$") ? "$ true" : "root@room# true"
      try scratch.write("without.md", without.joined(separator: "\n"))
      let run = try await Program.run(["run", "--quiet", "without.md"], in: scratch)
      #expect(run.status == 1, "without \(line): \(run.output)")
      omitted += 1
    }
    #expect(omitted == 6)
  }

  @Test("Each of its claims on a step's work is false before the step")
  func falseBefore() async throws {
    let steps = try await make().components(separatedBy: "\n## ")
    var done = steps[0]
    var claims = 0
    for step in steps.dropFirst() where step.contains("```expect\n") {
      for block in step.components(separatedBy: "```expect\n").dropFirst() {
        for claim in block.prefix(upTo: block.range(of: "```")!.lowerBound).split(separator: "\n") {
          try scratch.write(
            "before.md", done + "\n## Before\n\n```expect\n\(claim), within 10ms\n```\n")
          let run = try await Program.run(["run", "--quiet", "before.md"], in: scratch)
          #expect(run.status != 0, "\(claim)")
          claims += 1
        }
      }
      done += "\n## " + step
    }
    #expect(claims == 12)
  }

  @Test("No file is written over, and a name that is none is refused")
  func names() async throws {
    try scratch.write("there.md", "mine")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.md"), withDestinationPath: "nowhere.md")
    for (name, status) in [
      ("there", 2), ("there.md", 2), ("link", 2), ("no/folder", 2), (".md", 64), ("", 64),
      ("a/.b", 64),
      ("a.key", 64),
    ] {
      let ending = try await Program.run(["new", name], in: scratch)
      #expect(ending.status == Int(status), "\(name): \(ending.errors)")
      #expect(ending.errors != "")
    }
    #expect(try scratch.read("there.md") == "mine")
    #expect(try scratch.names == ["link.md", "there.md"])
  }

  @Test("A title becomes the heading, or is refused")
  func title() async throws {
    let ending = try await Program.run(
      ["new", "a.md", "--title", "The *way* {{out}}"], in: scratch)
    #expect(ending.status == 0)
    #expect(try scratch.read("a.md").contains("\n# The *way* {{out}}\n"))
    for title in ["", "two\nlines", "x <!-- netlab: id=a -->"] {
      let ending = try await Program.run(["new", "b", "--title", title], in: scratch)
      #expect(ending.status == 64, "\(title)")
    }
    #expect(try scratch.names == ["a.md"])
  }
}
