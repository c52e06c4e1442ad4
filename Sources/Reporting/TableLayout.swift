/// Lays the cells of a table out in columns, or one under the other where these are too narrow.
struct TableLayout {
  private let header: [StyledText]
  private let rows: [[StyledText]]
  private let alignments: [MarkdownTable.Alignment]
  private let style: Style

  private static let gap = 2
  private static let narrowest = 8

  init(_ table: MarkdownTable, renderer: MarkdownRenderer) {
    header = table.header.map { renderer.text($0, ink: .bold) }
    rows = table.rows.map { row in row.map { renderer.text($0) } }
    alignments = table.alignments
    style = renderer.style
  }

  func lines(width: Int) -> [String] {
    guard let widths = columns(width: width) else { return records(width: width) }
    let rule = widths.map { String(repeating: "─", count: $0) }
      .joined(separator: String(repeating: " ", count: Self.gap))
    // A row whose cells wrap is set off, so that its lines are seen to be one row.
    let bodies = rows.map { rowLines($0, widths: widths) }
    let isLoose = bodies.contains { $0.count > 1 }
    var lines = rowLines(header, widths: widths) + [style.paint(rule, .dim)]
    for (index, body) in bodies.enumerated() {
      if index > 0, isLoose { lines.append("") }
      lines += body
    }
    return lines
  }

  /// The widths of the columns, the wide ones made narrower until all fit.
  private func columns(width: Int) -> [Int]? {
    var widths = header.indices.map { column in
      max(1, ([header] + rows).map { $0[column].width }.max() ?? 1)
    }
    let available = width - Self.gap * (widths.count - 1)
    let least = widths.reduce(0) { $0 + min($1, Self.narrowest) }
    guard least <= available else { return nil }
    // All columns that are wider than some width get that width.
    var (narrow, wide) = (Self.narrowest, max(Self.narrowest, widths.max() ?? 0) + 1)
    while narrow + 1 < wide {
      let middle = (narrow + wide) / 2
      let total = widths.reduce(0) { $0 + min($1, middle) }
      if total <= available { narrow = middle } else { wide = middle }
    }
    var spare = available - widths.reduce(0) { $0 + min($1, narrow) }
    for column in widths.indices where widths[column] > narrow {
      widths[column] = narrow + min(spare, 1)
      spare -= min(spare, 1)
    }
    return widths
  }

  private func rowLines(_ row: [StyledText], widths: [Int]) -> [String] {
    let cells = zip(row, widths).map { $0.lines(width: $1, style: style) }
    let bare = zip(row, widths).map { $0.lines(width: $1, style: Style()) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      var result = ""
      var blanks = 0
      for column in widths.indices {
        let cell = line < cells[column].count ? cells[column][line] : ""
        let used = line < bare[column].count ? DisplayWidth.of(bare[column][line]) : 0
        let free = max(0, widths[column] - used)
        let before =
          switch alignments[column] {
          case .left: 0
          case .right: free
          case .centre: free / 2
          }
        blanks += before
        if !cell.isEmpty {
          result += String(repeating: " ", count: blanks) + cell
          blanks = 0
        }
        blanks += (cell.isEmpty ? used : 0) + free - before + Self.gap
      }
      return result
    }
  }

  /// Each row as a list: the heading of a column, and below it the cell.
  private func records(width: Int) -> [String] {
    var lines: [String] = []
    for row in rows {
      if !lines.isEmpty { lines.append("") }
      for (name, cell) in zip(header, row) where !cell.isEmpty {
        lines += name.lines(width: width, style: style)
        lines += cell.lines(width: width - 2, style: style).map { "  " + $0 }
      }
    }
    return lines
  }
}
