/// The lines that a command printed, masked only when a comparison needs it.
struct PrintedLines {
  private(set) var lines: [ArraySlice<UInt8>]
  private var masked: [[UInt8]?]

  var count: Int { lines.count }

  /// Without colours, trailing blanks, and blank lines at the end.
  init(_ text: String) {
    let bytes = TranscriptText.withoutEscapes(Array(text.utf8))
    lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(TranscriptText.cleaned)
    while let last = lines.last, last.isEmpty || TranscriptMask.mask(last, below: nil).isEmpty {
      lines.removeLast()
    }
    masked = Array(repeating: nil, count: lines.count)
  }

  /// Whether a line is what a transcript expects.
  mutating func agrees(_ expected: ExpectedLine, at index: Int) -> Bool {
    guard case .text(let pattern) = expected else { return true }
    let line = lines[index]
    if pattern.matchesAsWritten(line) { return true }
    return pattern.matchesMasked(maskedLine(index), below: index > 0 ? lines[index - 1] : nil)
  }

  private mutating func maskedLine(_ index: Int) -> [UInt8] {
    if let known = masked[index] { return known }
    let mask = TranscriptMask.mask(lines[index], below: index > 0 ? lines[index - 1] : nil)
    masked[index] = mask
    return mask
  }
}

/// A line of a transcript in both of its forms.
struct TranscriptLinePattern {
  /// As written, without trailing blanks.
  let text: ArraySlice<UInt8>
  /// Nothing is left of it once it is masked; such lines do not count at an output's end.
  let isBlank: Bool
  private let written: TranscriptPattern
  private let masked: TranscriptPattern
  /// With the numbers of a row of counters masked.
  private let maskedRow: TranscriptPattern?

  init(_ line: String) {
    text = TranscriptText.cleaned(TranscriptText.withoutEscapes(Array(line.utf8))[...])
    written = TranscriptPattern(text)
    let mask = TranscriptMask.mask(text, below: nil)
    isBlank = mask.isEmpty
    masked = TranscriptPattern(mask[...])
    maskedRow = TranscriptMask.counterRow(text).map { TranscriptPattern($0[...]) }
  }

  var mayBeBlank: Bool { written.matches([]) || masked.matches([]) }

  func matchesAsWritten(_ line: ArraySlice<UInt8>) -> Bool {
    text.elementsEqual(line) || written.matches(line)
  }

  /// Whether a masked line agrees; what stands above it tells whether it is a row of counters.
  func matchesMasked(_ line: [UInt8], below above: ArraySlice<UInt8>?) -> Bool {
    if let maskedRow, let above, TranscriptMask.isCounterHeading(above) {
      return maskedRow.matches(line[...])
    }
    return masked.matches(line[...])
  }
}

/// What a terminal would not show as text is not compared.
enum TranscriptText {
  /// Without terminal escape sequences.
  static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
    guard let first = bytes.firstIndex(of: 0x1B) else { return bytes }
    var result = Array(bytes[..<first])
    var index = first
    while index < bytes.count {
      guard bytes[index] == 0x1B else {
        result.append(bytes[index])
        index += 1
        continue
      }
      index = endOfEscape(bytes, at: index)
    }
    return result
  }

  /// Without trailing blanks, and without what a carriage return lets a terminal write over.
  static func cleaned(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
    guard let carriageReturn = line.lastIndex(of: 0x0D) else { return line }
    return line[(carriageReturn + 1)...]
  }

  /// The end of a control sequence, of a string such as a window title, or of a short escape.
  private static func endOfEscape(_ bytes: [UInt8], at start: Int) -> Int {
    var index = start + 1
    guard index < bytes.count else { return index }
    switch bytes[index] {
    case UInt8(ascii: "["):
      index += 1
      while index < bytes.count, (0x20...0x3F).contains(bytes[index]) { index += 1 }
      return index < bytes.count && (0x40...0x7E).contains(bytes[index]) ? index + 1 : index
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      // A string that is never closed ends with its line, so that it cannot hide the rest.
      while index < bytes.count, bytes[index] != 0x0A {
        if bytes[index] == 0x07 { return index + 1 }
        if bytes[index] == 0x1B {
          return index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\\")
            ? index + 2 : index
        }
        index += 1
      }
      return index
    case 0x20...0x2F:
      while index < bytes.count, (0x20...0x2F).contains(bytes[index]) { index += 1 }
      return index < bytes.count && (0x30...0x7E).contains(bytes[index]) ? index + 1 : index
    case 0x30...0x7E:
      return index + 1
    default:
      return index
    }
  }
}
