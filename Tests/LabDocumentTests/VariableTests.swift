import Testing

@testable import LabDocument

/// Values of variables, and where they are put.
struct VariableTests {
  private static let subnet = Variable(name: "subnet", choices: .pick(["a", "b", "c"]))
  private static let port = Variable(name: "port", choices: .range(8000...8999))

  /// These may never change: a learner's lab would.
  @Test(arguments: [
    (nil, "a", "8000"), ("", "c", "8656"), ("ada", "b", "8988"),
    ("s1234567", "c", "8260"), ("Ægir", "c", "8831"),
  ])
  func values(_ seed: String?, _ subnet: String, _ port: String) {
    #expect(Self.subnet.value(seed: seed) == subnet)
    #expect(Self.port.value(seed: seed) == port)
  }

  @Test func everyChoiceIsChosen() {
    let values = Set((0..<100).map { Self.subnet.value(seed: "student\($0)") })
    #expect(values == ["a", "b", "c"])
  }

  @Test func wholeRange() {
    let variable = Variable(name: "x", choices: .range(Int.min...Int.max))
    #expect(variable.value(seed: nil) == String(Int.min))
    #expect(Int(variable.value(seed: "ada")) != nil)
    #expect(Variable(name: "x", choices: .range(5...5)).value(seed: "ada") == "5")
  }

  private static let matter =
    "---\nnetlab: 1\ntitle: In {{net}}\nvariables: {net: {pick: [\"10.0\", \"172.18\"]}}\n---\n\n"

  @Test func replacement() throws {
    let lab = try Reading.lab(
      Self.matter
        + "## Step {{net}}\n\n{{net}}.1 and {{{net}}} and {{.Id}} and {{net\n}}\n\n"
        + "```console\n$ ping {{net}}.0.1 {{net}}.0.2\n{{net}}.1\n```\n\n"
        + "```expect\nhost: ping {{net}}.0.1\n```\n")
    #expect(lab.title == "In 10.0")
    let step = try #require(lab.steps.first)
    #expect(step.title == "Step 10.0")
    #expect(step.id == "step-net")
    let dump = LabDump.text(of: lab)
    #expect(dump.contains("10.0.1 and {10.0} and {{.Id}} and {{net\\n}}"))
    #expect(dump.contains("$ ping 10.0.0.1 10.0.0.2"))
    #expect(dump.contains("host | ping 10.0.0.1"))
  }

  @Test func labsWithoutVariablesStayAsTheyAre() throws {
    let lab = try Reading.lab(Reading.frontMatter + "A {{net}}.\n" + Reading.step)
    guard case .prose(let prose)? = lab.introduction.first else {
      Issue.record("no prose")
      return
    }
    #expect(prose.markdown == "A {{net}}.")
  }

  /// What stands behind a value keeps the column of the file.
  @Test func columns() {
    let line = Array("{{a}} x {{a}} y".utf8)[...]
    let substitution = Substitution(
      [Variable(name: "a", choices: .pick(["longer than it was"]))], seed: nil)
    let (text, edits) = substitution.replaced(in: line)
    let block = BlockLine(text: text, line: 3, column: 5, edits: edits)
    for letter in ["x", "y"] {
      let offset = Array(text).firstIndex(of: Array(letter.utf8)[0])!
      let original = line.firstIndex(of: Array(letter.utf8)[0])!
      #expect(block.position(at: offset) == Position(3, 5 + original))
    }
    #expect(block.position(at: 4) == Position(3, 5))
  }
}
