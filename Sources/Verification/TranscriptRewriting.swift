import LabDocument

/// Brings a transcript up to date with what was printed, and leaves what still agrees as it is.
public enum TranscriptRewriting {
  /// A line of the new transcript.
  public enum Line: Hashable, Sendable {
    /// The transcript's line of this index stays.
    case kept(Int)
    /// A new line, which may take the place of the transcript's line of an index.
    case written(String, over: Int?)
    /// `...` for more lines than a lab should show.
    case anyLines
  }

  private enum Limit {
    static let cells = 1_000_000
    /// So many new lines in a row are written; of more, only as many as `beginning`.
    static let run = 100
    static let beginning = 20
  }

  /// The new transcript; `nil` if the output agrees with the one that there is.
  ///
  /// What is returned agrees with the output, whatever it holds.
  public static func lines(
    expected: [ConsoleCommand.OutputLine], actual: String
  ) -> [Line]? {
    guard TranscriptComparison.difference(expected: expected, actual: actual) != nil else {
      return nil
    }
    for candidate in [aligned(expected, actual), plain(expected, actual)] {
      let result = candidate.map { line -> ConsoleCommand.OutputLine in
        switch line {
        case .kept(let index): expected[index]
        case .written(let text, _): .text(text)
        case .anyLines: .anyLines
        }
      }
      if TranscriptComparison.difference(expected: result, actual: actual) == nil {
        return candidate
      }
    }
    return [.anyLines]
  }

  /// The blank lines at a transcript's end, which set it off from the next command.
  private static func endOfText(_ expected: [ConsoleCommand.OutputLine]) -> Int {
    var end = expected.count
    while end > 0, case .text(let text) = expected[end - 1], text.utf8.allSatisfy(isBlank) {
      end -= 1
    }
    return end
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func aligned(
    _ expected: [ConsoleCommand.OutputLine], _ actual: String
  ) -> [Line] {
    let end = endOfText(expected)
    let patterns = expected[..<end].map(ExpectedLine.init)
    var printed = PrintedLines(actual)
    let compared = min(printed.count, max(50, Limit.cells / (end + 1)))
    let rows = TranscriptAlignment(patterns, &printed, upTo: compared, pairing: true).rows
    // What may be blank needs no line at the output's end.
    let lastPrinted = rows.lastIndex { if case .missing = $0 { false } else { true } } ?? -1
    var lines: [Line] = []
    /// Lines that are gone, whose places those take that came.
    var places: [Int] = []
    for (position, row) in rows.enumerated() {
      switch row {
      case .missing, .added: break
      case .same, .changed, .anyLines: places = []
      }
      switch row {
      case .same(let index, _), .anyLines(let index):
        lines.append(.kept(index))
      case .changed(let index, let column):
        guard case .text(let old) = expected[index] else { continue }
        let line = printed.lines[column]
        let text = TranscriptMerge.text(old, with: line) ?? TranscriptSpelling.text(of: line)
        lines.append(.written(text, over: index))
      case .added(let column):
        let place = places.isEmpty ? nil : places.removeFirst()
        lines.append(.written(TranscriptSpelling.text(of: printed.lines[column]), over: place))
      case .missing(let index):
        guard position > lastPrinted, case .text(let pattern) = patterns[index], pattern.mayBeBlank
        else {
          places.append(index)
          continue
        }
        lines.append(.kept(index))
      }
    }
    lines += printed.lines[compared...].map {
      .written(TranscriptSpelling.text(of: $0), over: nil)
    }
    return shortened(lines, of: expected) + (end..<expected.count).map { .kept($0) }
  }

  private static func plain(
    _ expected: [ConsoleCommand.OutputLine], _ actual: String
  ) -> [Line] {
    let lines = PrintedLines(actual).lines.map {
      Line.written(TranscriptSpelling.text(of: $0), over: nil)
    }
    return shortened(lines, of: expected)
      + (endOfText(expected)..<expected.count).map { .kept($0) }
  }

  /// Writes `...` for most of a long run of new lines, and no two of them in a row that were not.
  private static func shortened(
    _ lines: [Line], of expected: [ConsoleCommand.OutputLine]
  ) -> [Line] {
    var result: [Line] = []
    var start = lines.startIndex
    while start < lines.endIndex {
      let run = lines[start...].prefix { if case .written(_, nil) = $0 { true } else { false } }
      if run.count > Limit.run {
        result += run.prefix(Limit.beginning) + [.anyLines]
      } else {
        result += run
      }
      start = run.endIndex
      guard start < lines.endIndex else { break }
      if case .kept(let index) = lines[start], expected[index] == .anyLines,
        isSuperfluous(index, after: result.last, in: expected)
      {
        start += 1
        continue
      }
      result.append(lines[start])
      start += 1
    }
    return result
  }

  /// Whether a `...` follows one that did not stand directly above it.
  private static func isSuperfluous(
    _ index: Int, after last: Line?, in expected: [ConsoleCommand.OutputLine]
  ) -> Bool {
    switch last {
    case .anyLines: true
    case .kept(let above): expected[above] == .anyLines && above != index - 1
    case .written, nil: false
    }
  }
}
