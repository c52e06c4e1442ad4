import LabDocument
import LabResults
import NetworkState

extension TerminalReport {
  /// Shows the readings in front of a step, or at the end of the lab.
  mutating func readSections(before id: String?, _ output: inout String) {
    guard let layout else { return }
    while shownSections < layout.lab.sections.count {
      switch layout.lab.sections[shownSections] {
      case .step(let step):
        shownSections += 1
        if step.id == id { return }
      case .reading(let reading):
        shownSections += 1
        write(layout.heading(reading), as: .reading, &output)
        for element in reading.elements { read(element, &output) }
      }
    }
  }

  /// Shows what of the part stands above the element that now runs, and takes that one too.
  ///
  /// Without such an element everything is shown.
  mutating func readUp(to isNext: (Element) -> Bool, _ output: inout String) {
    while !rest.isEmpty {
      let element = rest.removeFirst()
      if isNext(element) { return }
      if case .solution(let solution) = element {
        rest.insert(contentsOf: solution.elements, at: 0)
        if let layout { write([layout.style.paint("Solution", .bold)], as: .reading, &output) }
      } else {
        read(element, &output)
      }
    }
  }

  /// Shows what is only read; what runs is shown when it does.
  mutating func read(_ element: Element, _ output: inout String) {
    guard let layout else { return }
    switch element {
    case .prose(let prose):
      write(layout.prose(prose), as: .reading, &output)
    case .question(let question):
      write(layout.question(question), as: .reading, &output)
      unanswered.append(question)
    case .console(let block) where block.role == .example:
      write(TranscriptLayout(layout).lines(block), as: .reading, &output)
    case .console, .file, .expect, .hint, .solution, .instructors:
      break
    }
  }

  mutating func answerQuestions(_ output: inout String) {
    guard let layout else { return }
    for question in unanswered { write(layout.answer(question), as: .reading, &output) }
    unanswered = []
  }

  /// Shows the hints whose claims turned out as they say, or whose cause was named, if the part did
  /// not pass.
  mutating func giveHints(of part: Part, _ output: inout String) {
    guard let layout, claims.hasProblem else { return }
    for case .hint(let hint) in part.elements {
      let applies =
        switch hint.condition {
        case .fails(let lines): lines.contains { claims.outcomes[$0] == .failed }
        case .holds(let lines): lines.contains { claims.outcomes[$0] == .passed }
        case .cause(let id): claims.causes.contains(id)
        // These are asked for.
        case .always: false
        }
      if applies { write(layout.hint(hint), as: .reading, &output) }
    }
  }

  /// Ends a step; one that was not begun is named with others of its kind.
  mutating func finish(_ result: StepResult, _ output: inout String) {
    guard let layout else { return }
    let hasStarted = layout.lab.sections.prefix(shownSections).contains { section in
      if case .step(let step) = section { step.id == result.id } else { false }
    }
    if hasStarted {
      showUntold(result, &output)
    } else {
      untouched.append(result)
    }
  }

  /// Names the steps that were not begun, in one line.
  mutating func nameUntouchedSteps(_ output: inout String) {
    guard let layout, let first = untouched.first, let last = untouched.last else { return }
    let (from, to) = (layout.number(of: first.id), layout.number(of: last.id))
    var text = StyledText()
    if untouched.count == 1 {
      text.append("step \(from) of \(layout.lab.steps.count), ", .dim)
      text.append(layout.markdown.text(ofLine: first.title, ink: .dim))
      text.append(": \(first.outcome.rawValue)", .dim)
    } else {
      text.append("steps \(from) to \(to) of \(layout.lab.steps.count): skipped", .dim)
    }
    write(layout.hanging("- ", .dim, text), as: .steps, &output)
    untouched = []
  }
}

extension TerminalReport {
  /// What the part that has started says before anything of it runs or is judged.
  ///
  /// For a person who reads it, and thinks, before the commands run.
  public mutating func lead() -> String {
    guard !style.quiet else { return "" }
    var output = ""
    while let element = rest.first {
      if element.runs { break }
      if case .expect = element { break }
      rest.removeFirst()
      read(element, &output)
    }
    guard !output.isEmpty else { return "" }
    isAtLineStart = true
    return style.isTerminal ? output : LogText.of(output)
  }
}
