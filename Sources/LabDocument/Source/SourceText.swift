/// A file's text and where its lines are.
///
/// Lines end with a newline alone, whatever the file has; a byte's column is the file's.
struct SourceText {
  let bytes: [UInt8]
  /// Where each line begins, counted in bytes from 0.
  private let lineStarts: [Int]

  /// - Parameter bytes: Well-formed UTF-8 without carriage returns.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    bytes.withUnsafeBufferPointer { buffer in
      for index in buffer.indices where buffer[index] == ASCII.newline && index + 1 < buffer.count {
        starts.append(index + 1)
      }
    }
    lineStarts = starts
  }

  /// How many lines there are; at least one.
  var lineCount: Int { lineStarts.count }

  /// A line's bytes without its newline; empty outside the file.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard (1...lineCount).contains(number) else { return [] }
    return bytes[lineStarts[number - 1]..<contentEnd(of: number)]
  }

  /// The bytes of whole lines without the last newline; empty if there are none.
  func lines(_ range: Range<Int>) -> ArraySlice<UInt8> {
    let range = range.clamped(to: 1..<lineCount + 1)
    guard !range.isEmpty else { return [] }
    return bytes[lineStarts[range.lowerBound - 1]..<contentEnd(of: range.upperBound - 1)]
  }

  /// Where a line begins, counted in bytes from 0.
  func offset(ofLine number: Int) -> Int {
    number > lineCount ? bytes.count : lineStarts[max(number, 1) - 1]
  }

  /// The position of a byte.
  func position(of offset: Int) -> Position {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Position(low + 1, offset - lineStarts[low] + 1)
  }

  private func contentEnd(of number: Int) -> Int {
    if number < lineCount { return lineStarts[number] - 1 }
    return bytes.last == ASCII.newline ? bytes.count - 1 : bytes.count
  }
}
