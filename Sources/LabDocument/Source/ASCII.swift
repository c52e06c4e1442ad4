/// The bytes that the reader looks for.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let dollar = UInt8(ascii: "$")
  static let hash = UInt8(ascii: "#")
  static let backtick = UInt8(ascii: "`")
  static let backslash = UInt8(ascii: "\\")
  static let greater = UInt8(ascii: ">")
  static let less = UInt8(ascii: "<")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openParen = UInt8(ascii: "(")
  static let closeParen = UInt8(ascii: ")")
  static let singleQuote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")

  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
}

extension Sequence<UInt8> {
  var isBlank: Bool { allSatisfy(ASCII.isBlank) }
}

extension String {
  init(bytes: some Collection<UInt8>) {
    self.init(decoding: bytes, as: UTF8.self)
  }
}

extension StringProtocol {
  /// The parts between blanks and newlines; bytes are looked at, which is faster than characters.
  var words: [Substring] {
    Substring(self).utf8
      .split { ASCII.isBlank($0) || $0 == ASCII.newline }
      .map { Substring($0) }
  }

  /// The text without blanks and newlines at its ends.
  var trimmed: String { String(bytes: Array(utf8)[...].trimmed) }
}

extension ArraySlice<UInt8> {
  /// The bytes without blanks and newlines at their ends.
  var trimmed: ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { ASCII.isBlank(byte) || byte == ASCII.newline }
    var (low, high) = (startIndex, endIndex)
    while low < high, isSpace(self[low]) { low += 1 }
    while low < high, isSpace(self[high - 1]) { high -= 1 }
    return self[low..<high]
  }

  /// Whether the bytes begin with the text.
  func hasPrefix(_ text: StaticString) -> Bool {
    let prefix = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return count >= prefix.count && self.prefix(prefix.count).elementsEqual(prefix)
  }

  /// Where the text stands first, if it does.
  func firstIndex(of text: StaticString) -> Int? {
    let needle = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard let first = needle.first else { return startIndex }
    return withUnsafeBufferPointer { bytes in
      guard bytes.count >= needle.count else { return nil }
      for index in 0...(bytes.count - needle.count)
      where bytes[index] == first
        && bytes[index..<index + needle.count].elementsEqual(needle)
      {
        return startIndex + index
      }
      return nil
    }
  }
}
