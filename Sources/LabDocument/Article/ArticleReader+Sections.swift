// What becomes of a section when its last line has been read.
extension ArticleReader {
  mutating func finishSection() {
    let elements =
      section.hints.isEmpty
      ? section.elements : resolveHints(in: section.elements, ClaimReference(section.claims))
    guard let heading = section.heading else {
      introduction = elements
      return
    }
    guard section.isStep else {
      sections.append(
        .reading(
          ReadingSection(title: heading.title, line: heading.position.line, elements: elements)))
      return
    }
    let comment = section.comment
    sections.append(
      .step(
        Step(
          id: id(of: heading, comment), title: heading.title, line: heading.position.line,
          points: comment?.points ?? 1, bonus: comment?.bonus ?? 0,
          timeout: comment?.timeout ?? .seconds(30),
          isExercise: comment?.isExercise == true || section.hasSolution,
          isOptional: comment?.isOptional ?? false,
          diagnosisLevel: comment?.diagnosisLevel ?? .cause, elements: elements)))
  }

  private mutating func id(of heading: OpenSection.Heading, _ comment: StepComment?) -> String {
    let (id, position) = comment?.id ?? (heading.slug, heading.position)
    if id.isEmpty {
      log.error(
        position,
        "the heading has no letter to make the step's id of; write `<!-- netlab: id=NAME -->` "
          + "under it")
    } else if let line = ids[id] {
      log.error(
        position,
        "the id `\(id)` is the one of the step on line \(line) already; write another: `id=\(id)-2`"
      )
    } else {
      ids[id] = heading.position.line
    }
    return id
  }

  private func resolveHints(in elements: [Element], _ claims: ClaimReference) -> [Element] {
    elements.map { element in
      switch element {
      case .hint(var hint):
        guard let pending = section.hints[hint.line] else { return element }
        let lines = claims.lines(of: pending.words)
        if lines.isEmpty { reportUnfit(pending, claims) }
        hint.condition = pending.fails ? .fails(claims: lines) : .holds(claims: lines)
        return .hint(hint)
      case .solution(var solution):
        solution.elements = resolveHints(in: solution.elements, claims)
        return .solution(solution)
      case .instructors(let inner):
        return .instructors(resolveHints(in: inner, claims))
      case .prose, .console, .file, .expect, .question:
        return element
      }
    }
  }

  private func reportUnfit(_ hint: OpenSection.PendingHint, _ claims: ClaimReference) {
    let verb = hint.fails ? "fails" : "holds"
    if let near = claims.nearest(to: hint.words) {
      log.error(
        hint.position,
        "no claim of this step begins with \"\(hint.words)\"; write `If \"\(near)\" \(verb)`")
    } else {
      log.error(
        hint.position,
        "no claim of this step begins with \"\(hint.words)\"; write a claim in an `expect` block")
    }
  }
}
