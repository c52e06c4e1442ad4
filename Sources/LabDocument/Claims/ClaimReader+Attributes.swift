/// A word that a claim may have once, with or without a value behind it.
struct ClaimAttribute {
  var word: String
  var hasValue: Bool
  /// Of attributes of one group only one may stand, such as `up` and `down`.
  var group: String

  static func value(_ words: String...) -> [ClaimAttribute] {
    words.map { ClaimAttribute(word: $0, hasValue: true, group: $0) }
  }

  static func flag(_ words: String..., group: String? = nil) -> [ClaimAttribute] {
    words.map { ClaimAttribute(word: $0, hasValue: false, group: group ?? $0) }
  }
}

extension ClaimReader {
  /// Reads attributes in any order to the claim's end, each once.
  mutating func attributes(
    _ known: [ClaimAttribute], read: (inout ClaimReader, ClaimWord) -> Void
  ) {
    var seen: [String] = []
    while let word = take() {
      guard !word.isQuoted, let attribute = known.first(where: { $0.word == word.text }) else {
        failUnknown(word, known)
        continue
      }
      if seen.contains(attribute.group) {
        fail(
          word,
          attribute.group == attribute.word
            ? "`\(word.text)` stands here twice"
            : "`\(word.text)` contradicts or repeats a word before it; one is enough")
      }
      seen.append(attribute.group)
      read(&self, word)
    }
  }

  private mutating func failUnknown(_ word: ClaimWord, _ known: [ClaimAttribute]) {
    let names = known.map(\.word)
    let sameLetters = names.first { $0.lowercased() == word.text.lowercased() }
    guard let nearest = sameLetters ?? nearest(to: word.text, in: names) else {
      let list = names.joined(separator: ", ")
      fail(word, "`\(keyword.text)` has no attribute `\(word.text)`; it may have: \(list)")
      // What follows belongs to the unknown word, as far as can be told.
      stop()
      return
    }
    fail(
      word, "`\(keyword.text)` has no attribute `\(word.text)`; did you mean `\(nearest)`?")
    if known.contains(where: { $0.word == nearest && $0.hasValue }) { _ = take() }
  }

  /// The value behind an attribute.
  mutating func value(of attribute: ClaimWord, _ what: String) -> ClaimWord? {
    guard let word = take() else {
      fail(attribute, "`\(attribute.text)` wants \(what) behind it")
      return nil
    }
    return word
  }

  mutating func number(of attribute: ClaimWord, in range: ClosedRange<Int>) -> Int? {
    guard let word = value(of: attribute, "a number") else { return nil }
    guard let number = Int(digits: word.text), range.contains(number) else {
      fail(
        word,
        "`\(word.text)` does not fit `\(attribute.text)`; write a number from "
          + "\(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  mutating func quoted(of attribute: ClaimWord) -> String? {
    guard let word = value(of: attribute, "a text in double quotes") else { return nil }
    guard word.isQuoted else {
      fail(word, "`\(attribute.text)` wants its text in double quotes: `\"\(word.text)\"`")
      return nil
    }
    return word.text
  }

  /// One of a few words.
  mutating func choice(of attribute: ClaimWord, from known: [String]) -> String? {
    let list = known.joined(separator: ", ")
    guard let word = value(of: attribute, "one of \(list)") else { return nil }
    guard !word.isQuoted, known.contains(word.text) else {
      failChoice(word, of: attribute, from: known)
      return nil
    }
    return word.text
  }

  /// A word of an open set, so that only one that looks like a slip is refused.
  mutating func name(of attribute: ClaimWord, near known: [String]) -> String? {
    guard let word = value(of: attribute, "a name or number") else { return nil }
    guard !known.contains(word.text), Int(digits: word.text) == nil,
      nearest(to: word.text, in: known) != nil
    else { return word.text }
    failChoice(word, of: attribute, from: known)
    return nil
  }

  mutating func failChoice(_ word: ClaimWord, of attribute: ClaimWord, from known: [String]) {
    let capitals = known.first { $0.lowercased() == word.text.lowercased() }
    if let meant = capitals ?? nearest(to: word.text, in: known) {
      fail(word, "`\(attribute.text)` has no value `\(word.text)`; did you mean `\(meant)`?")
    } else {
      fail(
        word,
        "`\(attribute.text)` has no value `\(word.text)`; write one of "
          + known.joined(separator: ", "))
    }
  }
}

extension Int {
  /// Reads digits alone: no sign, no more than eighteen.
  init?(digits text: String) {
    guard (1...18).contains(text.utf8.count) else { return nil }
    var value = 0
    for byte in text.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    self = value
  }
}
