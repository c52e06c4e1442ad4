import LabRuntime
import Reporting

/// Shows text screen by screen, and asks for keys.
actor Pager {
  private let style: Style
  /// Rows shown since the person last pressed a key.
  private var rows = 0

  init(style: Style) {
    self.style = style
  }

  /// What a person may answer at a part's beginning.
  enum Answer {
    case goOn, goToEnd, picture, shell, quit
  }

  /// The screen is fresh: nothing on it is unread.
  func startScreen() {
    rows = 0
  }

  /// How a text was taken.
  enum Reception: Equatable {
    case read
    /// The person wants no more pauses; this is what is left to show.
    case toEnd(String)
    /// The person, or standard output, is gone.
    case stopped
  }

  /// Whether a text can be added without moving anything off the screen.
  func hasRoom(for text: String) -> Bool {
    rows + ScreenSplitter.rows(of: text, width: style.width) <= height
  }

  /// Writes text; with pauses, never more than a screen before a key.
  func show(_ text: String, pausing: Bool) async -> Reception {
    do {
      var rest = text
      while pausing, !hasRoom(for: rest) {
        let (piece, left) = ScreenSplitter.cut(
          rest, room: height - rows, height: height, width: style.width)
        try Output.write(piece)
        rest = left
        switch await key("— more: Enter goes on · s to the end · q quits —") {
        case UInt8(ascii: "q"), 4, nil: return .stopped
        case UInt8(ascii: "s"): return .toEnd(rest)
        default: rows = 0
        }
      }
      try Output.write(rest)
      rows += ScreenSplitter.rows(of: rest, width: style.width)
      return .read
    } catch {
      Output.complain(aboutLoss: error)
      return .stopped
    }
  }

  /// Two rows are left for the question and the cursor.
  private var height: Int { max(4, Terminal.size.rows - 2) }

  /// Asks until an answer comes that is one.
  func ask(_ question: String) async -> Answer {
    while true {
      let key = await key(question)
      rows = 0
      switch key {
      case 10, 13, UInt8(ascii: " "): return .goOn
      case UInt8(ascii: "s"): return .goToEnd
      case UInt8(ascii: "g"): return .picture
      case UInt8(ascii: "!"): return .shell
      case UInt8(ascii: "q"), 4, nil: return .quit
      default: continue
      }
    }
  }

  /// Shows a line at the bottom while it waits for a key.
  private func key(_ line: String) async -> UInt8? {
    try? Output.write(style.colour ? "\u{1B}[2m\(line)\u{1B}[0m" : line)
    let key = await Terminal.key()
    try? Output.write("\r\u{1B}[K")
    return key
  }
}
