import LabDocument

/// How a printed line is written in a transcript.
enum TranscriptSpelling {
  private static let longest = 1_000
  private static let any = "<any>"

  /// The line as a transcript shows it: what no file should hold, and what would make another kind of
  /// line of it, is `<any>`.
  static func text(of line: ArraySlice<UInt8>) -> String {
    var text = ""
    var length = 0
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      length += 1
      if length > longest {
        text += any
        break
      }
      if isWritable(scalar) {
        text.unicodeScalars.append(scalar)
      } else if !text.hasSuffix(any) {
        text += any
      }
    }
    while text.hasSuffix(" ") || text.hasSuffix("\t") { text.removeLast() }
    return safe(text, line)
  }

  /// The text so that it reads as output.
  static func safe(_ text: String, _ line: ArraySlice<UInt8>) -> String {
    guard !TranscriptLine.isOutput(text) else { return text }
    // When iptables-save ran is masked at the beginning of a line alone, and here it no longer is.
    if line.starts(with: "# ".utf8),
      TranscriptMask.mask(line, below: nil).last == TranscriptMark.time,
      let on = text.utf8.firstRange(of: " on ".utf8)
    {
      return any + text[..<on.upperBound] + any
    }
    return any + text
  }

  /// Ill-formed bytes have become U+FFFD, and would not be the same in another locale.
  private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: true
    case 0..<0x20, 0x7F..<0xA0, 0xFFFD, 0xFEFF: false
    // What turns the direction of text round would hide what a reader is shown.
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: false
    default: true
    }
  }
}
