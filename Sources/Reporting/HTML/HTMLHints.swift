import Diagnosis
import LabDocument
import LabResults

/// The hints of a part: open where the run came to what they are for, folded where they are asked for.
struct HTMLHints {
  let part: Part
  let step: HTMLStep
  let isBroken: Bool

  func text() -> String {
    part.elements.map { element in
      guard case .hint(let hint) = element else { return "" }
      switch hint.condition {
      case .always:
        return isBroken || hasProblem ? fold(hint, isOpen: false) : ""
      case .fails(let lines):
        return applies(lines, .failed) ? fold(hint, isOpen: true) : ""
      case .holds(let lines):
        return hasProblem && applies(lines, .passed) ? fold(hint, isOpen: true) : ""
      case .cause(let cause):
        let isNamed = step.result.claims.contains { $0.diagnosis?.cause?.rawValue == cause }
        return isNamed && hasProblem ? fold(hint, isOpen: true) : ""
      }
    }.joined()
  }

  private var lines: Set<Int> {
    Set(
      part.elements.flatMap { element -> [Int] in
        if case .expect(let block) = element { block.claims.map(\.line) } else { [] }
      })
  }

  private var hasProblem: Bool {
    step.result.claims.contains { lines.contains($0.line) && $0.outcome.isProblem }
  }

  private func applies(_ lines: [Int], _ outcome: Outcome) -> Bool {
    step.result.claims.contains { lines.contains($0.line) && $0.outcome == outcome }
  }

  private func fold(_ hint: Hint, isOpen: Bool) -> String {
    "<details class=\"fold hint\"\(isOpen ? " open" : "")>\n"
      + "<summary\(step.article.own)>Hint</summary>\n"
      + step.article.markdown.blocks(hint.body.markdown) + "</details>\n"
  }
}
