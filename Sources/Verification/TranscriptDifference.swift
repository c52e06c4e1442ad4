/// A readable diff between a transcript and what was printed.
struct TranscriptDifference {
  let text: String

  /// How much of a long output is laid beside the transcript, and how much of it is shown.
  private enum Limit {
    static let cells = 100_000
    static let printedLines = 1_000
    static let shownRun = 20
    static let context = 2
    static let lineBytes = 2_000
  }

  fileprivate enum Row {
    case same(ArraySlice<UInt8>)
    case missing(ArraySlice<UInt8>)
    case added(ArraySlice<UInt8>)
    case anyLines
  }

  init(expected: [ExpectedLine], printed: PrintedLines) {
    var printed = printed
    let compared = min(
      printed.count, Limit.printedLines, max(50, Limit.cells / (expected.count + 1)))
    var rows: [Row] = []
    for row in TranscriptAlignment(expected, &printed, upTo: compared).rows {
      switch row {
      case .same(_, let index): rows.append(.same(printed.lines[index]))
      case .missing(let index), .changed(let index, _):
        if case .text(let pattern) = expected[index] { rows.append(.missing(pattern.text)) }
      case .added(let index): rows.append(.added(printed.lines[index]))
      case .anyLines: rows.append(.anyLines)
      }
    }
    for line in printed.lines[compared...] { rows.append(.added(line)) }
    text = Self.render(rows)
  }

  /// Leaves out what agrees far from a difference, and the middle of long insertions.
  private static func render(_ rows: [Row]) -> String {
    var isShown = [Bool](repeating: false, count: rows.count)
    for (index, row) in rows.enumerated() where row.isDifference {
      let first = max(0, index - Limit.context)
      for near in first...min(rows.count - 1, index + Limit.context) { isShown[near] = true }
    }
    var lines: [String] = []
    var addedInRun = 0
    var leftOut = 0
    func closeRun() {
      if leftOut > 0 { lines.append("+ … (\(leftOut) more lines)") }
      addedInRun = 0
      leftOut = 0
    }
    var isSkipping = false
    for (index, row) in rows.enumerated() {
      if case .added(let line) = row {
        addedInRun += 1
        if addedInRun <= Limit.shownRun {
          lines.append(written("+ ", line))
        } else {
          leftOut += 1
        }
        isSkipping = false
        continue
      }
      closeRun()
      guard isShown[index] else {
        if !isSkipping { lines.append("  …") }
        isSkipping = true
        continue
      }
      isSkipping = false
      switch row {
      case .same(let line): lines.append(written("  ", line))
      case .missing(let line): lines.append(written("- ", line))
      case .anyLines: lines.append("  ...")
      case .added: break
      }
    }
    closeRun()
    return lines.joined(separator: "\n")
  }

  private static func written(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
    guard line.count > Limit.lineBytes else { return mark + String(decoding: line, as: UTF8.self) }
    var cut = line.prefix(Limit.lineBytes)
    while let last = cut.last, last & 0xC0 == 0x80 { cut.removeLast() }
    if let last = cut.last, last >= 0xC0 { cut.removeLast() }
    return mark + String(decoding: cut, as: UTF8.self) + "…"
  }
}

extension TranscriptDifference.Row {
  fileprivate var isDifference: Bool {
    switch self {
    case .missing, .added: true
    case .same, .anyLines: false
    }
  }
}
