/// The table of `netlab list`.
public enum LabTable {
  /// A lab in the table.
  public struct Row: Hashable, Sendable {
    public var id: String
    public var title: String
    public var minutes: Int?
    public var needs: [String]

    /// A row as the table shows it.
    public init(id: String, title: String, minutes: Int?, needs: [String]) {
      self.id = id
      self.title = title
      self.minutes = minutes
      self.needs = needs
    }
  }

  /// The rows under a heading, in columns; on a terminal, as wide as it at most.
  public static func render(_ rows: [Row], style: Style) -> String {
    let titles = rows.map { MarkdownRenderer(style: Style()).text(ofLine: $0.title).plain }
    let cells =
      [["LAB", "TITLE", "MIN", "NEEDS"]]
      + zip(rows, titles).map { row, title in
        [
          VisibleText.line(row.id), title, row.minutes.map { "\($0)" } ?? "",
          VisibleText.line(row.needs.joined(separator: " ")),
        ]
      }
    var widths = (0..<4).map { column in
      cells.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    if style.isTerminal {
      // The needs give way first, then the title.
      var excess = widths.reduce(6, +) - style.width
      for (column, least) in [(3, 8), (1, 8)] where excess > 0 {
        let cut = max(0, min(excess, widths[column] - least))
        widths[column] -= cut
        excess -= cut
      }
    }
    var text = ""
    for (number, row) in cells.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        let shown = DisplayWidth.truncate(cell, to: widths[column])
        if column > 0 { line += "  " }
        if column == 2 {
          line += String(repeating: " ", count: widths[2] - DisplayWidth.of(shown)) + shown
        } else {
          line += DisplayWidth.pad(shown, to: widths[column])
        }
      }
      while line.last == " " { line.removeLast() }
      text += (number == 0 ? style.paint(line, .dim) : line) + "\n"
    }
    return text
  }
}
