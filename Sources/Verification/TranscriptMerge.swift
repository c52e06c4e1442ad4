/// Puts a changed line into the place of an old one whose placeholders are kept where they fit.
enum TranscriptMerge {
  private static let mostWords = 200

  /// The new line in the old one's words; `nil` if the old one has no placeholder that fits.
  static func text(_ old: String, with new: ArraySlice<UInt8>) -> String? {
    guard old.utf8.contains(UInt8(ascii: "<")), new.count <= 1_000 else { return nil }
    let oldWords = words(Array(old.utf8)[...])
    let newWords = words(new)
    guard oldWords.count <= mostWords, newWords.count <= mostWords, !newWords.isEmpty else {
      return nil
    }
    let expected = oldWords.map { word -> ExpectedLine in
      let text = String(decoding: word, as: UTF8.self)
      return text == "<any>" ? .anyLines : .text(TranscriptLinePattern(text))
    }
    guard expected.contains(where: hasPlaceholder) else { return nil }
    var printed = PrintedLines(
      newWords.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
    // A word that a mask makes blank would be missing.
    guard printed.count == newWords.count else { return nil }
    let rows = TranscriptAlignment(expected, &printed, upTo: printed.count).rows
    let merged = spelled(rows, oldWords, newWords, in: new)
    let isRight = TranscriptLinePattern(merged).matchesAsWritten(new)
    return isRight ? TranscriptSpelling.text(of: Array(merged.utf8)[...]) : nil
  }

  private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split { $0 == 0x20 || $0 == 0x09 }
  }

  private static func hasPlaceholder(_ word: ExpectedLine) -> Bool {
    switch word {
    case .anyLines: true
    case .text(let pattern):
      pattern.text.indices.contains {
        TranscriptPlaceholder.spelled(in: pattern.text, at: $0) != nil
      }
    }
  }

  /// The words, with the blanks that stand in front of them in the new line.
  private static func spelled(
    _ rows: [TranscriptAlignment.Row], _ oldWords: [ArraySlice<UInt8>],
    _ newWords: [ArraySlice<UInt8>], in new: ArraySlice<UInt8>
  ) -> String {
    var result: [UInt8] = []
    var next = 0
    func blanks(before index: Int) -> ArraySlice<UInt8> {
      let start = index == 0 ? new.startIndex : newWords[index - 1].endIndex
      return index < newWords.count ? new[start..<newWords[index].startIndex] : " "[...].utf8Slice
    }
    for row in rows {
      switch row {
      case .same(let index, let column):
        let pattern = TranscriptLinePattern(String(decoding: oldWords[index], as: UTF8.self))
        result += blanks(before: column)
        result += hasPlaceholder(.text(pattern)) ? oldWords[index] : newWords[column]
        next = column + 1
      case .changed(_, let column), .added(let column):
        result += blanks(before: column) + newWords[column]
        next = column + 1
      case .missing:
        break
      case .anyLines:
        result += blanks(before: next) + Array("<any>".utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Substring {
  fileprivate var utf8Slice: ArraySlice<UInt8> { Array(utf8)[...] }
}
