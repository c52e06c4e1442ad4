/// How many columns of a terminal text takes.
enum DisplayWidth {
  /// The columns of a text without escape sequences.
  static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The columns of a character: 0 for marks that combine, 2 for East Asian letters and emoji.
  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x300 { return first.value >= 0x20 && first.value != 0x7F ? 1 : 0 }
    if isZero(first) { return 0 }
    if isWide(first) { return 2 }
    // A variation selector, or a flag's second letter, makes a picture of the letter.
    let isPicture = scalars.dropFirst().contains { scalar in
      scalar.value == 0xFE0F || (0x1F1E6...0x1F1FF).contains(scalar.value)
    }
    return isPicture ? 2 : 1
  }

  /// As much of a text as fits, with `…` in place of what does not.
  static func truncate(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      let next = of(character)
      guard used + next < width else { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }

  /// The text with blanks behind it up to a width.
  static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x20000...0x3FFFD:
      true
    default:
      scalar.properties.isEmojiPresentation
    }
  }
}
