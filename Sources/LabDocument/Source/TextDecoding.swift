/// Makes well-formed text with plain newlines of a file's bytes.
///
/// A byte that cannot stay becomes a question mark, so that everything after it keeps its column and
/// the rest of the file is still checked.
enum TextDecoding {
  /// More than this is a file of another kind, not a lab with typing mistakes.
  private static let maximumProblems = 20
  /// libcmark counts in 32 bits; a lab of this size is a mistake anyway.
  static let maximumSize = 256 << 20

  static func text(of bytes: [UInt8], log: DiagnosticLog) -> SourceText {
    guard bytes.count <= maximumSize else {
      log.error(
        Position(1), "the file has \(bytes.count >> 20) MB; a lab has at most \(maximumSize >> 20)")
      return SourceText([])
    }
    var text = bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if text.contains(ASCII.carriageReturn) { text = withPlainNewlines(text) }
    let isWellFormed = text.withUnsafeBufferPointer {
      String(validating: $0, as: UTF8.self) != nil
    }
    if !isWellFormed || text.contains(0) { repair(&text, log: log) }
    return SourceText(text)
  }

  /// CRLF and CR alone both end a line, as in CommonMark.
  private static func withPlainNewlines(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
      count = 0
      for (index, byte) in bytes.enumerated() {
        var byte = byte
        if byte == ASCII.carriageReturn {
          if index + 1 < bytes.count, bytes[index + 1] == ASCII.newline { continue }
          byte = ASCII.newline
        }
        buffer[count] = byte
        count += 1
      }
    }
  }

  private static func repair(_ text: inout [UInt8], log: DiagnosticLog) {
    var (line, lineStart, problems) = (1, 0, 0)
    var index = 0
    while index < text.count {
      let length = sequenceLength(text, at: index)
      if length == 0 || text[index] == 0 {
        problems += 1
        if problems <= maximumProblems {
          let position = Position(line, index - lineStart + 1)
          log.error(
            position,
            text[index] == 0
              ? "a NUL byte stands here; remove it"
              : "the byte 0x\(String(text[index], radix: 16, uppercase: true)) is no UTF-8; "
                + "save the file in UTF-8")
        }
        text[index] = UInt8(ascii: "?")
      }
      if text[index] == ASCII.newline { (line, lineStart) = (line + 1, index + 1) }
      index += max(length, 1)
    }
  }

  /// How many bytes the well-formed character at an index has; 0 if there is none (RFC 3629).
  private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + offset < bytes.count && range.contains(bytes[index + offset])
    }
    switch bytes[index] {
    case 0x00...0x7F:
      return 1
    case 0xC2...0xDF:
      return isContinuation(1) ? 2 : 0
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> =
        switch bytes[index] {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        default: 0x80...0xBF
        }
      return isContinuation(1, second) && isContinuation(2) ? 3 : 0
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> =
        switch bytes[index] {
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
      return isContinuation(1, second) && isContinuation(2) && isContinuation(3) ? 4 : 0
    default:
      return 0
    }
  }
}
