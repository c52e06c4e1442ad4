/// A line of an `expect` block and what it says.
struct ClaimLine: Sendable {
  var line: BlockLine
  /// Where the claim begins in the line, counted in bytes from 0.
  var offset: Int
  var output: ClaimParser.Output

  /// Reads the lines of a fence; blank ones and comments are left out.
  static func read(
    _ fence: Fence, in source: SourceText, _ substitution: Substitution, _ parser: ClaimParser
  ) -> [ClaimLine] {
    fence.lines(of: source, substitution).compactMap { line in
      let text = line.text.trimmed
      if text.isEmpty || text.first == ASCII.hash { return nil }
      let offset = text.startIndex - line.text.startIndex
      let output = parser.parse(
        String(bytes: text), line: line.line, column: line.column + offset)
      return ClaimLine(line: line, offset: offset, output: output)
    }
  }
}
