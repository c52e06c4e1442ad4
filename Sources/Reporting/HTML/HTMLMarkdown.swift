/// Writes Markdown as HTML, from the values that ``MarkdownTree`` makes: no tag of an author's gets
/// through, and no address but of the web, of mail, or of the page itself.
struct HTMLMarkdown {
  /// The anchors of the page by the fragments that the lab's links name.
  var anchors: [String: String] = [:]

  /// A text of any length.
  func blocks(_ markdown: String) -> String {
    blocks(MarkdownTree.parse(markdown), isTight: false)
  }

  /// A title, an option, or another text of one line.
  func line(_ markdown: String) -> String {
    MarkdownTree.parseLine(markdown).map { inline($0) }.joined()
  }

  private func blocks(_ blocks: [MarkdownBlock], isTight: Bool) -> String {
    blocks.map { block in
      if isTight, case .paragraph(let inlines) = block { return text(inlines) + "\n" }
      return self.block(block)
    }.joined()
  }

  private func block(_ block: MarkdownBlock) -> String {
    switch block {
    case .heading(let level, let inlines):
      // The page's own headings stand above those of the text.
      let name = "h\(min(6, max(3, level)))"
      return "<\(name)>\(text(inlines))</\(name)>\n"
    case .paragraph(let inlines):
      return "<p>\(text(inlines))</p>\n"
    case .list(let list):
      let items = list.items.map { "<li>\(blocks($0, isTight: list.isTight))</li>\n" }.joined()
      guard let start = list.start else { return "<ul>\n\(items)</ul>\n" }
      return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(items)</ol>\n"
    case .quote(let inner):
      return "<blockquote>\n\(blocks(inner, isTight: false))</blockquote>\n"
    case .code(let code):
      return "<pre class=\"code\"><code>\(HTMLText.block(code))</code></pre>\n"
    case .table(let table):
      return self.table(table)
    case .rule:
      return "<hr>\n"
    }
  }

  private func table(_ table: MarkdownTable) -> String {
    func row(_ cells: [[MarkdownInline]], _ name: String) -> String {
      let written = zip(cells, table.alignments).map { cell, alignment in
        let look =
          switch alignment {
          case .left: ""
          case .right: " class=\"right\""
          case .centre: " class=\"centre\""
          }
        return "<\(name)\(look)\(name == "th" ? " scope=\"col\"" : "")>\(text(cell))</\(name)>"
      }
      return "<tr>\(written.joined())</tr>\n"
    }
    return "<div class=\"scroll\"><table>\n<thead>\n\(row(table.header, "th"))</thead>\n<tbody>\n"
      + table.rows.map { row($0, "td") }.joined() + "</tbody>\n</table></div>\n"
  }

  private func text(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline($0) }.joined()
  }

  private func inline(_ inline: MarkdownInline) -> String {
    switch inline {
    case .text(let text): HTMLText.line(text)
    case .code(let code): "<code>\(HTMLText.line(code))</code>"
    case .space: " "
    case .lineBreak: "<br>"
    case .emphasis(let inner): "<em>\(text(inner))</em>"
    case .strong(let inner): "<strong>\(text(inner))</strong>"
    case .link(let address, let inner): link(address, text(inner))
    }
  }

  /// A link where the page can lead there; the files beside the lab are not with it.
  private func link(_ address: String, _ text: String) -> String {
    if address.hasPrefix("#") {
      guard let anchor = anchors[String(address.dropFirst())] else { return text }
      return "<a href=\"#\(HTMLText.line(anchor))\">\(text)</a>"
    }
    let scheme = address.prefix { $0 != ":" }.lowercased()
    guard ["http", "https", "mailto"].contains(scheme), address.contains(":") else { return text }
    return "<a href=\"\(HTMLText.line(address))\" rel=\"noreferrer\">\(text)</a>"
  }
}
