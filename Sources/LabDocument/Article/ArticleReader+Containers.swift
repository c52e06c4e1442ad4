// Lists and quotes that hold more than prose.
extension ArticleReader {
  /// Whether a block within a list or a quote is more than prose.
  func isSpecial(_ block: MarkdownBlock) -> Bool {
    switch block.kind {
    case .code(let info):
      return info.hasPrefix("console") || info.hasPrefix("expect") || info.contains("file=")
    case .html:
      return FoldTag.tags(in: block.literal ?? []).contains {
        if case .comment(_, let text, _) = $0 { StepComment.isOne(text) } else { true }
      }
    default:
      return false
    }
  }

  /// Reads a list or a quote block by block: prose is cut at their borders.
  mutating func readContainer(_ blocks: ArraySlice<MarkdownBlock>) {
    guard let container = blocks.first else { return }
    abandonQuestion()
    flushProse(before: container.start.line)
    /// Where the marker of the item stands whose first block follows.
    var marker: Position?
    for index in blocks.indices {
      let block = blocks[index]
      if block.kind.isContainer {
        if case .item = block.kind, marker == nil { marker = block.start }
        continue
      }
      let start = marker.map { $0.line == block.start.line ? $0 : block.start } ?? block.start
      marker = nil
      // What is left between blocks are marks of lists and quotes.
      cursor = max(cursor, block.start.line)
      let next = blocks[(index + 1)...].first { !$0.kind.isContainer }
      if let end = readSpecial(block) {
        cursor = max(cursor, end + 1)
        continue
      }
      let last = min(block.endLine, next.map { $0.start.line - 1 } ?? block.endLine)
      let piece = slicing.piece(
        from: start, through: max(last, start.line), indent: start.column - 1)
      append(.prose(piece))
      cursor = max(cursor, max(last, start.line) + 1)
    }
  }

  /// Reads a block that is more than prose; the line on which it ends.
  private mutating func readSpecial(_ block: MarkdownBlock) -> Int? {
    switch block.kind {
    case .code(let info) where !info.isEmpty:
      return readFence(block, info: info)
    case .html where isSpecial(block):
      readHTML(block)
      return block.endLine
    default:
      return nil
    }
  }
}
