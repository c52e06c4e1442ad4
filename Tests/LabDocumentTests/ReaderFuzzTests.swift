import Testing

@testable import LabDocument

/// Whatever a file holds, it is read or refused, and what is said points into it.
struct ReaderFuzzTests {
  private static let names = ["01-veth.md", "everything.md", "two-hosts.md", "nested.md"]
  /// Pieces that mean something to the reader.
  private static let pieces = [
    "```console\n", "```\n", "~~~expect keep\n", "```console solution\n", "<details>\n",
    "</details>\n", "<summary>Hint</summary>\n", "<summary>If \"", "<summary>Answer</summary>\n\n",
    "### Question: x\n\n", "1. a\n2. b\n\n", "**2.**", "## Step\n", "# T\n", "---\n", "===\n", "> ",
    "- ", "$ ", "root@red# ", "root@a/b# ", "$ exit\n", "$ cat <<END\n", "[exit 1]\n", "...\n",
    "{{subnet}}", "{{sub", "<!-- netlab: ", "-->", "<!--", "id=x", "points=99999999999999999999",
    "or ", "$(", "`", "'", "\"", "\\", "((", "case x in", "\u{0}", "\r", "\r\n", "\t", "ö", "🙂",
    "netlab: 1\n", "world: {", "range: [-9223372036854775808, 9223372036854775807]", "&a ", "*a",
    "    ", "\n\n", "&lt;", "file=../x", "timeout=1s", "| ", "[[",
  ]

  @Test(arguments: [1, 2, 3, 4, 5, 6])
  func mangledLabs(_ seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let labs = try Self.names.map(Reading.fixture)
    for _ in 0..<150 {
      var bytes = try #require(labs.randomElement(using: &random))
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        Self.mangle(&bytes, &random)
      }
      let seed = Bool.random(using: &random) ? "a" : nil
      let result = LabReader.read(bytes, file: "a.md", seed: seed)
      let hasErrors = result.diagnostics.contains { $0.severity == .error }
      #expect((result.lab == nil) == hasErrors)
      let text = TextDecoding.text(of: bytes, log: DiagnosticLog(file: ""))
      var last = 0
      for diagnostic in result.diagnostics {
        let isInside =
          (1...text.lineCount).contains(diagnostic.line) && diagnostic.line >= last
          && (1...text.line(diagnostic.line).count + 1).contains(diagnostic.column)
        #expect(isInside, "\(diagnostic) in \(String(decoding: bytes, as: UTF8.self))")
        last = diagnostic.line
      }
      if let lab = result.lab { #expect(!LabDump.text(of: lab).isEmpty) }
    }
  }

  private static func mangle(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let index = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, index + Int.random(in: 0...40, using: &random))
    let piece = Array((pieces.randomElement(using: &random) ?? "").utf8)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
    case 1: bytes.removeSubrange(index..<end)
    case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
    case 3: bytes = Array(bytes[..<index])
    case 4:
      // Whole lines change places.
      var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let from = Int.random(in: lines.indices, using: &random)
      let to = Int.random(in: lines.indices, using: &random)
      lines.swapAt(from, to)
      bytes = Array(lines.joined(separator: [0x0A]))
    default: bytes.insert(contentsOf: piece, at: index)
    }
  }

  @Test func bytesOfAllKinds() {
    var random = SeededGenerator(state: 7)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(LabReader.read(bytes, file: "a.md").lab == nil)
      let body = Array(Reading.frontMatter.utf8) + bytes
      #expect(!LabReader.read(body, file: "a.md").diagnostics.isEmpty)
    }
  }

  /// Repetition costs time and memory in proportion, and no stack.
  @Test(arguments: [
    "> ", "- ", "<details>\n\n", "</details>\n\n", "```console\n", "$ echo $(", "$ cat <<A\n", "{{",
    "[", "*", "<", "<!--", "`", "1. ", "## A\n", "### Question: a\n\n", "root@", "\\\n", "&lt;",
    "<summary>", "```expect\nor ", "\t", "((", "${", "$ case x in a) ",
  ])
  func repetition(_ piece: String) {
    let many = String(repeating: piece, count: 20_000)
    for start in [
      "", "## S\n\n```console\n$ ", "## S\n\n", "<details>\n<summary>Hint</summary>\n\n",
    ] {
      let result = Reading.result(Reading.frontMatter + start + many)
      #expect(!result.diagnostics.isEmpty)
    }
    let matter = Reading.result("---\nnetlab: 1\n\(many)\n---\n" + Reading.step)
    #expect(!matter.diagnostics.isEmpty)
  }
}

/// splitmix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
