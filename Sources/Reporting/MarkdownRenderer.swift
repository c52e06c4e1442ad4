/// Lays Markdown out for a terminal.
struct MarkdownRenderer {
  var style: Style

  /// The lines of a text, wrapped; without a blank line at either end.
  func lines(_ markdown: String, width: Int) -> [String] {
    lines(MarkdownTree.parse(markdown), width: width, isTight: false)
  }

  /// A title or an option as letters.
  func text(ofLine markdown: String, ink: Ink = .plain) -> StyledText {
    var text = StyledText()
    append(MarkdownTree.parseLine(markdown), to: &text, ink: ink)
    return text
  }

  private func lines(_ blocks: [MarkdownBlock], width: Int, isTight: Bool) -> [String] {
    var lines: [String] = []
    for block in blocks {
      let next = self.lines(block, width: max(8, width))
      guard !next.isEmpty else { continue }
      if !lines.isEmpty, !isTight { lines.append("") }
      lines += next
    }
    return lines
  }

  private func lines(_ block: MarkdownBlock, width: Int) -> [String] {
    switch block {
    case .heading(_, let inlines):
      return text(inlines, ink: .bold).lines(width: width, style: style)
    case .paragraph(let inlines):
      let text = text(inlines)
      return text.isEmpty ? [] : text.lines(width: width, style: style)
    case .list(let list):
      return lines(list, width: width)
    case .quote(let blocks):
      let mark = style.paint("│ ", .dim)
      return lines(blocks, width: width - 2, isTight: false).map { mark + $0 }
    case .code(let code):
      return Self.indented(code)
    case .table(let table):
      return TableLayout(table, renderer: self).lines(width: width)
    case .rule:
      return [style.paint(String(repeating: "─", count: min(width, 24)), .dim)]
    }
  }

  private func lines(_ list: MarkdownList, width: Int) -> [String] {
    var lines: [String] = []
    let last = (list.start ?? 0) + list.items.count - 1
    let markWidth = list.start == nil ? 2 : "\(last)".count + 2
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { lines.append("") }
      let mark = list.start.map { "\($0 + index)." } ?? "•"
      let rest = String(repeating: " ", count: markWidth)
      let body = self.lines(item, width: width - markWidth - 2, isTight: list.isTight)
      for (number, line) in (body.isEmpty ? [""] : body).enumerated() {
        let front = number == 0 ? DisplayWidth.pad(mark, to: markWidth) : rest
        lines.append(line.isEmpty && number > 0 ? "" : "  " + front + line)
      }
    }
    return lines
  }

  func text(_ inlines: [MarkdownInline], ink: Ink = .plain) -> StyledText {
    var text = StyledText()
    append(inlines, to: &text, ink: ink)
    return text
  }

  private func append(_ inlines: [MarkdownInline], to text: inout StyledText, ink: Ink) {
    for inline in inlines {
      switch inline {
      case .text(let string): text.append(string, ink)
      case .space: text.continueLine()
      case .lineBreak: text.breakLine()
      case .code(let code):
        // Without colours, the marks have to stay: a command must be told from a word.
        if style.colour {
          var codeInk = ink
          codeInk.colour = Ink.code.colour
          text.append(code, codeInk)
        } else {
          text.append("`\(code)`", ink)
        }
      case .emphasis(let inner):
        var innerInk = ink
        innerInk.isItalic = true
        append(inner, to: &text, ink: innerInk)
      case .strong(let inner):
        var innerInk = ink
        innerInk.isBold = true
        append(inner, to: &text, ink: innerInk)
      case .link(let address, let inner):
        var innerInk = ink
        innerInk.isUnderlined = true
        append(inner, to: &text, ink: innerInk)
        if Self.isWorthShowing(address, after: inner) { text.append(" (\(address))", .dim) }
      }
    }
  }

  /// An address within the article says nothing on a terminal, nor does one that is its own text.
  private static func isWorthShowing(_ address: String, after text: [MarkdownInline]) -> Bool {
    if address.isEmpty || address.hasPrefix("#") { return false }
    guard case .text(let shown)? = text.first, text.count == 1 else { return true }
    return shown != address && "mailto:\(shown)" != address
  }

  /// A text as it stands, set in.
  static func indented(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map {
      $0.isEmpty ? "" : "    " + VisibleText.of(String($0), .terminal(colour: false))
    }
  }
}
