/// A tag of HTML that folds, or a comment for netlab.
enum FoldTag {
  /// `<details>`.
  case open(offset: Int, end: Int)
  /// `<summary>…</summary>`; the text as written.
  case summary(offset: Int, text: ArraySlice<UInt8>, end: Int)
  /// `<summary>` without `</summary>` in the same block.
  case unclosedSummary(offset: Int)
  /// `</details>`.
  case close(offset: Int, end: Int)
  /// `<!-- … -->`; what stands in it.
  case comment(offset: Int, text: ArraySlice<UInt8>, end: Int)

  /// The tags of a block of HTML in order; offsets are counted in bytes from 0.
  static func tags(in html: [UInt8]) -> [FoldTag] {
    var tags: [FoldTag] = []
    var index = 0
    while let open = html[index...].firstIndex(of: ASCII.less) {
      let rest = html[open...]
      if rest.hasPrefix("<!--") {
        let inner = open + 4
        let end = html[inner...].firstIndex(of: "-->")
        index = end.map { $0 + 3 } ?? html.count
        tags.append(
          .comment(offset: open, text: html[inner..<(end ?? html.count)], end: index))
      } else if isTag(rest, "</details") {
        index = tagEnd(html, open)
        tags.append(.close(offset: open, end: index))
      } else if isTag(rest, "<details") {
        index = tagEnd(html, open)
        tags.append(.open(offset: open, end: index))
      } else if isTag(rest, "<summary") {
        let inner = tagEnd(html, open)
        guard let end = closing(html, from: inner) else {
          tags.append(.unclosedSummary(offset: open))
          return tags
        }
        index = tagEnd(html, end)
        tags.append(.summary(offset: open, text: html[inner..<end].trimmed, end: index))
      } else {
        index = open + 1
      }
    }
    return tags
  }

  /// Whether bytes begin with a tag's name, in capitals or not.
  private static func isTag(_ bytes: ArraySlice<UInt8>, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    guard bytes.count > count else { return false }
    let name = UnsafeBufferPointer(start: name.utf8Start, count: count)
    guard zip(bytes, name).allSatisfy({ $0 == $1 || ASCII.isLetter($0) && $0 | 0x20 == $1 }) else {
      return false
    }
    let next = bytes[bytes.startIndex + count]
    return next == ASCII.greater || next == ASCII.newline || next == UInt8(ascii: "/")
      || ASCII.isBlank(next)
  }

  private static func tagEnd(_ html: [UInt8], _ start: Int) -> Int {
    html[start...].firstIndex(of: ASCII.greater).map { $0 + 1 } ?? html.count
  }

  private static func closing(_ html: [UInt8], from start: Int) -> Int? {
    var index = start
    while let open = html[index...].firstIndex(of: ASCII.less) {
      if isTag(html[open...], "</summary") { return open }
      // Another fold begins: the summary was not closed.
      if isTag(html[open...], "<details") || isTag(html[open...], "</details") { return nil }
      index = open + 1
    }
    return nil
  }
}

extension FoldTag {
  /// Where it begins.
  var offset: Int {
    switch self {
    case .open(let offset, _), .summary(let offset, _, _), .unclosedSummary(let offset),
      .close(let offset, _), .comment(let offset, _, _):
      offset
    }
  }
}
