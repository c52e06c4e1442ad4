// `<details>`, and comments for netlab.
extension ArticleReader {
  private static let maximumFolds = 16

  mutating func readHTML(_ block: MarkdownBlock) {
    let html = HTMLText(block, in: source)
    let tags = FoldTag.tags(in: html.bytes)
    if tags.isEmpty { readProse(block) }
    var isCommentAllowed = isUnderHeading && block.depth == 0
    for (index, tag) in tags.enumerated() {
      switch tag {
      case .comment(let offset, let text, let end):
        guard StepComment.isOne(text) else {
          if StepComment.isNearlyOne(text) {
            log.warning(
              html.position(of: offset), "this comment is not for netlab; write `<!-- netlab: …`")
          }
          continue
        }
        if isCommentAllowed {
          section.comment = StepComment(text, at: html.position, log: log)
        } else {
          log.error(
            html.position(of: offset),
            "a comment for netlab stands directly under an H2; move it there, or remove it")
        }
        flushProse(before: html.position(of: offset).line)
        cursor = max(cursor, html.position(of: max(end - 1, offset)).line + 1)
        isCommentAllowed = false
      case .open(let offset, _):
        let start = html.position(of: offset)
        guard folds.count < Self.maximumFolds else {
          if deepFolds == 0 {
            log.error(
              start, "`<details>` is nested more than \(Self.maximumFolds) deep; flatten it")
          }
          deepFolds += 1
          continue
        }
        folds.append(
          OpenFold(
            kind: nil, start: start,
            bodyLine: start.line + 1, indent: block.depth > 0 ? block.start.column - 1 : 0))
      case .summary(let offset, let text, let end):
        guard deepFolds == 0, !folds.isEmpty, folds[folds.count - 1].kind == nil else { continue }
        readSummary(text, at: html.position(of: offset), endLine: html.position(of: end).line)
        checkBlankLine(html, after: end, next: tags[(index + 1)...].first)
      case .unclosedSummary(let offset):
        log.error(
          html.position(of: offset), "`<summary>` is not closed; write `</summary>` behind it")
      case .close(let offset, let end):
        close(
          at: html.position(of: offset), endLine: html.position(of: max(end - 1, offset)).line)
      }
    }
  }

  /// GitHub takes Markdown in a fold for text if no blank line stands before it.
  private func checkBlankLine(_ html: HTMLText, after end: Int, next: FoldTag?) {
    guard folds.last?.kind?.isSpecial == true else { return }
    let rest = html.bytes[end..<max(end, next?.offset ?? html.bytes.count)]
    guard let first = rest.firstIndex(where: { !ASCII.isBlank($0) && $0 != ASCII.newline }) else {
      return
    }
    log.error(
      html.position(of: first), "a blank line is missing after `</summary>`; write one")
  }

  private mutating func readSummary(_ text: ArraySlice<UInt8>, at start: Position, endLine: Int) {
    let words = HTMLEntities.decoded(substitution.text(text))
      .words.joined(separator: " ")
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
    if deepFolds > 0 {
      deepFolds -= 1
      return
    }
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
        instructorLines.append(fold.start.line...max(endLine, fold.start.line))
        append(.instructors(elements))
        break
      }
      let solution = Solution(elements: elements, line: fold.start.line)
      if !elements.contains(where: \.runs) {
        log.error(
          fold.summary,
          "the Solution holds nothing that runs; write a `console solution` block in it")
      }
      append(.solution(solution))
    }
    cursor = max(cursor, endLine + 1)
  }

  private mutating func finishHint(
    _ fold: OpenFold, _ condition: HintCondition, before line: Int
  ) {
    guard let body = slicing.prose(fold.bodyLine..<line, indent: fold.indent) else {
      log.error(
        fold.summary, "the hint says nothing; write it between a blank line and `</details>`")
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
