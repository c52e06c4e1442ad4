/// Turns pieces of bytes, cut anywhere, into text; ill-formed bytes become U+FFFD.
struct UTF8Stream {
  private var rest: [UInt8] = []

  /// The text of a piece, without a character at its end that is not complete yet.
  mutating func text(_ bytes: [UInt8]) -> String {
    rest += bytes
    let complete = rest.count - Self.incompleteTail(rest)
    defer { rest.removeFirst(complete) }
    return String(decoding: rest[..<complete], as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a character.
  private static func incompleteTail(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where bytes.count >= back {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
