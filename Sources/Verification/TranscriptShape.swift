/// Bytes in place of what was masked; none of them occurs in UTF-8.
enum TranscriptMark {
  static let number: UInt8 = 0xFF
  static let time: UInt8 = 0xFE
  static let mac: UInt8 = 0xFD
  static let linkLocal: UInt8 = 0xFC
}

/// Recognises numbers, addresses and times at a place of a line; says where they may end.
enum TranscriptShape {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
  }

  static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  /// A whole or decimal number that does not begin within another one.
  static func numberEnds(_ line: [UInt8], at start: Int) -> [Int] {
    if line[start] == TranscriptMark.number || line[start] == TranscriptMark.time {
      return [start + 1]
    }
    guard isDigit(line[start]), start == 0 || !isDigit(line[start - 1]) else { return [] }
    let whole = digitsEnd(line, at: start)
    guard whole + 1 < line.count, line[whole] == UInt8(ascii: "."), isDigit(line[whole + 1])
    else { return [whole] }
    return [whole, digitsEnd(line, at: whole + 1)]
  }

  /// A time with or without its unit, or a time of day.
  static func timeEnds(_ line: [UInt8], at start: Int) -> [Int] {
    var ends = numberEnds(line, at: start)
    guard let end = ends.last else { return [] }
    let units = ["ns", "us", "µs", "ms", "s", "sec", "m", "min", "h"]
    for gap in [0, 1] where end + gap <= line.count && (gap == 0 || line[safe: end] == 0x20) {
      for unit in units where line[(end + gap)...].starts(with: unit.utf8) {
        let unitEnd = end + gap + unit.utf8.count
        if !(line[safe: unitEnd].map(isWord) ?? false) { ends.append(unitEnd) }
      }
    }
    var clock = ends[0]
    while clock + 2 < line.count, line[clock] == UInt8(ascii: ":"), isDigit(line[clock + 1]),
      isDigit(line[clock + 2])
    {
      clock += 3
      ends.append(clock)
    }
    if clock > ends[0], line[safe: clock] == UInt8(ascii: "."), clock + 1 < line.count {
      ends.append(digitsEnd(line, at: clock + 1))
    }
    return ends
  }

  /// An IPv4 or IPv6 address, with or without its prefix length.
  static func addressEnds(_ line: [UInt8], at start: Int) -> [Int] {
    if line[start] == TranscriptMark.linkLocal { return withPrefixLength(line, end: start + 1) }
    if start > 0, isWord(line[start - 1]) || line[start - 1] == UInt8(ascii: ":") { return [] }
    if let end = version4End(line, at: start) { return withPrefixLength(line, end: end) }
    if let end = version6End(line, at: start) { return withPrefixLength(line, end: end) }
    return []
  }

  /// Six pairs of hexadecimal digits.
  static func macEnd(_ line: [UInt8], at start: Int) -> Int? {
    if line[start] == TranscriptMark.mac { return start + 1 }
    let end = start + 17
    guard end <= line.count, !(line[safe: start - 1].map(isWord) ?? false),
      line[safe: start - 1] != UInt8(ascii: ":")
    else { return nil }
    for offset in 0..<17 {
      let byte = line[start + offset]
      guard offset % 3 == 2 ? byte == UInt8(ascii: ":") : isHexDigit(byte) else { return nil }
    }
    if let next = line[safe: end], isWord(next) || next == UInt8(ascii: ":") { return nil }
    return end
  }

  static func digitsEnd(_ line: [UInt8], at start: Int) -> Int {
    var end = start
    while end < line.count, isDigit(line[end]) { end += 1 }
    return end
  }

  private static func withPrefixLength(_ line: [UInt8], end: Int) -> [Int] {
    guard line[safe: end] == UInt8(ascii: "/") else { return [end] }
    let length = digitsEnd(line, at: end + 1)
    return length > end + 1 ? [end, length] : [end]
  }

  private static func version4End(_ line: [UInt8], at start: Int) -> Int? {
    var index = start
    for part in 0..<4 {
      let end = digitsEnd(line, at: index)
      guard (1...3).contains(end - index) else { return nil }
      var value = 0
      for byte in line[index..<end] { value = value * 10 + Int(byte - 0x30) }
      guard value <= 255 else { return nil }
      index = end
      if part < 3 {
        guard line[safe: index] == UInt8(ascii: ".") else { return nil }
        index += 1
      }
    }
    return index
  }

  /// A run of groups, with `::` at most once.
  private static func version6End(_ line: [UInt8], at start: Int) -> Int? {
    var end = start
    while end < line.count, end - start < 46,
      isHexDigit(line[end]) || line[end] == UInt8(ascii: ":")
    {
      end += 1
    }
    // A colon after an address, as in `ping: 2001:db8::1: …`, is not its own.
    if end - start > 2, line[end - 1] == UInt8(ascii: ":"), line[end - 2] != UInt8(ascii: ":") {
      end -= 1
    }
    let groups = line[start..<end].split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard groups.count >= 3, groups.count <= 9, groups.allSatisfy({ $0.count <= 4 })
    else { return nil }
    let isShortened = groups.contains { $0.isEmpty }
    return isShortened || groups.count == 8 ? end : nil
  }
}

extension Array {
  /// The element, or `nil` beyond the ends.
  subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
