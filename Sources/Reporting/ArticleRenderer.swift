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
      blocks += lab.introduction.flatMap { Self.blocks($0, layout: layout) }
    }
    for section in lab.sections {
      switch section {
      case .reading(let reading):
        guard id == nil else { continue }
        blocks.append(layout.heading(reading))
        blocks += reading.elements.flatMap { Self.blocks($0, layout: layout) }
      case .step(let step):
        guard id == nil || id == step.id else { continue }
        blocks.append(layout.heading(step))
        blocks += step.elements.flatMap { Self.blocks($0, layout: layout) }
      }
    }
    return text(blocks, style: style)
  }

  /// Some elements of a lab, such as those of a part.
  public static func render(_ elements: [Element], of lab: Lab, style: Style) -> String {
    let layout = ArticleLayout(lab: lab, style: style)
    return text(elements.flatMap { blocks($0, layout: layout) }, style: style)
  }

  static func text(_ blocks: [[String]], style: Style) -> String {
    let lines = blocks.filter { !$0.isEmpty }.joined(separator: [""])
    let text = lines.map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
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
      return block.isKeep ? [] : [block.claims.flatMap { claim($0, layout: layout) }]
    case .hint(let hint):
      let title =
        switch hint.condition {
        case .always: "Hint"
        case .fails, .holds, .cause: "Hint, shown when it helps"
        }
      return [layout.folded(title)]
    case .solution:
      return [layout.folded("Solution")]
    case .question(let question):
      return [layout.question(question), layout.folded("Answer")]
    case .instructors:
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
