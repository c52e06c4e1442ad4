/// Cuts a rendered text into screens for reading one at a time.
public enum ScreenSplitter {
  /// Pieces of at most so many rows, cut in front of a paragraph or a command where one is near.
  ///
  /// Blank lines at a cut are left out; a line wider than the screen counts as its rows.
  public static func screens(of text: String, height: Int, width: Int) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    while lines.last?.isEmpty == true { lines.removeLast() }
    var screens: [String] = []
    while !lines.isEmpty {
      lines = lines.drop { $0.isEmpty }
      let count = fitting(lines, height: max(1, height), width: max(1, width))
      let end =
        count == lines.count
        ? lines.endIndex : border(lines, upTo: lines.startIndex + count)
      var screen = lines[..<end]
      while screen.last?.isEmpty == true { screen.removeLast() }
      if !screen.isEmpty { screens.append(screen.map { $0 + "\n" }.joined()) }
      lines = lines[end...]
    }
    return screens
  }

  /// How many lines have room; at least one.
  private static func fitting(_ lines: ArraySlice<String>, height: Int, width: Int) -> Int {
    var rows = 0
    var count = 0
    for line in lines {
      rows += self.rows(ofLine: line, width: width)
      if rows > height { break }
      count += 1
    }
    return max(1, count)
  }

  private static func rows(ofLine line: String, width: Int) -> Int {
    max(1, (DisplayWidth.of(bare(line)) + width - 1) / max(1, width))
  }

  /// The best place for a cut at or above an index: the lowest in the screen's lower half.
  private static func border(_ lines: ArraySlice<String>, upTo end: Int) -> Int {
    let middle = lines.startIndex + (end - lines.startIndex) / 2
    let candidates = (max(lines.startIndex + 1, middle)...end).reversed()
    let paragraphs = candidates.first { index in
      lines[index - 1].isEmpty && !isHeading(lines[..<index])
        || index < lines.endIndex && lines[index].isEmpty && !isHeading(lines[..<index])
    }
    let command = candidates.first { $0 < lines.endIndex && isPrompt(lines[$0]) }
    return [paragraphs, command].compactMap(\.self).max() ?? end
  }

  /// Whether the lines end with a heading, which must not stand alone at the end of a screen.
  private static func isHeading(_ lines: ArraySlice<String>) -> Bool {
    guard let last = lines.last(where: { !$0.isEmpty }) else { return false }
    return bare(last).hasPrefix("──")
  }

  /// Whether a line begins with a prompt, `netns0 # ` or `host $ `.
  private static func isPrompt(_ line: String) -> Bool {
    let words = bare(line).split(separator: " ", maxSplits: 2)
    return words.count == 3 && (words[1] == "#" || words[1] == "$")
  }

  /// The line without escape sequences.
  private static func bare(_ line: String) -> String {
    guard line.utf8.contains(0x1B) else { return line }
    return VisibleText.of(line, .terminal(colour: false))
  }
}

extension ScreenSplitter {
  /// The rows that a text takes on a screen of so many columns.
  public static func rows(of text: String, width: Int) -> Int {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.reduce(0) { $0 + rows(ofLine: String($1), width: width) }
  }

  /// What of a text still has room on a screen, and what is left for the next.
  ///
  /// - Parameters:
  ///   - room: The rows that are free on this screen.
  ///   - height: The rows of a whole screen, to see whether waiting for a fresh one helps.
  public static func cut(_ text: String, room: Int, height: Int, width: Int) -> (String, String) {
    if rows(of: text, width: width) <= room { return (text, "") }
    // A text that fits on one fresh screen is not torn for a few rows of this one.
    if room < height / 3 { return ("", text) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    let count = fitting(lines, height: room, width: max(1, width))
    let end = border(lines, upTo: lines.startIndex + min(count, lines.count))
    let piece = lines[..<end].map { $0 + "\n" }.joined()
    lines = lines[end...].drop { $0.isEmpty }
    return (piece, lines.joined(separator: "\n"))
  }
}
