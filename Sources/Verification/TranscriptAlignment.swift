/// A transcript laid beside what was printed, so that the least differs.
struct TranscriptAlignment {
  /// How a line of the one stands to a line of the other; both are counted from 0.
  enum Row: Hashable {
    case same(expected: Int, printed: Int)
    /// The printed line stands in the place of one that is like it.
    case changed(expected: Int, printed: Int)
    case missing(expected: Int)
    case added(printed: Int)
    /// `...`; the lines that it stands for are in no row.
    case anyLines(expected: Int)
  }

  private(set) var rows: [Row] = []

  /// What the ways to lay a line cost; `...` costs nothing.
  private enum Cost {
    static let one: Int32 = 4
    /// As much as a line like it, from 0 to 2, differs.
    static func change(_ likeness: Int32) -> Int32 { 3 - likeness }
  }

  /// A longer line is never taken for one of the transcript's: comparing them would cost too much.
  private static let longestLine = 2_000

  private let width: Int
  private let expected: [ExpectedLine]
  /// The cost of what follows in both, from the ends to the beginnings.
  private var cost: [Int32]
  /// What is cheapest with a line of each; 0 if they have nothing to do with each other.
  private var meeting: [UInt8]

  /// - Parameters:
  ///   - count: How many of the printed lines are laid beside the transcript.
  ///   - pairing: Lines that are like each other, though they do not agree, are the same line.
  init(
    _ expected: [ExpectedLine], _ printed: inout PrintedLines, upTo count: Int,
    pairing: Bool = false
  ) {
    self.expected = expected
    width = count + 1
    cost = [Int32](repeating: 0, count: (expected.count + 1) * width)
    meeting = [UInt8](repeating: 0, count: expected.count * width)
    fill(&printed, upTo: count, pairing ? TranscriptLikeness(expected, printed) : nil)
    walk(upTo: count)
  }

  private mutating func fill(
    _ printed: inout PrintedLines, upTo count: Int, _ likeness: TranscriptLikeness?
  ) {
    for column in stride(from: count - 1, through: 0, by: -1) {
      cost[expected.count * width + column] = Int32(count - column) * Cost.one
    }
    for row in stride(from: expected.count - 1, through: 0, by: -1) {
      for column in stride(from: count, through: 0, by: -1) {
        let here = row * width + column
        let below = cost[here + width]
        if case .anyLines = expected[row] {
          cost[here] = column < count ? min(below, cost[here + 1]) : below
          continue
        }
        var best = below + Cost.one
        if column < count {
          best = min(best, cost[here + 1] + Cost.one)
          let next = cost[here + width + 1]
          if next <= best {
            if printed.lines[column].count <= Self.longestLine,
              printed.agrees(expected[row], at: column)
            {
              meeting[here] = 1
              best = next
            } else if let like = likeness?.likeness(row, column), next + Cost.change(like) < best {
              meeting[here] = 2
              best = next + Cost.change(like)
            }
          }
        }
        cost[here] = best
      }
    }
  }

  private mutating func walk(upTo count: Int) {
    var (row, column) = (0, 0)
    while row < expected.count || column < count {
      let here = row * width + column
      guard row < expected.count else {
        rows.append(.added(printed: column))
        column += 1
        continue
      }
      if case .anyLines = expected[row] {
        if cost[here] == cost[here + width] {
          rows.append(.anyLines(expected: row))
          row += 1
        } else {
          column += 1
        }
      } else if meeting[here] > 0 {
        rows.append(
          meeting[here] == 1
            ? .same(expected: row, printed: column) : .changed(expected: row, printed: column))
        row += 1
        column += 1
      } else if cost[here] == cost[here + width] + Cost.one {
        rows.append(.missing(expected: row))
        row += 1
      } else {
        rows.append(.added(printed: column))
        column += 1
      }
    }
  }
}
