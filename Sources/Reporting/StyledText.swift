/// Letters with their looks, to be broken into lines.
struct StyledText {
  private struct Glyph {
    var character: Character
    var width: Int
    var ink: Ink
  }

  /// The paragraphs between forced line breaks.
  private var paragraphs: [[Glyph]] = [[]]

  var isEmpty: Bool { paragraphs.allSatisfy(\.isEmpty) }

  /// The columns of the longest paragraph.
  var width: Int {
    paragraphs.map { $0.reduce(0) { $0 + $1.width } }.max() ?? 0
  }

  /// The letters alone.
  var plain: String {
    paragraphs.map { String($0.map(\.character)) }.joined(separator: " ")
  }

  mutating func append(_ text: String, _ ink: Ink = .plain) {
    for character in VisibleText.line(text.replacing("\t", with: " ")) {
      paragraphs[paragraphs.count - 1].append(
        Glyph(character: character, width: DisplayWidth.of(character), ink: ink))
    }
  }

  /// Goes on with another text.
  mutating func append(_ text: StyledText) {
    paragraphs[paragraphs.count - 1] += text.paragraphs[0]
    paragraphs += text.paragraphs.dropFirst()
  }

  mutating func breakLine() { paragraphs.append([]) }

  /// The text in lines of at most so many columns, without trailing blanks.
  func lines(width: Int, style: Style) -> [String] {
    paragraphs.flatMap { Self.wrap($0, width: max(2, width)) }
      .map { Self.paint($0, style: style) }
  }

  private static func wrap(_ glyphs: [Glyph], width: Int) -> [ArraySlice<Glyph>] {
    var lines: [ArraySlice<Glyph>] = []
    var start = skipBlanks(glyphs, from: 0)
    var used = 0
    // The end of the line, and the start of the next one, if it is broken at the last chance.
    var chance: (end: Int, next: Int)?
    var index = start
    while index < glyphs.count {
      let glyph = glyphs[index]
      if glyph.character == " " {
        chance = (index, skipBlanks(glyphs, from: index))
      } else if glyph.width == 2, index > start, glyphs[index - 1].character != " " {
        // East Asian text may break between any two letters, but not before a full stop.
        if !"、。，．：；！？」』）】".contains(glyph.character) { chance = (index, index) }
      }
      if used + glyph.width > width, index > start {
        let (end, next) = chance ?? (index, index)
        lines.append(glyphs[start..<end])
        start = next
        index = next
        used = 0
        chance = nil
        continue
      }
      used += glyph.width
      index += 1
      if glyph.width == 2, index < glyphs.count, glyphs[index].width == 1,
        glyphs[index].character.isLetter
      {
        chance = (index, index)
      }
    }
    if start < glyphs.count || lines.isEmpty { lines.append(glyphs[start...]) }
    return lines
  }

  private static func skipBlanks(_ glyphs: [Glyph], from start: Int) -> Int {
    var index = start
    while index < glyphs.count, glyphs[index].character == " " { index += 1 }
    return index
  }

  private static func paint(_ glyphs: ArraySlice<Glyph>, style: Style) -> String {
    var glyphs = glyphs
    while glyphs.last?.character == " " { glyphs.removeLast() }
    var line = ""
    var run = ""
    var ink = Ink.plain
    for glyph in glyphs {
      if glyph.ink != ink {
        line += style.paint(run, ink)
        run = ""
        ink = glyph.ink
      }
      run.append(glyph.character)
    }
    return line + style.paint(run, ink)
  }
}
