/// Breaks what a continuous integration's runner would take for its own commands.
struct LogText: Sendable {
  private var line = ""
  private var isContinued = false
  /// So much of a line is looked at together.
  private static let limit = 8192

  /// The harmless form of a whole text.
  static func of(_ text: String) -> String {
    var log = LogText()
    return log.feed(text) + log.finish()
  }

  /// What can be shown after one more piece.
  mutating func feed(_ piece: String) -> String {
    var output = ""
    for part in piece.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0 {
        output += flush() + "\n"
        isContinued = false
      }
      line += part.element
      if line.utf8.count > Self.limit {
        // A command could lie across the cut: marks at the end wait for what follows.
        let held = String(line.reversed().prefix { "#:".contains($0) }.prefix(4).reversed())
        line.removeLast(held.count)
        output += flush()
        isContinued = true
        line = held
      }
    }
    return output
  }

  /// What is left to show when the text has ended.
  mutating func finish() -> String {
    let rest = flush()
    isContinued = false
    return rest
  }

  private mutating func flush() -> String {
    defer { line = "" }
    guard line.utf8.contains(UInt8(ascii: "#")) || line.utf8.contains(UInt8(ascii: ":")) else {
      return line
    }
    var text = line.replacing("##[", with: "##\\[").replacing("##vso[", with: "##\\vso[")
    if !isContinued, let command = Self.commandStart(text) {
      text.insert("\\", at: command)
    }
    return text
  }

  /// Where `::name` begins, if the line begins with it; `::1` is an address.
  private static func commandStart(_ line: String) -> String.Index? {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix("::") else { return nil }
    let name = text.dropFirst(2).prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
    return name.contains { !$0.isHexDigit } ? text.startIndex : nil
  }
}
