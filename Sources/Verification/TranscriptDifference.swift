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
    var rows = Self.align(expected, &printed, upTo: compared)
    for line in printed.lines[compared...] { rows.append(.added(line)) }
    text = Self.render(rows)
  }

  /// Lays out the fewest differences: the longest common subsequence, with `...` at no cost.
  private static func align(
    _ expected: [ExpectedLine], _ printed: inout PrintedLines, upTo count: Int
  ) -> [Row] {
    let width = count + 1
    // The cost of what follows in both, from the ends to the beginnings.
    var cost = [Int32](repeating: 0, count: (expected.count + 1) * width)
    var same = [Bool](repeating: false, count: expected.count * width)
    for column in stride(from: count - 1, through: 0, by: -1) {
      cost[expected.count * width + column] = Int32(count - column)
    }
    for row in stride(from: expected.count - 1, through: 0, by: -1) {
      for column in stride(from: count, through: 0, by: -1) {
        let here = row * width + column
        let below = cost[here + width]
        if case .anyLines = expected[row] {
          cost[here] = column < count ? min(below, cost[here + 1]) : below
          continue
        }
        var best = below + 1
        if column < count {
          best = min(best, cost[here + 1] + 1)
          if printed.lines[column].count <= Limit.lineBytes,
            printed.agrees(expected[row], at: column)
          {
            same[here] = true
            best = min(best, cost[here + width + 1])
          }
        }
        cost[here] = best
      }
    }
    var rows: [Row] = []
    var (row, column) = (0, 0)
    while row < expected.count || column < count {
      let here = row * width + column
      guard row < expected.count else {
        rows.append(.added(printed.lines[column]))
        column += 1
        continue
      }
      switch expected[row] {
      case .anyLines:
        if cost[here] == cost[here + width] {
          rows.append(.anyLines)
          row += 1
        } else {
          column += 1
        }
      case .text(let pattern):
        if same[here], cost[here] == cost[here + width + 1] {
          rows.append(.same(printed.lines[column]))
          row += 1
          column += 1
        } else if cost[here] == cost[here + width] + 1 {
          rows.append(.missing(pattern.text))
          row += 1
        } else {
          rows.append(.added(printed.lines[column]))
          column += 1
        }
      }
    }
    return rows
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
