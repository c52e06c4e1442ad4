/// Cuts prose out of a file.
struct ProseSlicing {
  let source: SourceText
  let substitution: Substitution

  /// Whole lines without blank ones at their ends; `nil` if nothing is left.
  ///
  /// - Parameter indent: How many blanks and `>` belong to the list or quote that the lines are in.
  func prose(_ lines: Range<Int>, indent: Int = 0) -> Prose? {
    var (first, end) = (max(lines.lowerBound, 1), min(lines.upperBound, source.lineCount + 1))
    func isBlank(_ line: Int) -> Bool { content(of: line, indent: indent).trimmed.isEmpty }
    while first < end, isBlank(first) { first += 1 }
    while first < end, isBlank(end - 1) { end -= 1 }
    guard first < end else { return nil }
    return piece(from: Position(first), through: end - 1, indent: indent, isIndentedFirst: true)
  }

  /// A line without the marks of the list or quote that it is in.
  private func content(of line: Int, indent: Int) -> ArraySlice<UInt8> {
    let bytes = source.line(line)
    let marks = bytes.prefix(indent).prefix { ASCII.isBlank($0) || $0 == ASCII.greater }
    return bytes.dropFirst(marks.count)
  }

  /// The text from a position to the end of a line.
  func piece(
    from start: Position, through endLine: Int, indent: Int, isIndentedFirst: Bool = false
  ) -> Prose {
    guard indent > 0 else {
      let text = source.lines(start.line..<endLine + 1).dropFirst(start.column - 1)
      return Prose(markdown: substitution.text(text), line: start.line)
    }
    var text: [UInt8] = []
    for line in start.line..<max(endLine, start.line) + 1 {
      if line > start.line { text.append(ASCII.newline) }
      if line == start.line, !isIndentedFirst {
        text += source.line(line).dropFirst(start.column - 1)
      } else {
        text += content(of: line, indent: indent)
      }
    }
    while text.last.map({ ASCII.isBlank($0) || $0 == ASCII.newline }) == true { text.removeLast() }
    return Prose(markdown: substitution.text(text[...]), line: start.line)
  }

  /// A heading's text without its marks.
  func title(of heading: MarkdownBlock) -> String {
    substitution.text(rawTitle(of: heading)[...])
  }

  private func rawTitle(of heading: MarkdownBlock) -> [UInt8] {
    let first = source.line(heading.start.line).dropFirst(heading.start.column - 1)
    guard first.first == ASCII.hash,
      first.drop(while: { $0 == ASCII.hash }).first.map(ASCII.isBlank)
        ?? true
    else {
      var text: [UInt8] = []
      for line in heading.start.line..<max(heading.endLine, heading.start.line + 1) {
        if !text.isEmpty { text.append(ASCII.space) }
        text += source.line(line).trimmed
      }
      return text
    }
    var text = first.drop { $0 == ASCII.hash }.trimmed
    let marks = text.reversed().prefix { $0 == ASCII.hash }.count
    let rest = text.dropLast(marks)
    if rest.isEmpty || ASCII.isBlank(rest[rest.endIndex - 1]) { text = rest.trimmed }
    return Array(text)
  }
}
