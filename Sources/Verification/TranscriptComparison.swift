import LabDocument

/// Compares what a command printed with what a lab's transcript shows under it.
public enum TranscriptComparison {
  /// A diff of what a transcript expects (`-`) and what was printed (`+`), or `nil` if they agree.
  ///
  /// Lines are compared after masking what varies from run to run. The diff shows them as written;
  /// lines that agree have two blanks in front.
  public static func difference(
    expected: [ConsoleCommand.OutputLine], actual: String
  ) -> String? {
    var expected = expected.map(ExpectedLine.init)
    while case .text(let pattern)? = expected.last, pattern.isBlank { expected.removeLast() }
    var printed = PrintedLines(actual)
    if matches(expected[...], &printed) { return nil }
    // Blank lines at the end do not count, so neither do patterns there that may be blank.
    var shorter = expected[...]
    while case .text(let pattern)? = shorter.last, pattern.mayBeBlank,
      expected.count - shorter.count < 8
    {
      shorter.removeLast()
      if matches(shorter, &printed) { return nil }
    }
    return TranscriptDifference(expected: expected, printed: printed).text
  }

  /// Whether the lines agree; `...` stands for any number of them.
  ///
  /// What stands between two `...` has a fixed number of lines, so its first match is always as
  /// good as any other and nothing is ever tried twice from the same place.
  private static func matches(
    _ expected: ArraySlice<ExpectedLine>, _ printed: inout PrintedLines
  ) -> Bool {
    let runs = expected.split(omittingEmptySubsequences: false) { line in
      if case .anyLines = line { true } else { false }
    }
    func holds(_ run: ArraySlice<ExpectedLine>, at start: Int, _ printed: inout PrintedLines)
      -> Bool
    {
      guard start >= 0, start + run.count <= printed.count else { return false }
      for (offset, line) in run.enumerated() where !printed.agrees(line, at: start + offset) {
        return false
      }
      return true
    }
    guard holds(runs[0], at: 0, &printed) else { return false }
    var position = runs[0].count
    guard runs.count > 1 else { return position == printed.count }
    let last = runs[runs.count - 1]
    let end = printed.count - last.count
    for run in runs[1..<(runs.count - 1)] {
      while !holds(run, at: position, &printed) {
        position += 1
        guard position + run.count <= end else { return false }
      }
      position += run.count
    }
    return position <= end && holds(last, at: end, &printed)
  }
}

/// A line of a transcript, ready to be compared.
enum ExpectedLine {
  case text(TranscriptLinePattern)
  case anyLines

  init(_ line: ConsoleCommand.OutputLine) {
    switch line {
    case .text(let text): self = .text(TranscriptLinePattern(text))
    case .anyLines: self = .anyLines
    }
  }
}
