extension String {
  /// A name that the inside of a lab chose, on one line: control characters as their pictures.
  ///
  /// A namespace may have a line end in its name, and what follows would look like a line of
  /// netlab's own.
  public var onOneLine: String {
    guard unicodeScalars.contains(where: Self.isControl) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0..<0x20: text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case _ where Self.isControl(scalar): text.append("\u{FFFD}")
      default: text.append(scalar)
      }
    }
    return String(text)
  }

  /// What ends a line or has an effect on a terminal (C0, DEL, C1, and Unicode's own line ends).
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
    default: false
    }
  }
}
