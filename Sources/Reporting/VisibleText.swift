/// Makes text from inside a lab safe to show: what a terminal would obey becomes visible.
///
/// Colours stay, and end with their line. Text may come in pieces that are cut anywhere.
public struct VisibleText: Sendable {
  /// Who reads the text.
  public enum Form: Hashable, Sendable {
    /// A terminal, on which a progress line may write over itself.
    case terminal(colour: Bool)
    /// A file or a log, whose own commands (`::error::`) are broken; without colours.
    case plain
    /// A page, which shows each state of a line that is written over; without colours.
    case page
  }

  private let form: Form
  /// An escape sequence or a carriage return of which more may come.
  private var pending: [Unicode.Scalar] = []
  private var isColoured = false
  private var log = LogText()

  /// A filter for a text that begins.
  public init(_ form: Form) {
    self.form = form
  }

  /// The visible form of a whole text.
  public static func of(_ text: String, _ form: Form = .plain) -> String {
    var filter = VisibleText(form)
    return filter.feed(text) + filter.finish()
  }

  /// What can be shown after one more piece.
  public mutating func feed(_ piece: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in piece.unicodeScalars { take(scalar, &output) }
    return finished(String(output))
  }

  /// What is left to show when the text has ended.
  public mutating func finish() -> String {
    var output = String.UnicodeScalarView()
    if pending.first != "\r" { showPending(&output) }
    pending = []
    endColour(&output)
    return finished(String(output)) + (form == .plain ? log.finish() : "")
  }

  private mutating func finished(_ text: String) -> String {
    form == .plain ? log.feed(text) : text
  }

  private mutating func take(_ scalar: Unicode.Scalar, _ output: inout String.UnicodeScalarView) {
    switch pending.first {
    case nil:
      break
    case "\r":
      pending = []
      if scalar != "\n" { returnCarriage(&output) }
    default:
      if continueEscape(scalar, &output) { return }
    }
    switch scalar {
    case "\u{1B}", "\r":
      pending = [scalar]
    case "\n":
      endColour(&output)
      output.append(scalar)
    case "\t":
      output.append(scalar)
    default:
      output.append(contentsOf: Self.visible(scalar))
    }
  }

  /// Takes the scalar if it goes on with the escape sequence.
  private mutating func continueEscape(
    _ scalar: Unicode.Scalar, _ output: inout String.UnicodeScalarView
  ) -> Bool {
    if pending.count == 1 {
      guard scalar == "[" else {
        showPending(&output)
        return false
      }
      pending.append(scalar)
      return true
    }
    switch scalar.value {
    case 0x20...0x3F where pending.count < 64:
      pending.append(scalar)
      return true
    case 0x40...0x7E:
      pending.append(scalar)
      if let colours = ColourSequence(pending) {
        if form == .terminal(colour: true) {
          output.append(contentsOf: colours.text.unicodeScalars)
          isColoured = !colours.isReset
        }
        pending = []
      } else {
        showPending(&output)
      }
      return true
    default:
      showPending(&output)
      return false
    }
  }

  private mutating func showPending(_ output: inout String.UnicodeScalarView) {
    for scalar in pending { output.append(contentsOf: Self.visible(scalar)) }
    pending = []
  }

  /// Begins the line anew; a log or a page shows each state of it.
  private mutating func returnCarriage(_ output: inout String.UnicodeScalarView) {
    endColour(&output)
    let isTerminal = if case .terminal = form { true } else { false }
    output.append(contentsOf: (isTerminal ? "\r\u{1B}[K" : "\n").unicodeScalars)
  }

  private mutating func endColour(_ output: inout String.UnicodeScalarView) {
    if isColoured { output.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
    isColoured = false
  }

  /// The scalar itself, or a picture or number of what would not be seen.
  static func visible(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    switch scalar.value {
    case 0x00...0x1F:
      var picture = String.UnicodeScalarView()
      if let symbol = Unicode.Scalar(0x2400 + scalar.value) { picture.append(symbol) }
      return picture
    case 0x7F:
      return "\u{2421}".unicodeScalars
    // C1 controls, and what turns the direction of text or breaks lines.
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
      return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
    default:
      return String.UnicodeScalarView([scalar])
    }
  }

  /// The visible form of a text that stands on one line, such as a title.
  static func line(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { output.append(contentsOf: visible(scalar)) }
    return String(output)
  }
}
