/// Names headings as GitHub does, `-1`, `-2` for repeats.
struct Slugger {
  private var repeats: [String: Int] = [:]

  /// The slug of the next heading of the document.
  mutating func slug(of heading: String) -> String {
    let base = Self.base(of: heading)
    var slug = base
    while repeats[slug] != nil {
      repeats[base, default: 0] += 1
      slug = "\(base)-\(repeats[base, default: 0])"
    }
    repeats[slug] = 0
    return slug
  }

  /// Lower-case letters, digits, `_` and `-`; a space becomes `-`, all else goes.
  private static func base(of heading: String) -> String {
    var slug = ""
    if heading.utf8.allSatisfy({ $0 < 0x80 }) {
      for byte in heading.utf8 {
        if byte == ASCII.space || byte == UInt8(ascii: "-") {
          slug += "-"
        } else if ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") {
          slug.unicodeScalars.append(Unicode.Scalar(ASCII.isLetter(byte) ? byte | 0x20 : byte))
        }
      }
      return slug
    }
    for scalar in heading.lowercased().unicodeScalars {
      if scalar == " " {
        slug.unicodeScalars.append("-")
      } else if scalar == "-" || scalar.isWordPart {
        slug.unicodeScalars.append(scalar)
      }
    }
    return slug
  }
}

extension Unicode.Scalar {
  /// A letter, a mark, a digit or a connector such as `_`.
  var isWordPart: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
      .connectorPunctuation:
      true
    default:
      false
    }
  }
}
