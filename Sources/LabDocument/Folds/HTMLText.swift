/// A block of HTML that knows where its bytes stand in the file.
struct HTMLText {
  let bytes: [UInt8]
  private let firstLine: Int
  private let source: SourceText

  init(_ block: MarkdownBlock, in source: SourceText) {
    bytes = block.literal ?? []
    firstLine = block.start.line
    self.source = source
  }

  /// The position of a byte, counted from 0.
  func position(of offset: Int) -> Position {
    let before = bytes[..<min(max(offset, 0), bytes.count)]
    let line = firstLine + before.count { $0 == ASCII.newline }
    let lineStart = before.lastIndex(of: ASCII.newline).map { $0 + 1 } ?? 0
    // In a list or a quote, the line of the file begins with the marks of these.
    let length = bytes[lineStart...].prefix { $0 != ASCII.newline }.count
    let prefix = max(0, source.line(line).count - length)
    return Position(line, before.count - lineStart + prefix + 1)
  }
}
