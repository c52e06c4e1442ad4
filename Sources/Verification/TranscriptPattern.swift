/// A line with placeholders such as `<n>`.
struct TranscriptPattern {
  private enum Piece {
    case literal(ArraySlice<UInt8>)
    case placeholder(TranscriptPlaceholder)
  }

  private var pieces: [Piece] = []

  init(_ text: ArraySlice<UInt8>) {
    var literalStart = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      guard text[index] == UInt8(ascii: "<"),
        let placeholder = TranscriptPlaceholder.spelled(in: text, at: index)
      else {
        index += 1
        continue
      }
      if literalStart < index { pieces.append(.literal(text[literalStart..<index])) }
      pieces.append(.placeholder(placeholder))
      index += placeholder.spelling.utf8.count
      literalStart = index
    }
    if literalStart < text.endIndex { pieces.append(.literal(text[literalStart...])) }
    trimBlankBeforeLastAny()
  }

  /// The blank in front of an `<any>` at the end goes into it: the blank is optional.
  private mutating func trimBlankBeforeLastAny() {
    guard pieces.count >= 2, case .placeholder(.any) = pieces[pieces.count - 1],
      case .literal(var literal) = pieces[pieces.count - 2], literal.last == 0x20
    else { return }
    while literal.last == 0x20 { literal.removeLast() }
    pieces[pieces.count - 2] = .literal(literal)
    // What follows must still be set off by a blank, unless there is nothing.
    pieces[pieces.count - 1] = .placeholder(.blankAndAny)
  }

  /// Whether the pattern stands for the whole line.
  ///
  /// Follows all ways to read the line at once: time is the product of both lengths at worst.
  func matches(_ line: ArraySlice<UInt8>) -> Bool {
    if pieces.isEmpty { return line.isEmpty }
    if case .literal(let text) = pieces[0] {
      if pieces.count == 1 { return line.elementsEqual(text) }
      guard line.starts(with: text) else { return false }
    }
    let line = Array(line)
    var reached = [Bool](repeating: false, count: line.count + 1)
    reached[0] = true
    for piece in pieces {
      switch piece {
      case .literal(let text): reached = Self.step(from: reached, over: Array(text), in: line)
      case .placeholder(let kind): reached = kind.step(from: reached, in: line)
      }
      guard reached.contains(true) else { return false }
    }
    return reached[line.count]
  }

  private static func step(from reached: [Bool], over text: [UInt8], in line: [UInt8]) -> [Bool] {
    var next = [Bool](repeating: false, count: reached.count)
    guard text.count <= line.count else { return next }
    for start in 0...(line.count - text.count) where reached[start] {
      var offset = 0
      while offset < text.count, line[start + offset] == text[offset] { offset += 1 }
      if offset == text.count { next[start + offset] = true }
    }
    return next
  }
}
