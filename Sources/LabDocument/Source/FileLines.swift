/// A file's bytes in lines, to be written again: what is not changed comes out as it went in.
///
/// The lines have the numbers that the reader gives them.
public struct FileLines: Sendable {
  public struct Line: Hashable, Sendable {
    /// Without the line's end, and without a byte-order mark.
    public var text: [UInt8]
    /// A newline, a carriage return, both, or nothing at the file's end.
    public var end: [UInt8]

    public init(text: [UInt8], end: [UInt8]) {
      self.text = text
      self.end = end
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The byte-order mark, if the file has one.
  public let mark: [UInt8]
  public private(set) var lines: [Line] = []

  public init(_ bytes: [UInt8]) {
    mark = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark : []
    var start = mark.count
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      var end = index + 1
      guard byte == ASCII.newline || byte == ASCII.carriageReturn else {
        index = end
        continue
      }
      if byte == ASCII.carriageReturn, end < bytes.count, bytes[end] == ASCII.newline { end += 1 }
      lines.append(Line(text: Array(bytes[start..<index]), end: Array(bytes[index..<end])))
      start = end
      index = end
    }
    if start < bytes.count { lines.append(Line(text: Array(bytes[start...]), end: [])) }
  }

  /// The line of a number, counted from 1.
  public subscript(number: Int) -> Line? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// The lines that are the front matter with its fences; empty if there is none.
  public var frontMatter: Range<Int> {
    func isFence(_ line: Line) -> Bool {
      line.text[...].hasPrefix("---") && line.text.dropFirst(3).isBlank
    }
    guard let first = lines.first, isFence(first),
      let last = lines.dropFirst().firstIndex(where: isFence)
    else { return 1..<1 }
    return 1..<last + 2
  }

  /// A file of lines, after a mark.
  public static func bytes(_ mark: [UInt8], _ lines: some Sequence<Line>) -> [UInt8] {
    lines.reduce(into: mark) { $0 += $1.text + $1.end }
  }
}
