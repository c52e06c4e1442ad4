/// How much lines that do not agree have in common.
struct TranscriptLikeness {
  private struct Words {
    /// By their hashes, sorted.
    var hashes: [Int] = []
    /// Words with a placeholder, each of which may be any word.
    var wild = 0

    init(_ line: some Collection<UInt8>, isPattern: Bool) {
      for word in line.split(separator: 0x20).prefix(TranscriptLikeness.mostWords) {
        if isPattern, word.contains(UInt8(ascii: "<")), word.contains(UInt8(ascii: ">")) {
          wild += 1
        } else {
          hashes.append(String(decoding: word, as: UTF8.self).hashValue)
        }
      }
      hashes.sort()
    }
  }

  private static let mostWords = 64

  private let expected: [Words]
  private let printed: [Words]

  init(_ expected: [ExpectedLine], _ printed: PrintedLines) {
    self.expected = expected.map {
      guard case .text(let pattern) = $0 else { return Words([], isPattern: true) }
      return Words(TranscriptMask.mask(pattern.text, below: nil), isPattern: true)
    }
    self.printed = printed.lines.map {
      Words(TranscriptMask.mask($0.prefix(2_000), below: nil), isPattern: false)
    }
  }

  /// 1 for lines of which half the words are the same, 2 for most; `nil` for others.
  func likeness(_ row: Int, _ column: Int) -> Int32? {
    let (first, second) = (expected[row], printed[column])
    let total = first.hashes.count + first.wild + second.hashes.count
    guard total > 0 else { return nil }
    var (common, left, right) = (0, 0, 0)
    while left < first.hashes.count, right < second.hashes.count {
      let (one, other) = (first.hashes[left], second.hashes[right])
      if one == other { common += 1 }
      if one <= other { left += 1 }
      if other <= one { right += 1 }
    }
    // A placeholder alone is like everything, which says nothing.
    guard common > 0 else { return nil }
    common += min(first.wild, second.hashes.count - common)
    let share = 2 * common * 100 / total
    return share >= 80 ? 2 : share >= 50 ? 1 : nil
  }
}
