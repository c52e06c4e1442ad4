/// A block of HTML that knows where its bytes stand in the file.
struct HTMLText {
  let bytes: [UInt8]
  private let firstLine: Int
  private let source: SourceText
  private let text: SourceText

  init(_ block: MarkdownBlock, in source: SourceText) {
    bytes = block.literal ?? []
    text = SourceText(bytes)
    firstLine = block.start.line
    self.source = source
  }

  /// The position of a byte, counted from 0.
  func position(of offset: Int) -> Position {
    let inside = text.position(of: min(max(offset, 0), max(bytes.count - 1, 0)))
    let line = firstLine + inside.line - 1
    // In a list or a quote, the line of the file begins with the marks of these.
    let marks = max(0, source.line(line).count - text.line(inside.line).count)
    return Position(line, inside.column + marks)
  }
}
