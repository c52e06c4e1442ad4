/// A table, which CommonMark reads as a paragraph.
struct MarkdownTable: Hashable, Sendable {
  enum Alignment: Hashable, Sendable {
    case left, right, centre
  }

  var header: [[MarkdownInline]]
  var alignments: [Alignment]
  /// Each as long as the header.
  var rows: [[[MarkdownInline]]]

  /// `nil` unless the second line is a table's rule, and the first has as many cells.
  init?(_ lines: ArraySlice<Substring>) {
    guard lines.count >= 2 else { return nil }
    let first = Self.cells(lines[lines.startIndex])
    let rule = Self.cells(lines[lines.startIndex + 1])
    let alignments = rule.compactMap(Self.alignment)
    guard lines[lines.startIndex].contains("|"), alignments.count == rule.count,
      first.count == rule.count, !first.isEmpty
    else { return nil }
    header = first.map(MarkdownTree.parseLine)
    self.alignments = alignments
    rows = lines.dropFirst(2).map { line in
      let cells = Self.cells(line).prefix(first.count).map(MarkdownTree.parseLine)
      return cells + Array(repeating: [], count: first.count - cells.count)
    }
  }

  private static func alignment(_ cell: String) -> Alignment? {
    guard cell.contains("-"), cell.allSatisfy({ $0 == "-" || $0 == ":" }),
      !cell.dropFirst().dropLast().contains(":")
    else { return nil }
    switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
    case (true, true): return .centre
    case (false, true): return .right
    default: return .left
    }
  }

  /// The cells of a row: what stands between bars, `\|` being text.
  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = [""]
    var isEscaped = false
    for character in line.drop(while: { $0 == " " || $0 == ">" }) {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    cells = cells.map { cell in
      let text = cell.drop { $0 == " " }
      return String(String(text.reversed().drop { $0 == " " || $0 == "\r" }.reversed()))
    }
    if cells.first == "" { cells.removeFirst() }
    if cells.last == "" { cells.removeLast() }
    return cells
  }
}
