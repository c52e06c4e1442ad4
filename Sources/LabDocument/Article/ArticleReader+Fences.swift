// Fences with a role.
extension ArticleReader {
  /// Reads a fence that is more than text; the line on which it ends, or `nil` if it is text.
  mutating func readFence(_ block: MarkdownBlock, info: String) -> Int? {
    let fence = Fence(block, info: info, in: source)
    let role = FenceRole.of(fence, in: source, substitution, log: log)
    if case .text = role {
      if !fence.isClosed { log.warning(block.start, unclosed(block)) }
      return nil
    }
    if !fence.isClosed { log.error(block.start, unclosed(block)) }
    abandonQuestion()
    flushProse(before: block.start.line)
    cursor = max(cursor, fence.endLine + 1)
    switch role {
    case .text, .unknown:
      hasSeenStep = true
    case .console(let role):
      let name = role == .shown ? "console" : "console \(role.rawValue)"
      guard isAllowed(name, fence, runs: role != .example) else { break }
      append(.console(readConsole(fence, role: role)))
    case .expect(let isKeep):
      guard isAllowed(isKeep ? "expect keep" : "expect", fence, runs: true) else { break }
      append(.expect(readClaims(fence, isKeep: isKeep)))
    case .file(let path, let language):
      guard isAllowed("file=", fence, runs: true) else { break }
      append(
        .file(
          FileBlock(
            path: path, language: language, contents: fence.contents(of: source, substitution),
            line: block.start.line)))
    }
    return fence.endLine
  }

  private func unclosed(_ block: MarkdownBlock) -> String {
    let line = source.line(block.start.line).dropFirst(block.start.column - 1)
    let fence = String(bytes: line.prefix { $0 == line.first })
    return "this block has no end; write a line `\(fence)` under it"
  }

  /// Whether a block may stand where it does; says so if not.
  private mutating func isAllowed(_ name: String, _ fence: Fence, runs: Bool) -> Bool {
    let start = fence.block.start
    let block = "\(name.hasPrefix("expect") ? "an" : "a") `\(name)` block"
    if runs { hasSeenStep = true }
    var isForInstructors = false
    let innermost = folds.last { $0.kind?.isSpecial == true }
    for fold in folds {
      if case .instructors? = fold.kind { isForInstructors = true }
    }
    switch innermost?.kind {
    case .hint?:
      log.error(start, "\(block) does not run in a Hint; write it as `text`, or outside")
      return false
    case .answer?:
      log.error(start, "\(block) does not run in an Answer; write it as `text`, or outside")
      return false
    case .solution?
    where name != "console solution" && name != "console example" && name != "file=":
      log.error(
        start,
        "\(block) cannot stand in a Solution; write `console solution`, or put it outside")
      return false
    default:
      break
    }
    guard runs, !isForInstructors else { return true }
    guard section.heading != nil else {
      log.error(
        start, "\(block) stands before the first H2; write `## NAME OF THE STEP` above it")
      return false
    }
    section.isStep = true
    if name == "console solution" { section.hasSolution = true }
    return true
  }

  private mutating func readConsole(_ fence: Fence, role: ConsoleBlock.Role) -> ConsoleBlock {
    if case .console(let block, let diagnostics)? = ahead.take(atLine: fence.block.start.line) {
      log.add(diagnostics)
      return block
    }
    return ConsoleReader.read(
      fence.lines(of: source, substitution), role: role, line: fence.block.start.line,
      world: world, log: log)
  }

  private mutating func readClaimLines(_ fence: Fence) -> [ClaimLine] {
    if case .claims(let lines)? = ahead.take(atLine: fence.block.start.line) { return lines }
    return ClaimLine.read(fence, in: source, substitution, claimParser)
  }

  private mutating func readClaims(_ fence: Fence, isKeep: Bool) -> ExpectBlock {
    var groups: [ClaimGroup] = []
    /// A line with a mistake may be what an `or` goes on with.
    var hasLineAbove = false
    var isAboveRight = false
    for claimLine in readClaimLines(fence) {
      let (line, offset, output) = (claimLine.line, claimLine.offset, claimLine.output)
      for problem in output.problems {
        let position = line.position(at: max(0, problem.column - line.column))
        switch problem.severity {
        case .error: log.error(position, problem.message)
        case .warning: log.warning(position, problem.message)
        }
      }
      if output.isAlternative, !hasLineAbove {
        log.error(
          line.position(at: offset),
          "`or` has no claim above it in this block; write the first claim without `or`")
      }
      hasLineAbove = true
      guard var claim = output.claim else {
        isAboveRight = isAboveRight && output.isAlternative
        continue
      }
      claim.column = line.position(at: max(0, claim.column - line.column)).column
      section.claims.append(claim)
      if output.isAlternative, isAboveRight {
        groups[groups.count - 1].alternatives.append(claim)
      } else if !output.isAlternative {
        groups.append(ClaimGroup(alternatives: [claim]))
        isAboveRight = true
      }
    }
    if !hasLineAbove {
      log.warning(
        fence.block.start, "this block claims nothing; write a claim such as `host: link eth0 up`")
    }
    return ExpectBlock(isKeep: isKeep, claims: groups, line: fence.block.start.line)
  }
}

extension FoldSummary {
  /// Whether it is more than folded text.
  var isSpecial: Bool {
    switch self {
    case .hint, .solution, .instructors, .answer: true
    case .prose, .unknown: false
    }
  }
}
