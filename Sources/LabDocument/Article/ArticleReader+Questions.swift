// `### Question: …`, its options and its Answer.
extension ArticleReader {
  mutating func beginQuestion(_ heading: MarkdownBlock, title: String) {
    let prefix = "Question:"
    guard title.hasPrefix(prefix) else { return }
    let text = title.dropFirst(prefix.count).trimmed
    if text.isEmpty {
      log.error(
        heading.start, "the question asks nothing; write `### Question: will the ping be answered?`"
      )
    }
    flushProse(before: heading.start.line)
    question = OpenQuestion(
      text: text, position: heading.start, bodyLine: heading.endLine + 1)
  }

  /// Prose: it goes on as lines, but may not stand between a question's options and its Answer.
  mutating func readProse(_ block: MarkdownBlock) {
    guard let question else { return }
    if case .heading = block.kind {
      abandonQuestion()
    } else if question.options != nil {
      abandonQuestion()
    }
  }

  /// Takes an ordered list for the options of the open question; whether it was one.
  mutating func readOptions(_ blocks: ArraySlice<MarkdownBlock>) -> Bool {
    guard let list = blocks.first, case .orderedList(let start) = list.kind,
      question != nil, question?.options == nil, folds.isEmpty
    else { return false }
    if start != 1 {
      log.error(
        list.start, "the options begin with number \(start); number them from 1: `1. …`, `2. …`")
    }
    let items = blocks.indices.filter {
      if case .item = blocks[$0].kind { blocks[$0].depth == 1 } else { false }
    }
    var options: [String] = []
    for (number, index) in items.enumerated() {
      let end = number + 1 < items.count ? items[number + 1] : blocks.endIndex
      options.append(option(blocks[index..<end]))
    }
    if options.count < 2 {
      log.error(list.start, "the question has one option; write two or more: `1. …`, `2. …`")
    }
    for block in blocks where isSpecial(block) {
      log.error(block.start, "a question's options only say something; move this block out of them")
    }
    question?.options = options
    question?.optionsLine = list.start.line
    return true
  }

  private func option(_ item: ArraySlice<MarkdownBlock>) -> String {
    let leaves = item.dropFirst()
    guard let start = leaves.first?.start, let mark = item.first?.start else {
      if let mark = item.first?.start {
        log.error(mark, "an option says nothing; write what the learner may choose")
      }
      return ""
    }
    let end = leaves.reduce(mark.line) { max($0, $1.endLine) }
    return slicing.piece(from: start, through: end, indent: start.column - 1).markdown.trimmed
  }

  /// Says that the open question has no Answer, and forgets it.
  mutating func abandonQuestion() {
    guard let asked = question, !folds.contains(where: \.isAnswer) else { return }
    question = nil
    if asked.options == nil {
      log.error(
        asked.position,
        "the question has no options; write an ordered list `1. …`, `2. …` and an Answer under it")
    } else {
      log.error(
        asked.position,
        "the question has no Answer directly under its options; write `<details>`, "
          + "`<summary>Answer</summary>`, a blank line, `**2.** Because …` and `</details>`")
    }
  }

  mutating func checkAnswerIsAsked(at position: Position) {
    guard let asked = question else {
      log.error(
        position, "this Answer belongs to no question; write `### Question: …` and options above it"
      )
      return
    }
    if asked.options == nil {
      log.error(
        asked.position, "the question has no options; write an ordered list `1. …`, `2. …` under it"
      )
      question?.options = []
    }
  }

  mutating func finishQuestion(_ fold: OpenFold, before line: Int) {
    guard let asked = question else { return }
    question = nil
    let options = asked.options ?? []
    let body = source.lines(fold.bodyLine..<max(fold.bodyLine, line))
    guard !options.isEmpty else { return }
    guard
      let answer = Answer(
        body, line: min(fold.bodyLine, max(line - 1, 1)), optionCount: options.count, log: log)
    else { return }
    append(
      .question(
        Question(
          text: asked.text,
          body: slicing.prose(asked.bodyLine..<max(asked.bodyLine, asked.optionsLine)),
          options: options, answer: answer.number,
          explanation: Prose(
            markdown: substitution.text(answer.explanation), line: answer.line),
          line: asked.position.line)))
  }
}

extension OpenFold {
  fileprivate var isAnswer: Bool {
    if case .answer? = kind { true } else { false }
  }
}
