/// An escape sequence that sets colours and weights, and nothing else.
struct ColourSequence {
  /// The sequence without what would hide text.
  let text: String
  /// Whether it ends all colours.
  let isReset: Bool

  /// `nil` for any other sequence.
  init?(_ scalars: [Unicode.Scalar]) {
    guard scalars.count >= 3, scalars.last == "m" else { return nil }
    let body = scalars.dropFirst(2).dropLast()
    guard body.allSatisfy({ ("0"..."9").contains($0) || $0 == ";" || $0 == ":" }) else {
      return nil
    }
    var written = String.UnicodeScalarView()
    written.append(contentsOf: body)
    var kept: [Substring] = []
    var parameters = String(written).split(separator: ";", omittingEmptySubsequences: false)[...]
    while let parameter = parameters.popFirst() {
      switch parameter {
      case "38", "48", "58":
        // A colour by number or by its parts: the values behind it mean nothing else.
        let count = parameters.first == "5" ? 2 : parameters.first == "2" ? 4 : 0
        kept.append(parameter)
        kept.append(contentsOf: parameters.prefix(count))
        parameters = parameters.dropFirst(count)
      case "8", "08":
        // Concealed text could not be read.
        continue
      default:
        kept.append(parameter)
      }
    }
    guard !kept.isEmpty else {
      text = ""
      isReset = false
      return
    }
    text = "\u{1B}[\(kept.joined(separator: ";"))m"
    isReset = kept.allSatisfy { $0.isEmpty || $0 == "0" }
  }
}
