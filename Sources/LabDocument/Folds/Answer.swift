/// The folded answer of a question: `**2.**` and why.
struct Answer {
  var number: Int
  /// What follows the number, and the line of the file where it begins.
  var explanation: ArraySlice<UInt8>
  var line: Int

  /// `nil` after a mistake, which has been reported.
  ///
  /// - Parameters:
  ///   - body: The text under the summary.
  ///   - line: The line of the file on which it begins.
  init?(_ body: ArraySlice<UInt8>, line: Int, optionCount: Int, log: DiagnosticLog) {
    let skipped = body.prefix { ASCII.isBlank($0) || $0 == ASCII.newline }
    let start = Position(line + skipped.count { $0 == ASCII.newline })
    var rest = body.dropFirst(skipped.count)
    let example = "`**2.** Because …`"
    guard rest.hasPrefix("**") else {
      log.error(start, "the Answer does not begin with the right option's number; write \(example)")
      return nil
    }
    rest = rest.dropFirst(2)
    let digits = rest.prefix(while: ASCII.isDigit)
    rest = rest.dropFirst(digits.count)
    if let mark = rest.first, mark == UInt8(ascii: ".") || mark == ASCII.closeParen {
      rest = rest.dropFirst()
    }
    guard !digits.isEmpty, rest.hasPrefix("**") else {
      log.error(start, "the Answer does not begin with the right option's number; write \(example)")
      return nil
    }
    rest = rest.dropFirst(2)
    guard digits.count <= 4, let number = Int(String(bytes: digits)),
      (1...max(optionCount, 1)).contains(number)
    else {
      log.error(
        start,
        "the Answer names option \(String(bytes: digits.prefix(10))), and the question has "
          + "\(optionCount); write a number from 1 to \(optionCount)")
      return nil
    }
    self.number = number
    let explanation = rest.trimmed
    guard !explanation.isEmpty else {
      log.error(start, "the Answer does not say why; write \(example)")
      return nil
    }
    self.explanation = explanation
    self.line = line + body[..<explanation.startIndex].count { $0 == ASCII.newline }
  }
}
