import LabDocument
import LabResults
import NetworkState

/// The pieces of an article as a learner sees them, in lines.
struct ArticleLayout: Sendable {
  var style: Style
  var lab: Lab
  private let colours: PlaceColours

  init(lab: Lab, style: Style) {
    self.lab = lab
    self.style = style
    colours = PlaceColours(lab)
  }

  var markdown: MarkdownRenderer { MarkdownRenderer(style: style) }

  // MARK: - Headings

  /// The lab's title, underlined.
  func title() -> [String] {
    let text = markdown.text(ofLine: lab.title, ink: .bold)
    let rule = String(repeating: "═", count: min(text.width, style.proseWidth))
    return text.lines(width: style.proseWidth, style: style) + [style.paint(rule, .dim)]
  }

  /// A step's title and, at the right, where in the lab it stands.
  func heading(_ step: Step) -> [String] {
    var note = "step \(number(of: step.id)) of \(lab.steps.count)"
    if step.isExercise { note += " · exercise" }
    if step.isOptional { note += " · optional" }
    return heading(step.title, note: note)
  }

  func heading(_ reading: ReadingSection) -> [String] {
    heading(reading.title, note: "")
  }

  /// The place of a step in its lab, counted from 1.
  func number(of id: String) -> Int {
    (lab.steps.firstIndex { $0.id == id } ?? -1) + 1
  }

  private func heading(_ title: String, note: String) -> [String] {
    let width = style.proseWidth
    let text = markdown.text(ofLine: title, ink: .bold)
    let rule = style.paint(String(repeating: "─", count: width), .dim)
    if note.isEmpty { return text.lines(width: width, style: style) + [rule] }
    guard text.width + note.count + 2 <= width else {
      return text.lines(width: width, style: style)
        + self.text(note, .dim).lines(width: width, style: style) + [rule]
    }
    let gap = String(repeating: " ", count: width - text.width - note.count)
    return [text.lines(width: width, style: style)[0] + gap + style.paint(note, .dim), rule]
  }

  // MARK: - Reading

  func prose(_ prose: Prose, indent: Int = 0) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    return markdown.lines(prose.markdown, width: style.proseWidth - indent)
      .map { $0.isEmpty ? "" : blanks + $0 }
  }

  /// The question and its options, numbered as the answer names them.
  func question(_ question: Question) -> [String] {
    var text = StyledText()
    text.append("Question: ", .coloured(.magenta))
    text.append(markdown.text(ofLine: question.text, ink: .bold))
    var lines = text.lines(width: style.proseWidth, style: style)
    if let body = question.body { lines += [""] + prose(body, indent: 2) }
    lines.append("")
    for (index, option) in question.options.enumerated() {
      lines += hanging("  \(index + 1). ", .bold, markdown.text(ofLine: option))
    }
    return lines
  }

  /// The answer and why it is right.
  func answer(_ question: Question) -> [String] {
    // Authors write the number again, as the article needs it: **2.** …
    let isNamed = question.explanation.markdown.hasPrefix("**\(question.answer).")
    let head = isNamed ? "Answer" : "Answer: \(question.answer)."
    return [style.paint(head, .coloured(.magenta))] + prose(question.explanation, indent: 2)
  }

  func hint(_ hint: Hint) -> [String] {
    [style.paint("Hint", .coloured(.yellow))] + prose(hint.body, indent: 2)
  }

  /// A text behind a mark, its further lines set in as far as the mark is long.
  func hanging(_ mark: String, _ ink: Ink, _ text: StyledText) -> [String] {
    let indent = DisplayWidth.of(mark)
    let lines = text.lines(width: style.proseWidth - indent, style: style)
    let blanks = String(repeating: " ", count: indent)
    return lines.enumerated().map { number, line in
      number == 0 ? style.paint(mark, ink) + line : line.isEmpty ? "" : blanks + line
    }
  }

  /// A message in its own lines, wrapped and set in behind a mark or blanks.
  func message(_ message: String, ink: Ink, mark: String) -> [String] {
    let blanks = String(repeating: " ", count: DisplayWidth.of(mark))
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { number, line in
      hanging(number == 0 ? mark : blanks, ink, text(String(line), ink))
    }
  }

  /// A line that stands for what is folded.
  func folded(_ title: String) -> [String] {
    hanging("▸ ", .dim, text(title, .dim))
  }

  private func text(_ string: String, _ ink: Ink) -> StyledText {
    var text = StyledText()
    text.append(string, ink)
    return text
  }

  // MARK: - Commands

  /// The prompt of a place: `host $ ` on hosts, `netns0 # ` in namespaces.
  func prompt(_ place: Place) -> String {
    let mark = if case .host = place { "$" } else { "#" }
    return style.paint(place.description, colours.ink(of: place)) + style.paint(" \(mark) ", .dim)
  }

  /// A command behind its prompt; further lines of it behind `> `.
  func command(_ text: String, place: Place) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let indent = String(repeating: " ", count: DisplayWidth.of(place.description) + 1)
    return lines.enumerated().map { number, line in
      let front = number == 0 ? prompt(place) : indent + style.paint("> ", .dim)
      return front + style.paint(VisibleText.of(String(line), .terminal(colour: false)), .bold)
    }
  }

  func comment(_ text: String) -> String {
    style.paint("# " + VisibleText.line(text), .dim)
  }

  /// A file that the lab writes, with what is in it.
  func file(_ file: FileBlock) -> [String] {
    var text = StyledText()
    text.append("write ", .dim)
    text.append(file.path, .bold)
    return text.lines(width: style.width, style: style) + MarkdownRenderer.indented(file.contents)
  }

  /// A claim's place and text, the place in its colour.
  func claim(place: String, text: String) -> StyledText {
    var line = StyledText()
    let verb = text.prefix { $0.isLetter }
    if !place.isEmpty {
      line.append(place, colours.ink(named: place))
      line.append(verb == "exists" || verb == "absent" ? " " : ": ")
    }
    line.append(text)
    return line
  }

  /// What came of a claim, with the message and the diagnosis below it if it did not pass.
  func claim(_ result: ClaimResult, why level: DiagnosisLevel) -> [String] {
    var text = claim(place: result.place, text: result.claim)
    if result.isKeep { text.append("  (must stay so)", .dim) }
    var lines = hanging("  \(result.outcome.mark) ", result.outcome.ink, text)
    if let message = result.message, result.outcome != .passed {
      lines += self.message(message, ink: result.outcome.ink, mark: "      ")
    }
    if let diagnosis = result.diagnosis {
      lines += DiagnosisLayout(layout: self, level: level).lines(diagnosis)
    }
    return lines
  }
}
