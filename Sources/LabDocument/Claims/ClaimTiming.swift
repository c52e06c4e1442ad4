/// The end of a claim: `, within 5s`, `, stays 2s`, in any order.
struct ClaimTiming {
  var within: Duration?
  var stays: Duration?

  /// Takes the timing off the words; problems name the word that they are about.
  static func split(
    off words: inout [ClaimWord], from first: Int
  ) -> (timing: ClaimTiming, problems: [(word: ClaimWord, message: String)]) {
    var timing = ClaimTiming()
    var problems: [(word: ClaimWord, message: String)] = []
    guard let start = start(in: words, from: first) else { return (timing, problems) }
    var rest = words[start...]
    if start > first {
      let word = words[start - 1]
      if !word.isQuoted, word.text.utf8.last == UInt8(ascii: ",") {
        words[start - 1].text.removeLast()
        words[start - 1].range = word.range.lowerBound..<word.range.upperBound - 1
      } else {
        problems.append((rest[start], "a comma belongs before `\(rest[start].text)`"))
      }
    }
    while let keyword = rest.popFirst() {
      guard keyword.isWord("within") || keyword.isWord("stays") else {
        problems.append((keyword, "only `within` and `stays` may stand here, at a claim's end"))
        break
      }
      guard let word = rest.popFirst() else {
        problems.append((keyword, "`\(keyword.text)` wants a duration, such as `5s`"))
        break
      }
      var text = word.text
      let hasComma = text.utf8.last == UInt8(ascii: ",")
      if hasComma { text.removeLast() }
      if !hasComma, let next = rest.first {
        problems.append((next, "a comma belongs before `\(next.text)`"))
      } else if hasComma, rest.isEmpty {
        problems.append((word, "nothing follows the comma behind `\(text)`"))
      }
      guard let duration = DurationText.duration(text) else {
        problems.append(
          (word, "`\(text)` is not a duration of more than nothing; write `500ms`, `5s` or `2m`"))
        continue
      }
      let path = keyword.text == "within" ? \ClaimTiming.within : \ClaimTiming.stays
      if timing[keyPath: path] != nil {
        problems.append((keyword, "`\(keyword.text)` stands here twice"))
      }
      timing[keyPath: path] = duration
    }
    words.removeSubrange(start...)
    if start > first, words[start - 1].text.isEmpty, !words[start - 1].isQuoted {
      words.removeLast()
    }
    return (timing, problems)
  }

  /// Where the first timing word stands: behind a comma, or one place before the end.
  private static func start(in words: [ClaimWord], from first: Int) -> Int? {
    for index in words.indices.dropFirst(first) {
      let isBehindComma =
        index > first && !words[index - 1].isQuoted
        && words[index - 1].text.utf8.last == UInt8(ascii: ",")
      guard words[index].isWord("within") || words[index].isWord("stays") else {
        // A slip in the word, such as `, wihtin 5s`.
        if isBehindComma, index + 2 == words.count, !words[index].isQuoted,
          DurationText.duration(words[index + 1].text) != nil
        {
          return index
        }
        continue
      }
      if isBehindComma { return index }
      let isLast = index + 2 == words.count
      if isLast, DurationText.duration(words[index + 1].text) != nil { return index }
    }
    return nil
  }
}
