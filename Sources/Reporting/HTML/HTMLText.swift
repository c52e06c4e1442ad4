/// Text in a page: nothing from a lab can be taken for markup there, and nothing stays unseen.
enum HTMLText {
  /// Text of one line, such as a title or a claim.
  static func line(_ text: String) -> String { escape(VisibleText.line(text)) }

  /// Text of many lines, such as what a command printed.
  static func block(_ text: String) -> String { escape(VisibleText.of(text, .page)) }

  /// A message, in which commands and what `ip` prints stand between backticks.
  static func message(_ text: String) -> String {
    let pieces = block(text).split(separator: "`", omittingEmptySubsequences: false)
    // A mark without its partner is a letter like others.
    guard pieces.count % 2 == 1 else { return pieces.joined(separator: "`") }
    return pieces.enumerated().map { index, piece in
      index % 2 == 0 ? String(piece) : "<code>\(piece)</code>"
    }.joined()
  }

  /// Stands in an element as well as in an attribute between quotation marks.
  static func escape(_ text: String) -> String {
    var output = ""
    output.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// A word that only those hear who have the page read to them.
  static func spoken(_ word: String) -> String { "<span class=\"spoken\">\(line(word)) </span>" }

  /// The class of an ink's colour, as the style sheet names it.
  static func colourClass(_ ink: Ink) -> String {
    ink.colour.map { "c-\($0)" } ?? "c-none"
  }
}
