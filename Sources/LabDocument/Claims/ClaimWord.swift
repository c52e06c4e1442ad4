/// A word of a claim, or a text in double quotes.
struct ClaimWord {
  /// Without quotes and escapes.
  var text: String
  /// The bytes of the line that it takes, quotes included.
  var range: Range<Int>
  var isQuoted = false

  /// Whether it is this word, and not a quoted text that reads like it.
  func isWord(_ word: String) -> Bool { !isQuoted && text == word }
}

/// A line of an `expect` block, cut into words.
struct ClaimWords {
  var words: [ClaimWord] = []
  /// What stands behind `#`, trimmed.
  var comment: String?
  var commentStart = 0
  var problem: (offset: Int, message: String)?

  /// Cuts a line at its blanks; `#` after a blank begins a comment, except in quotes.
  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte <= UInt8(ascii: " ") {
        index += 1
      } else if byte == UInt8(ascii: "#") {
        commentStart = index
        let text = bytes[(index + 1)...].drop { $0 <= UInt8(ascii: " ") }
        let end = text.lastIndex { $0 > UInt8(ascii: " ") } ?? text.startIndex - 1
        comment = String(
          decoding: text[text.startIndex..<max(text.startIndex, end + 1)], as: UTF8.self)
        return
      } else if byte == UInt8(ascii: "\"") {
        guard readQuoted(bytes, &index) else { return }
      } else {
        let start = index
        while index < bytes.count, bytes[index] > UInt8(ascii: " ") { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        words.append(ClaimWord(text: text, range: start..<index))
      }
    }
  }

  private mutating func readQuoted(_ bytes: [UInt8], _ index: inout Int) -> Bool {
    let start = index
    var text: [UInt8] = []
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count,
        [UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(bytes[index + 1])
      {
        index += 1
      }
      text.append(bytes[index])
      index += 1
    }
    guard index < bytes.count else {
      problem = (start, "the quoted text has no end; write `\"` behind it")
      return false
    }
    index += 1
    words.append(
      ClaimWord(
        text: String(decoding: text, as: UTF8.self), range: start..<index, isQuoted: true))
    // `"TEXT", within 5s`: the comma is a word of its own.
    if index < bytes.count, bytes[index] == UInt8(ascii: ",") {
      words.append(ClaimWord(text: ",", range: index..<index + 1))
      index += 1
    }
    if index < bytes.count, bytes[index] > UInt8(ascii: " ") {
      problem = (index, "a blank belongs behind a quoted text")
      return false
    }
    return true
  }
}
