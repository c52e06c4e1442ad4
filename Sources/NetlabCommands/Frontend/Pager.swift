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
    case goOn, goToEnd, shell, quit
  }

  /// The screen is fresh: nothing on it is unread.
  func startScreen() {
    rows = 0
  }

  /// Writes text; with pauses, never more than a screen before a key.
  ///
  /// - Returns: `false` when standard output is gone.
  func show(_ text: String, pausing: Bool) async -> Bool {
    do {
      guard pausing else {
        try Output.write(text)
        rows += text.utf8.count { $0 == 10 }
        return true
      }
      let height = max(4, Terminal.size.rows - 2)
      var rest = text
      while !rest.isEmpty {
        let (piece, left) = ScreenSplitter.cut(rest, room: height - rows, height: height, width: style.width)
        try Output.write(piece)
        rows += ScreenSplitter.rows(of: piece, width: style.width)
        rest = left
        if !rest.isEmpty {
          if await key("— more: Enter —") == nil { return false }
          rows = 0
        }
      }
      return true
    } catch {
      return false
    }
  }

  /// Asks until an answer comes that is one.
  func ask(_ question: String) async -> Answer {
    while true {
      let key = await key(question)
      rows = 0
      switch key {
      case 10, 13, UInt8(ascii: " "): return .goOn
      case UInt8(ascii: "s"): return .goToEnd
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
