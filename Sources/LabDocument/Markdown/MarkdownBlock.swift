/// A block of an article, as libcmark sees it.
struct MarkdownBlock {
  enum Kind {
    case paragraph, thematicBreak, quote, bulletList, item
    case orderedList(start: Int)
    case heading(level: Int, text: String)
    /// Code, fenced or indented; `info` is empty where there is none.
    case code(info: String)
    case html
  }

  var kind: Kind
  /// 0 for the blocks of the document itself.
  var depth: Int
  /// In the file; the column is a byte's.
  var start: Position
  /// The line of the file on which it ends, as far as libcmark knows.
  var endLine: Int
  /// The text of HTML, and of code that does not begin at a line's first byte.
  var literal: [UInt8]?
}
