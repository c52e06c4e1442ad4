/// What a lab runs and claims, without its prose and its outputs: two files that have the same outline
/// are the same lab to a run.
public struct LabOutline: Hashable, Sendable {
  public private(set) var lines: [String] = []

  public init(_ lab: Lab) {
    lines.append("lab \(lab.title)")
    for section in lab.sections {
      switch section {
      case .reading(let reading):
        add(reading.elements)
      case .step(let step):
        lines.append("step \(step.id): \(step.title)")
        add(step.elements)
      }
    }
  }

  private mutating func add(_ elements: [Element]) {
    for element in elements {
      switch element {
      case .console(let block):
        lines.append("console \(block.role)")
        for entry in block.entries { add(entry) }
      case .file(let file):
        lines.append("file \(file.path): \(file.contents)")
      case .expect(let block):
        lines.append("expect \(block.isKeep)")
        for group in block.claims {
          lines.append(
            group.alternatives.map { "claim \($0.placeText): \($0.text)" }.joined(separator: " or ")
          )
        }
      case .solution(let solution):
        lines.append("solution")
        add(solution.elements)
      case .question(let question):
        lines.append("question \(question.text): \(question.options) \(question.answer)")
      case .hint(let hint):
        lines.append("hint \(hint.body.markdown)")
      case .prose, .instructors:
        break
      }
    }
  }

  private mutating func add(_ entry: ConsoleEntry) {
    switch entry {
    case .command(let command):
      lines.append("\(command.place) \(command.expectedStatus)$ \(command.command)")
    case .enter(let target): lines.append("enter \(target.target)")
    case .leave: lines.append("leave")
    case .comment(let text, _): lines.append("# \(text)")
    }
  }
}

extension Lab {
  /// The transcripts of the lab that run, in the order of the document.
  public var transcripts: [ConsoleBlock] {
    steps.flatMap { $0.elements.flatMap(\.transcripts) }
  }
}

extension Element {
  /// The transcripts of an element that run.
  public var transcripts: [ConsoleBlock] {
    switch self {
    case .console(let block): block.role == .example ? [] : [block]
    case .solution(let solution): solution.elements.flatMap(\.transcripts)
    case .file, .expect, .prose, .hint, .question, .instructors: []
    }
  }
}

extension ConsoleBlock {
  public var commands: [ConsoleCommand] {
    entries.compactMap { if case .command(let command) = $0 { command } else { nil } }
  }
}
