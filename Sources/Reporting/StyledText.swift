/// Letters with their looks, to be broken into lines.
struct StyledText {
  private struct Glyph {
    var character: Character
    var width: Int
    var ink: Ink
  }

  /// The paragraphs between forced line breaks.
  private var paragraphs: [[Glyph]] = [[]]
  /// Whether the next letter comes from another line of the source.
  private var isContinued = false

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
      let glyph = Glyph(character: character, width: DisplayWidth.of(character), ink: ink)
      finishLine(before: glyph)
      paragraphs[paragraphs.count - 1].append(glyph)
    }
  }

  private mutating func finishLine(before glyph: Glyph?) {
    guard isContinued else { return }
    isContinued = false
    let last = paragraphs.count - 1
    guard !Self.isSeamless(paragraphs[last].last, glyph) else { return }
    paragraphs[last].append(Glyph(character: " ", width: 1, ink: .plain))
  }

  /// Goes on with another text.
  mutating func append(_ text: StyledText) {
    finishLine(before: text.paragraphs[0].first)
    paragraphs[paragraphs.count - 1] += text.paragraphs[0]
    paragraphs += text.paragraphs.dropFirst()
  }

  mutating func breakLine() { paragraphs.append([]) }

  /// Goes on behind the end of a source line: a blank, which East Asian text does not want.
  mutating func continueLine() { isContinued = true }

  private static func isSeamless(_ left: Glyph?, _ right: Glyph?) -> Bool {
    guard let left, let right else { return false }
    return isEastAsian(left) && isEastAsian(right) || isFullStop(left) || isFullStop(right)
  }

  private static func isEastAsian(_ glyph: Glyph) -> Bool {
    glyph.width == 2
      && glyph.character.unicodeScalars.allSatisfy { !$0.properties.isEmojiPresentation }
  }

  /// Punctuation of full width, which has its blank inside.
  private static func isFullStop(_ glyph: Glyph) -> Bool {
    glyph.width == 2
      && glyph.character.unicodeScalars.allSatisfy { scalar in
        (0x3001...0x3003).contains(scalar.value) || (0x3008...0x3011).contains(scalar.value)
          || (0xFF01...0xFF0F).contains(scalar.value) || (0xFF1A...0xFF20).contains(scalar.value)
      }
  }

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
        // East Asian text may break between any two letters, but not before a full stop, nor behind
        // a mark that opens something.
        if !closing.contains(glyph.character), !opening.contains(glyphs[index - 1].character) {
          chance = (index, index)
        }
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
        glyphs[index].character.beginsWord,
        !opening.contains(glyph.character)
      {
        chance = (index, index)
      }
    }
    if start < glyphs.count || lines.isEmpty { lines.append(glyphs[start...]) }
    return lines
  }

  private static let closing: Set<Character> = Set("、。，．：；！？」』）】》〉")
  private static let opening: Set<Character> = Set("「『（【《〈“‘(")

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

extension Character {
  /// Whether a line may begin with it behind East Asian text; `\`` begins what is code.
  fileprivate var beginsWord: Bool { isLetter || isNumber || "`“‘".contains(self) }
}
