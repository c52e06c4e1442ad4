// `<details>`, and comments for netlab.
extension ArticleReader {
  private static let maximumFolds = 16

  mutating func readHTML(_ block: MarkdownBlock) {
    let html = block.literal ?? []
    let tags = FoldTag.tags(in: html)
    if tags.isEmpty, !folds.isEmpty || question == nil { return }
    var isCommentAllowed = isUnderHeading && block.depth == 0
    for (index, tag) in tags.enumerated() {
      switch tag {
      case .comment(let offset, let text, let end):
        guard StepComment.isOne(text) else { continue }
        readComment(
          text, html, block, offset: offset, end: end, isAllowed: isCommentAllowed)
        isCommentAllowed = false
      case .open(let offset, _):
        let start = position(offset, html, block)
        if folds.count == Self.maximumFolds {
          log.error(start, "`<details>` is nested more than \(Self.maximumFolds) deep; flatten it")
        }
        folds.append(
          OpenFold(
            kind: folds.count < Self.maximumFolds ? nil : .unknown, start: start,
            bodyLine: start.line + 1, indent: block.depth > 0 ? block.start.column - 1 : 0))
      case .summary(let offset, let text, let end):
        guard !folds.isEmpty, folds[folds.count - 1].kind == nil else { continue }
        readSummary(
          text, at: position(offset, html, block), endLine: position(end, html, block).line)
        checkBlankLine(html, block, after: end, next: tags[(index + 1)...].first)
      case .unclosedSummary(let offset):
        log.error(
          position(offset, html, block), "`<summary>` is not closed; write `</summary>` behind it")
      case .close(let offset, let end):
        close(
          at: position(offset, html, block), endLine: position(max(end - 1, offset), html, block).line)
      }
    }
  }

  /// Where a byte of a block of HTML stands in the file.
  private func position(_ offset: Int, _ html: [UInt8], _ block: MarkdownBlock) -> Position {
    let before = html[..<min(offset, html.count)]
    let line = block.start.line + before.count { $0 == ASCII.newline }
    let lineStart = before.lastIndex(of: ASCII.newline).map { $0 + 1 } ?? 0
    let length = html[lineStart...].prefix { $0 != ASCII.newline }.count
    let prefix = max(0, source.line(line).count - length)
    return Position(line, offset - lineStart + prefix + 1)
  }

  private mutating func readComment(
    _ text: ArraySlice<UInt8>, _ html: [UInt8], _ block: MarkdownBlock, offset: Int, end: Int,
    isAllowed: Bool
  ) {
    let start = position(offset, html, block)
    guard isAllowed else {
      log.error(
        start, "a comment for netlab stands directly under an H2; move it there, or remove it")
      return
    }
    let reader = self
    section.comment = StepComment(text, at: { reader.position($0, html, block) }, log: log)
    flushProse(before: start.line)
    cursor = max(cursor, position(max(end - 1, offset), html, block).line + 1)
  }

  /// GitHub takes Markdown in a fold for text if no blank line stands before it.
  private func checkBlankLine(
    _ html: [UInt8], _ block: MarkdownBlock, after end: Int, next: FoldTag?
  ) {
    guard folds.last?.kind?.isSpecial == true else { return }
    let rest = html[end..<max(end, next?.offset ?? html.count)]
    guard let first = rest.firstIndex(where: { !ASCII.isBlank($0) && $0 != ASCII.newline }) else {
      return
    }
    log.error(
      position(first, html, block), "a blank line is missing after `</summary>`; write one")
  }

  private mutating func readSummary(_ text: ArraySlice<UInt8>, at start: Position, endLine: Int) {
    let words = HTMLEntities.decoded(substitution.text(text))
      .split { $0 == " " || $0 == "\t" || $0 == "\n" }.joined(separator: " ")
    let kind = FoldSummary.of(words, at: start, log: log)
    let last = folds.count - 1
    guard kind.isSpecial else {
      folds[last].kind = kind
      if question != nil { abandonQuestion() }
      return
    }
    switch folds.dropLast().last(where: { $0.kind?.isSpecial == true })?.kind {
    case .hint?, .answer?:
      log.error(start, "`\(words)` cannot stand in a Hint or an Answer; put it outside")
    default:
      break
    }
    if case .answer = kind {
      checkAnswerIsAsked(at: start)
    } else {
      abandonQuestion()
    }
    // The fold itself is no prose, and what is above it belongs outside.
    let fold = folds.removeLast()
    if question == nil { flushProse(before: fold.start.line) }
    folds.append(fold)
    folds[last].kind = kind
    folds[last].summary = start
    folds[last].bodyLine = endLine + 1
    cursor = max(cursor, endLine + 1)
  }

  private mutating func close(at end: Position, endLine: Int) {
    guard let fold = folds.last else {
      if strayCloses > 0 {
        strayCloses -= 1
      } else {
        log.warning(end, "this `</details>` closes nothing; remove it")
      }
      return
    }
    guard let kind = fold.kind, kind.isSpecial else {
      folds.removeLast()
      return
    }
    switch kind {
    case .hint(let condition):
      folds.removeLast()
      finishHint(fold, condition, before: end.line)
    case .answer:
      folds.removeLast()
      finishQuestion(fold, before: end.line)
    case .solution, .instructors, .prose, .unknown:
      flushProse(before: end.line)
      let elements = folds.removeLast().elements
      if case .instructors = kind {
        append(.instructors(elements))
        break
      }
      let solution = Solution(elements: elements, line: fold.start.line)
      if !elements.contains(where: \.runs) {
        log.error(
          fold.summary, "the Solution holds nothing that runs; write a `console solution` block in it")
      }
      append(.solution(solution))
    }
    cursor = max(cursor, endLine + 1)
  }

  private mutating func finishHint(
    _ fold: OpenFold, _ condition: HintCondition, before line: Int
  ) {
    guard let body = slicing.prose(fold.bodyLine..<line, indent: fold.indent) else {
      log.error(fold.summary, "the hint says nothing; write it between a blank line and `</details>`")
      return
    }
    var hint = Hint(condition: .always, body: body, line: fold.start.line)
    switch condition {
    case .always: break
    case .cause(let id): hint.condition = .cause(id)
    case .claim(let words, let fails):
      hint.condition = fails ? .fails(claims: []) : .holds(claims: [])
      section.hints[hint.line] = OpenSection.PendingHint(
        words: words, fails: fails, position: fold.summary)
    }
    append(.hint(hint))
  }
}

extension FoldTag {
  var offset: Int {
    switch self {
    case .open(let offset, _), .summary(let offset, _, _), .unclosedSummary(let offset),
      .close(let offset, _), .comment(let offset, _, _):
      offset
    }
  }
}
