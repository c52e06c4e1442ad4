/// The version of a tool, found in what the tool says of itself.
struct ToolVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The numbers between the dots; a date such as 20221126 is a single one.
  var numbers: [Int]
  private var text: String

  /// Reads a version such as `1.8.9`.
  init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
    self.numbers = numbers.compactMap(\.self)
    self.text = String(text)
  }

  /// The first version in a tool's words: a dotted number if there is one, else a date.
  static func find(in words: String) -> ToolVersion? {
    for line in words.split(whereSeparator: \.isNewline).prefix(8) {
      let candidates = candidates(in: line)
      if let dotted = candidates.first(where: { $0.numbers.count > 1 }) { return dotted }
      if let date = candidates.first(where: { $0.numbers[0] >= 100_000 }) { return date }
    }
    return nil
  }

  /// The numbers of a line that do not stand in the middle of a word, as the 2 of `iproute2` does.
  private static func candidates(in line: Substring) -> [ToolVersion] {
    var found: [ToolVersion] = []
    var rest = line[...]
    var before: [Character] = []
    while let character = rest.first {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard character.isASCII, character.isNumber else {
        before.append(character)
        rest = rest.dropFirst()
        continue
      }
      if isStart(after: before) {
        var trimmed = digits
        while trimmed.last == "." { trimmed.removeLast() }
        if let version = ToolVersion(trimmed) { found.append(version) }
      }
      before += digits
      rest = rest.dropFirst(digits.count)
    }
    return found
  }

  /// A version begins a word, after a `v` for version, or an `s` or `ss` for snapshot.
  private static func isStart(after before: [Character]) -> Bool {
    let letters = String(before.reversed().prefix { $0.isLetter || $0.isNumber }.reversed())
    return ["", "v", "s", "ss"].contains(letters.lowercased())
  }

  var description: String { text }

  static func < (left: ToolVersion, right: ToolVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}
