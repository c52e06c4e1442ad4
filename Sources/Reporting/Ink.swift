/// What letters look like on a terminal.
struct Ink: Hashable, Sendable {
  enum Colour: Int, Hashable, Sendable {
    case red = 31
    case green, yellow, blue, magenta, cyan
    case brightGreen = 92
    case brightYellow, brightBlue, brightMagenta, brightCyan
  }

  var isBold = false
  var isDim = false
  var isItalic = false
  var isUnderlined = false
  var colour: Colour?

  static let plain = Ink()
  static let bold = Ink(isBold: true)
  static let dim = Ink(isDim: true)
  static let good = Ink(colour: .green)
  static let bad = Ink(colour: .red)
  static let doubtful = Ink(colour: .yellow)
  static let code = Ink(colour: .cyan)

  static func coloured(_ colour: Colour) -> Ink { Ink(isBold: true, colour: colour) }

  /// The text between the sequences that switch the look on and off.
  func paint(_ text: String) -> String {
    var codes: [String] = []
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isItalic { codes.append("3") }
    if isUnderlined { codes.append("4") }
    if let colour { codes.append("\(colour.rawValue)") }
    guard !codes.isEmpty, text.contains(where: { $0 != " " }) else { return text }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}

extension Style {
  /// The text in an ink, if colours may be used.
  func paint(_ text: String, _ ink: Ink) -> String {
    colour ? ink.paint(text) : text
  }
}
