import Authoring
import LabDocument
import LabResults
import NetworkState
import Testing

/// A lab's file with the outputs of a run.
@Suite struct LabUpdateTests {
  private static func read(_ bytes: [UInt8]) -> Lab? {
    LabReader.read(bytes, file: "a.md").lab
  }

  /// A run in which the lab's commands printed these texts in turn; `nil` ended otherwise.
  private static func result(_ lab: Lab, _ outputs: [String?]) -> LabResult {
    let commands = zip(lab.transcripts.flatMap(\.commands), outputs).map { command, output in
      CommandResult(
        line: command.line, place: command.place, command: command.command, status: 0,
        outcome: output == nil ? .failed : .passed, output: output ?? "lost", duration: .zero)
    }
    let step = StepResult(
      id: "s", title: "S", line: 1, outcome: .passed, points: 1, maxPoints: 1, commands: commands,
      claims: [])
    return LabResult(outcome: .passed, duration: .zero, steps: [step])
  }

  /// The new file; the old one if nothing changed. What it says is then right, and stays.
  private static func updated(
    _ text: String, _ outputs: [String?], location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let bytes = Array(text.utf8)
    let lab = try #require(read(bytes), sourceLocation: location)
    guard let update = try LabUpdate.make(of: bytes, lab, result(lab, outputs), read: read) else {
      return text
    }
    let again = try #require(read(update.bytes), sourceLocation: location)
    let rest = try LabUpdate.make(of: update.bytes, again, result(again, outputs), read: read)
    #expect(rest == nil, sourceLocation: location)
    return String(decoding: update.bytes, as: UTF8.self)
  }

  private static func lab(_ body: String, matter: String = "") -> String {
    "---\nnetlab: 1\n\(matter)---\n\n# T\n\n## S\n\n\(body)\n"
  }

  private func expect(
    _ body: String, _ outputs: [String?], _ new: String, matter: String = "",
    location: SourceLocation = #_sourceLocation
  ) throws {
    let text = try Self.updated(
      Self.lab(body, matter: matter), outputs, location: location)
    #expect(text == Self.lab(new, matter: matter), sourceLocation: location)
  }

  @Test("Outputs are written under their commands, in front of what sets them off")
  func places() throws {
    try expect(
      "```console\n$ a\n\n$ b \\\n>   c\n[exit 3]\n# note\n$ d\n```", ["1\n2\n", "3\n", "4\n"],
      "```console\n$ a\n1\n2\n\n$ b \\\n>   c\n3\n[exit 3]\n# note\n$ d\n4\n```")
    try expect(
      "```console\n$ a\none\n# note\ntwo\n```", ["one\n2\n"],
      "```console\n$ a\none\n# note\n2\n```")
    try expect("```console\n$ a\none\ntwo\n```", [""], "```console\n$ a\n```")
  }

  @Test("What did not end as announced, and examples, stay as they are")
  func failures() throws {
    let body = "```console\n$ a\nold\n$ b\nold\n```\n\n```console example\n$ c\nold\n```"
    try expect(body, [nil, "old\n"], body)
    try expect(body, ["old\n", "new\n"], body.replacing("$ b\nold", with: "$ b\nnew"))
  }

  @Test("Setup and solutions are transcripts too, also in folds")
  func roles() throws {
    let body =
      "```console setup\n$ a\n```\n\n<details>\n<summary>Solution</summary>\n\n```console solution\n$ b\n```\n\n</details>"
    try expect(
      body, ["1\n", "2\n"],
      body.replacing("$ a\n", with: "$ a\n1\n").replacing("$ b\n", with: "$ b\n2\n"))
  }

  @Test("Fences in lists and quotes keep their margin")
  func margins() throws {
    try expect(
      "- x\n\n  ```console\n  $ a\n  old\n  ```\n", ["1\n\n  2\n\t3\n"],
      "- x\n\n  ```console\n  $ a\n  1\n\n    2\n  \t3\n  ```\n")
    try expect(
      "> ~~~console\n> $ a\n> ~~~", ["1\n\n  2\n~~~\n"],
      "> ~~~console\n> $ a\n> 1\n>\n>   2\n> <any>~~~\n> ~~~")
    try expect(
      "- ```console\n  $ a\n  ```", ["  1\n"], "- ```console\n  $ a\n    1\n  ```")
    try expect(
      "10. > - ```console\n    >   $ a\n    >   ```", ["1\n\n2\n"],
      "10. > - ```console\n    >   $ a\n    >   1\n    >\n    >   2\n    >   ```")
    try expect(
      "   ```console\n$ a\n   ```", ["  1\n"], "   ```console\n$ a\n     1\n   ```")
    try expect(
      "1.\t```console\n\t$ a\n\t```", ["1\n\t2\n"], "1.\t```console\n\t$ a\n\t1\n\t\t2\n\t```")
  }

  @Test("Ends of lines, a byte-order mark and a missing last newline stay")
  func bytes() throws {
    let text = "\u{FEFF}" + Self.lab("```console\n$ a\nold\n$ b\nsame  \n```").dropLast()
    let expected = text.replacing("old", with: "1\n2")
    for end in ["\n", "\r\n", "\r"] {
      let new = try Self.updated(
        text.replacing("\n", with: end), ["1\n2\n", "same\n"])
      #expect(Array(new.utf8) == Array(expected.replacing("\n", with: end).utf8))
    }
  }

  @Test("Variables in what agrees stay, and values in what is new are written as variables")
  func variables() throws {
    let matter = "variables: {net: {pick: [\"172.18\", \"10.7\"]}, n: {range: [5, 6]}}\n"
    try expect(
      "```console\n$ ip route\n{{net}}.0.0/16 dev v0\nold\n```",
      ["172.18.0.0/16 dev v0\n5 via 172.18.0.1 not 1172.18 or 1.172.18\n{{net}} {{nett}}\n"],
      "```console\n$ ip route\n{{net}}.0.0/16 dev v0\n5 via {{net}}.0.1 not 1172.18 or 1.172.18\n"
        + "<any>net}} <any>nett}}\n```",
      matter: matter)
  }

  @Test("Whatever a command prints, the lab is the same lab and its transcript right")
  func random() throws {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "$ a", "# b", "> c", "[exit 1]", "...", "```", "~~~~", "</details>", "", " ", "\t",
      "root@host# x",
      "- x", "<any>", "{{net}}", "{{nte}}", "172.18.0.1", "\u{FFFD}", "\u{1}", "5: eth0: <UP>",
      "    text",
      "## H", "<!-- netlab: id=x -->", "---", "\u{1B}[1mbold", "a\rb", "\\", "“”", "> ",
      "```console",
    ]
    let shapes = [
      "```console\n$ a\n```", "- ```console\n  $ a\n  old\n  ...\n  ```",
      "> ```console\n> $ a\n> <any> old\n> ```",
      "~~~~console\n$ a <<E\n> x\n> E\n# n\n{{net}}.0.1\n[exit 2]\n\n~~~~",
    ]
    for _ in 0..<400 {
      let body = shapes.randomElement(using: &random)!
      let matter = Bool.random(using: &random) ? "variables: {net: {pick: [\"172.18\"]}}\n" : ""
      let output = (0..<Int.random(in: 0..<7, using: &random)).map { _ in
        (0..<Int.random(in: 1...2, using: &random))
          .map { _ in pieces.randomElement(using: &random)! }.joined()
      }.joined(separator: "\n")
      _ = try Self.updated(Self.lab(body, matter: matter), [output])
    }
  }
}
