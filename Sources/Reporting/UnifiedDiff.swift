/// The changes to a file as `diff -u` shows them, for `patch` and for people.
public enum UnifiedDiff {
  public enum Line: Hashable, Sendable {
    /// The bytes of a line with its end, which the last line of a file may lack.
    case same([UInt8])
    case removed([UInt8])
    case added([UInt8])

    fileprivate var isChange: Bool { if case .same = self { false } else { true } }
  }

  private static let context = 3

  /// The diff; empty if nothing changed.
  ///
  /// A terminal gets colours and sees what it would obey; anything else gets the bytes.
  public static func text(_ lines: [Line], of path: String, style: Style) -> [UInt8] {
    guard lines.contains(where: \.isChange) else { return [] }
    var output: [UInt8] = []
    func write(_ text: String, _ ink: Ink) { output += Array((style.paint(text, ink) + "\n").utf8) }
    write("--- \(path)", .bold)
    write("+++ \(path)", .bold)
    var (old, new) = (1, 1)
    var index = 0
    for hunk in hunks(lines) {
      while index < hunk.lowerBound {
        (old, new) = (old + 1, new + 1)
        index += 1
      }
      let part = lines[hunk]
      let oldCount = part.count { if case .added = $0 { false } else { true } }
      let newCount = part.count { if case .removed = $0 { false } else { true } }
      write(
        "@@ -\(range(old, oldCount)) +\(range(new, newCount)) @@", Ink(colour: .cyan))
      for line in part { output += written(line, style) }
      (old, new) = (old + oldCount, new + newCount)
      index = hunk.upperBound
    }
    return output
  }

  private static func range(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start)" : "\(count == 0 ? start - 1 : start),\(count)"
  }

  /// The lines around changes, in which those that are near each other are one.
  private static func hunks(_ lines: [Line]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() where line.isChange {
      let near = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = hunks.last, near.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<near.upperBound
      } else {
        hunks.append(near)
      }
    }
    return hunks
  }

  private static func written(_ line: Line, _ style: Style) -> [UInt8] {
    let (sign, bytes, ink): (String, [UInt8], Ink) =
      switch line {
      case .same(let bytes): (" ", bytes, .plain)
      case .removed(let bytes): ("-", bytes, .bad)
      case .added(let bytes): ("+", bytes, .good)
      }
    let isEnded = bytes.last == 0x0A || bytes.last == 0x0D
    let note = isEnded ? "" : "\n\\ No newline at end of file\n"
    guard style.isTerminal else { return Array(sign.utf8) + bytes + Array(note.utf8) }
    var text = bytes
    while text.last == 0x0A || text.last == 0x0D { text.removeLast() }
    let visible = VisibleText.of(
      String(decoding: text, as: UTF8.self), .terminal(colour: false))
    return Array((style.paint(sign + visible, ink) + (isEnded ? "\n" : note)).utf8)
  }
}
