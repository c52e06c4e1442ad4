extension ToolOutput {
  /// The rules of `iptables -S` or `ip6tables -S`.
  ///
  /// A comment may hold line ends and quotes, so lines are told apart by words, not by line ends:
  /// or else a comment could forge a rule, or hide one.
  public static func ruleListing(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> RuleListing {
    var listing = RuleListing()
    for words in try lines(Array(bytes)) {
      switch (words[0], words.count) {
      case ("-P", 3):
        listing.policies[words[1]] = words[2]
        listing.chains.append(words[1])
      case ("-N", 2):
        listing.chains.append(words[1])
      case ("-A", 2...):
        listing.rules[words[1], default: []].append(Array(words[2...]))
      default:
        throw DecodingProblem(
          "`iptables -S` printed what cannot be understood: "
            + printable(words.joined(separator: " ")))
      }
    }
    guard !listing.chains.isEmpty else { throw DecodingProblem("`iptables -S` printed no chain") }
    return listing
  }

  /// The words after which a name stands that is never quoted, whatever it is made of.
  private static let wordsBeforeNames: Set<String> = [
    "-A", "-N", "-P", "-j", "-g", "-i", "-o", "-m", "--physdev-in", "--physdev-out", "--match-set",
  ]

  /// Each line's words without quotes and escapes; comment lines and empty ones are left out.
  static func lines(_ bytes: [UInt8]) throws(DecodingProblem) -> [[String]] {
    try wordsOfLines(bytes) { (words, index) throws(DecodingProblem) in
      if bytes[index] == UInt8(ascii: "\""), !wordsBeforeNames.contains(words.last ?? "") {
        return try quoted(bytes, &index)
      }
      let end = bytes[index...].firstIndex { $0 <= UInt8(ascii: " ") } ?? bytes.count
      defer { index = end }
      return String(decoding: bytes[index..<end], as: UTF8.self)
    }
  }

  /// The words of each line of a listing; comment lines and empty ones are left out.
  ///
  /// - Parameter word: Reads the word at an index, given those before it in the line, and moves the
  ///   index behind it; a quoted word may go over the line's end.
  static func wordsOfLines(
    _ bytes: [UInt8], word: ([String], inout Int) throws(DecodingProblem) -> String
  ) throws(DecodingProblem) -> [[String]] {
    var lines: [[String]] = []
    var words: [String] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        if !words.isEmpty { lines.append(words) }
        words = []
        index += 1
      } else if byte <= UInt8(ascii: " ") {
        index += 1
      } else if byte == UInt8(ascii: "#"), words.isEmpty {
        index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else {
        words.append(try word(words, &index))
      }
    }
    if !words.isEmpty { lines.append(words) }
    return lines
  }

  /// The text between the quote at `index` and the next that is not escaped.
  private static func quoted(
    _ bytes: [UInt8], _ index: inout Int
  ) throws(DecodingProblem) -> String {
    var text: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\"), index < bytes.count {
        text.append(bytes[index])
        index += 1
      } else if byte == UInt8(ascii: "\"") {
        guard index == bytes.count || bytes[index] <= UInt8(ascii: " ") else { break }
        return String(decoding: text, as: UTF8.self)
      } else {
        text.append(byte)
      }
    }
    throw DecodingProblem("`iptables -S` printed a quote without an end")
  }
}
