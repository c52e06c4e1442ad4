import LabDocument
import NetworkState

/// Shows a lab as an article, without running it.
public enum ArticleRenderer {
  /// The whole lab, or one step of it; empty if there is no such step.
  public static func render(_ lab: Lab, step id: String?, style: Style) -> String {
    let layout = ArticleLayout(lab: lab, style: style)
    var blocks: [[String]] = []
    if id == nil {
      blocks.append(layout.title())
      blocks += Self.blocks(lab.introduction, layout: layout)
    }
    for section in lab.sections {
      switch section {
      case .reading(let reading):
        guard id == nil else { continue }
        blocks.append(layout.heading(reading))
        blocks += Self.blocks(reading.elements, layout: layout)
      case .step(let step):
        guard id == nil || id == step.id else { continue }
        blocks.append(layout.heading(step))
        blocks += Self.blocks(step.elements, layout: layout)
      }
    }
    return text(blocks, style: style)
  }

  /// Some elements of a lab, such as those of a part.
  public static func render(_ elements: [Element], of lab: Lab, style: Style) -> String {
    let layout = ArticleLayout(lab: lab, style: style)
    return text(blocks(elements, layout: layout), style: style)
  }

  static func text(_ blocks: [[String]], style: Style) -> String {
    let lines = blocks.filter { !$0.isEmpty }.joined(separator: [""])
    let text = lines.map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
  }

  private static func blocks(_ elements: [Element], layout: ArticleLayout) -> [[String]] {
    var blocks: [[String]] = []
    var hints: [Hint] = []
    for element in elements {
      if case .hint(let hint) = element {
        hints.append(hint)
        continue
      }
      blocks.append(folded(hints, layout: layout))
      hints = []
      blocks += self.blocks(element, layout: layout)
    }
    return blocks + [folded(hints, layout: layout)]
  }

  /// Hints that follow each other, in a line for each kind.
  private static func folded(_ hints: [Hint], layout: ArticleLayout) -> [String] {
    let asked = hints.count { $0.condition == .always }
    let told = hints.count - asked
    var lines: [String] = []
    if asked > 0 { lines += layout.folded(asked == 1 ? "Hint" : "\(asked) hints") }
    if told > 0 {
      lines += layout.folded(
        told == 1 ? "Hint, shown when it helps" : "\(told) hints, shown when they help")
    }
    return lines
  }

  private static func blocks(_ element: Element, layout: ArticleLayout) -> [[String]] {
    switch element {
    case .prose(let prose):
      return [layout.prose(prose)]
    case .console(let block):
      return block.role == .setup || block.role == .solution
        ? [] : [TranscriptLayout(layout).lines(block)]
    case .file(let file):
      return [layout.file(file)]
    case .expect(let block):
      return [block.claims.flatMap { claim($0, layout: layout) }]
    case .solution:
      return [layout.folded("Solution")]
    case .question(let question):
      return [layout.question(question), layout.folded("Answer")]
    case .hint, .instructors:
      return []
    }
  }

  private static func claim(_ group: ClaimGroup, layout: ArticleLayout) -> [String] {
    group.alternatives.enumerated().flatMap { number, claim in
      var text = StyledText()
      if number > 0 { text.append("or ", .dim) }
      text.append(layout.claim(place: claim.placeText, text: claim.text).plain, .dim)
      return layout.hanging(number == 0 ? "  · " : "    ", .dim, text)
    }
  }
}
