/// A fenced block: its lines, and where it ends.
struct Fence {
  let block: MarkdownBlock
  let info: String
  /// The line of the closing fence, or the last line if there is none.
  let endLine: Int
  let isClosed: Bool
  private let contentLines: Range<Int>

  init(_ block: MarkdownBlock, info: String, in source: SourceText) {
    self.block = block
    self.info = info
    let first = block.start.line + 1
    let mark = source.line(block.start.line).dropFirst(block.start.column - 1)
    if let literal = block.literal {
      // libcmark counts the end of a fence in a list or quote sometimes a line too far.
      let count = literal.count { $0 == ASCII.newline }
      isClosed = Self.closes(source.line(first + count), mark: mark, isNested: true)
      contentLines = first..<first + count
    } else {
      isClosed =
        block.endLine >= first
        && Self.closes(source.line(block.endLine), mark: mark, isNested: false)
      contentLines = first..<max(first, isClosed ? block.endLine : block.endLine + 1)
    }
    endLine =
      isClosed ? contentLines.upperBound : max(block.start.line, contentLines.upperBound - 1)
  }

  /// The lines between the fences.
  func lines(of source: SourceText, _ substitution: Substitution) -> [BlockLine] {
    var lines: [BlockLine] = []
    lines.reserveCapacity(contentLines.count)
    func append(_ text: ArraySlice<UInt8>, _ line: Int, _ column: Int) {
      let (text, edits) = substitution.replaced(in: text)
      lines.append(BlockLine(text: text, line: line, column: column, edits: edits))
    }
    guard let literal = block.literal else {
      for line in contentLines { append(source.line(line), line, 1) }
      return lines
    }
    var rest = literal[...]
    for line in contentLines {
      let text = rest.prefix { $0 != ASCII.newline }
      rest = rest.dropFirst(text.count + 1)
      // Without tabs that libcmark cut in two, the line ends as it does in the file.
      append(text, line, max(1, source.line(line).count - text.count + 1))
    }
    return lines
  }

  /// The text between the fences.
  func contents(of source: SourceText, _ substitution: Substitution) -> String {
    if let literal = block.literal { return substitution.text(literal[...]) }
    guard !contentLines.isEmpty else { return "" }
    return substitution.text(source.lines(contentLines)) + "\n"
  }

  /// The position of a word of the info string.
  func position(ofWord word: some StringProtocol, in source: SourceText) -> Position {
    let line = source.line(block.start.line).dropFirst(block.start.column - 1)
    let word = Array(word.utf8)
    guard !word.isEmpty, line.count >= word.count else { return block.start }
    for index in line.startIndex...line.endIndex - word.count
    where line[index..<index + word.count].elementsEqual(word) {
      return Position(block.start.line, index - source.offset(ofLine: block.start.line) + 1)
    }
    return block.start
  }

  /// Whether a line closes the fence that begins with a mark.
  private static func closes(
    _ line: ArraySlice<UInt8>, mark: ArraySlice<UInt8>, isNested: Bool
  ) -> Bool {
    guard let sign = mark.first else { return false }
    let length = mark.prefix { $0 == sign }.count
    let rest = line.drop { ASCII.isBlank($0) || isNested && $0 == ASCII.greater }
    let run = rest.prefix { $0 == sign }
    return run.count >= max(length, 3) && rest.dropFirst(run.count).isBlank
  }
}
