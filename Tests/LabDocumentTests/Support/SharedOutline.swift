import Foundation

@testable import LabDocument

/// What a lab and its translation have in common: all but the prose, in the order of the document.
struct SharedOutline {
  struct Item {
    var text: String
    /// The line of the file.
    var line: Int
  }

  private(set) var items: [Item] = []

  init(_ lab: Lab) {
    add("needs \(lab.needs) after \(lab.after)", 1)
    add("minutes \(lab.minutes ?? 0) limit \(lab.limit)", 1)
    add("world \(lab.world)", 1)
    for variable in lab.variables { add("variable \(variable.name) \(variable.choices)", 1) }
    add(lab.introduction)
    for section in lab.sections {
      switch section {
      case .reading(let reading):
        add("a section to read", reading.line)
        add(reading.elements)
      case .step(let step):
        let keys =
          "points=\(step.points) bonus=\(step.bonus) timeout=\(step.timeout) "
          + "why=\(step.diagnosisLevel.rawValue)" + (step.isExercise ? " exercise" : "")
          + (step.isOptional ? " optional" : "")
        add("step id=\(step.id) \(keys)", step.line)
        claims = step.claimTexts
        add(step.elements)
      }
    }
  }

  /// The first thing that differs, as a sentence that names both files and lines; `nil` if nothing does.
  static func difference(of translation: Lab, from original: Lab) -> String? {
    let (left, right) = (SharedOutline(translation).items, SharedOutline(original).items)
    for index in 0..<max(left.count, right.count) {
      let (item, wanted) = (left.at(index), right.at(index))
      if item?.text == wanted?.text { continue }
      let line = item?.line ?? left.last?.line ?? 1
      return """
        \(translation.file):\(line): here is
          \(item?.text ?? "the end")
        and in \(original.file):\(wanted?.line ?? right.last?.line ?? 1)
          \(wanted?.text ?? "the end")
        """
    }
    return nil
  }

  /// The claims of the step by their lines, to which hints refer.
  private var claims: [Int: String] = [:]

  private mutating func add(_ text: String, _ line: Int) {
    items.append(Item(text: text, line: line))
  }

  private mutating func add(_ elements: [Element]) {
    for element in elements { add(element) }
  }

  private mutating func add(_ element: Element) {
    switch element {
    case .prose: break
    case .console(let block):
      add("console \(block.role.rawValue)", block.line)
      for entry in block.entries { add(entry) }
    case .file(let file):
      add("\(file.language) file=\(file.path)\n\(file.contents)", file.line)
    case .expect(let block):
      add("expect\(block.isKeep ? " keep" : "")", block.line)
      for group in block.claims {
        for claim in group.alternatives { add("claim \(claim.wholeText)", claim.line) }
      }
    case .hint(let hint):
      add("hint \(condition(of: hint))", hint.line)
    case .solution(let solution):
      add("solution", solution.line)
      add(solution.elements)
    case .question(let question):
      add(
        "question with \(question.options.count) options, answer \(question.answer)", question.line)
    case .instructors(let elements):
      add("for instructors", items.last?.line ?? 1)
      add(elements)
    }
  }

  private func condition(of hint: Hint) -> String {
    switch hint.condition {
    case .always: "always"
    case .fails(let lines): "if \(lines.map { claims[$0] ?? "?" }) fails"
    case .holds(let lines): "if \(lines.map { claims[$0] ?? "?" }) holds"
    case .cause(let id): "if \(id)"
    }
  }

  private mutating func add(_ entry: ConsoleEntry) {
    switch entry {
    case .command(let command):
      add("\(command.prompt)\(command.source) [exit \(command.expectedStatus)]", command.line)
      for (index, output) in command.expectedOutput.enumerated() {
        let line = command.outputLines.at(index) ?? command.line
        switch output {
        case .anyLines: add("output ...", line)
        case .text(let text): add("output \(text)", line)
        }
      }
    case .enter(let entry): add(entry.prompt + entry.source, entry.line)
    case .leave(let line, let prompt): add(prompt + "exit", line)
    case .comment(let text, let line):
      // Words for the reader may be translated; this one is for `prove`.
      if text.hasPrefix("unguarded:") { add("# unguarded", line) }
    }
  }
}

extension Step {
  fileprivate var claimTexts: [Int: String] {
    var texts: [Int: String] = [:]
    for case .expect(let block) in elements {
      for claim in block.claims.flatMap(\.alternatives) { texts[claim.line] = claim.wholeText }
    }
    return texts
  }
}

extension Claim {
  fileprivate var wholeText: String {
    let waiting = [within.map { ", within \($0)" }, stays.map { ", stays \($0)" }]
    return "\(placeText): \(text)" + waiting.compactMap { $0 }.joined()
      + (holdsBefore ? "  # holds before" : "")
  }
}

extension Array {
  fileprivate func at(_ index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
