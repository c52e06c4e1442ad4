/// What of HTML can be read on a terminal.
enum MarkdownHTML {
  /// The text between the tags, without comments.
  static func text(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      let end = rest.hasPrefix("<!--") ? "-->" : ">"
      guard let close = rest.firstRange(of: end) else { return clean(result) }
      rest = rest[close.upperBound...]
    }
    return clean(result + rest)
  }

  private static func clean(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
