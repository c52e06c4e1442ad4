import NetworkState

/// Reads lines of `expect` blocks.
struct ClaimParser {
  /// The world whose hosts the claims may name.
  var world: World

  /// What a line says, and what is wrong with it; a line with an error has no claim.
  struct Output {
    var claim: Claim?
    /// The line begins with `or`: an alternative to the line above.
    var isAlternative = false
    var problems: [Problem] = []
  }

  /// Something wrong with a line.
  struct Problem {
    var severity: Diagnostic.Severity = .error
    /// In the file, in UTF-8 bytes from 1.
    var column: Int
    var message: String
  }

  /// Parses a line that is neither blank nor a comment.
  ///
  /// `column` is the place of the text's first byte in its line of the file, counted from 1.
  func parse(_ text: String, line: Int, column: Int) -> Output {
    let bytes = Array(text.utf8)
    var cut = ClaimWords(bytes)
    var output = Output()
    if let problem = cut.problem {
      output.problems.append(Problem(column: column + problem.offset, message: problem.message))
      return output
    }
    var first = 0
    if let word = cut.words.first, word.isWord("or") {
      output.isAlternative = true
      first = 1
    }
    guard cut.words.count > first else {
      let message =
        first == 0 ? "a claim belongs here" : "a claim belongs behind `or`: `or PLACE: CLAIM`"
      output.problems.append(Problem(column: column, message: message))
      return output
    }
    let (timing, timingProblems) = ClaimTiming.split(off: &cut.words, from: first)
    output.problems += timingProblems.map {
      Problem(column: column + $0.word.range.lowerBound, message: $0.message)
    }
    guard cut.words.count > first else {
      if output.problems.isEmpty {
        output.problems.append(
          Problem(column: column, message: "a claim belongs before its timing"))
      }
      return output
    }
    let holdsBefore = holdsBefore(cut, column: column, &output.problems)

    var reader = ClaimReader(world: world, bytes: bytes, column: column, words: cut.words[first...])
    let subject = reader.subject()
    let start = reader.words.first?.range.lowerBound
    let assertion = subject.flatMap { reader.assertion(about: $0.place) }
    output.problems += reader.problems
    guard let subject, let assertion, let start,
      !output.problems.contains(where: { $0.severity == .error })
    else { return output }
    output.claim = Claim(
      text: claimText(bytes[start..<(cut.comment == nil ? bytes.count : cut.commentStart)]),
      place: subject.place, placeText: subject.text, assertion: assertion,
      isNegated: reader.isNegated, within: timing.within, stays: timing.stays,
      holdsBefore: holdsBefore, line: line, column: column + cut.words[first].range.lowerBound)
    return output
  }

  private func claimText(_ bytes: ArraySlice<UInt8>) -> String {
    let end = bytes.lastIndex { $0 > UInt8(ascii: " ") } ?? bytes.startIndex - 1
    return String(decoding: bytes[bytes.startIndex...end], as: UTF8.self)
  }

  /// Whether the comment is `# holds before`; one that is nearly so is warned about.
  private func holdsBefore(
    _ cut: ClaimWords, column: Int, _ problems: inout [Problem]
  ) -> Bool {
    guard let comment = cut.comment, comment.lowercased().hasPrefix("hold") else { return false }
    let words = comment.split(separator: " ").prefix(2).joined(separator: " ")
    let rest = comment.dropFirst("holds before".count)
    if comment.hasPrefix("holds before"), rest.first.map({ !$0.isLetter }) ?? true { return true }
    if Suggestion.distance(words, "holds before") <= 3 {
      problems.append(
        Problem(
          severity: .warning, column: column + cut.commentStart,
          message: "`# \(words)` says nothing; did you mean `# holds before`?"))
    }
    return false
  }
}
