import NetworkState

/// Walks through the blocks of an article and makes sections and elements of them.
///
/// Prose is not gathered block by block: it is the lines between the elements.
struct ArticleReader {
  let source: SourceText
  let world: World
  let substitution: Substitution
  let log: DiagnosticLog
  let slicing: ProseSlicing
  let claimParser: ClaimParser

  /// The first H1 as Markdown, and where it stands.
  private(set) var title: String?
  var introduction: [Element] = []
  var sections: [Section] = []
  /// Where the folds for instructors are.
  var instructorLines: [ClosedRange<Int>] = []

  var section = OpenSection()
  var folds: [OpenFold] = []
  var question: OpenQuestion?
  /// The first line that is in no element yet.
  var cursor: Int
  /// A block has been read that would make a step if it were right and in its place.
  var hasSeenStep = false
  /// How many `</details>` belong to folds that have been closed already.
  var strayCloses = 0
  /// How many folds are open that are nested too deeply to be kept.
  var deepFolds = 0
  var ids: [String: Int] = [:]
  var ahead = FencesAhead()
  private var slugger = Slugger()
  private var firstHeading: Position?
  /// A comment for netlab may follow.
  private(set) var isUnderHeading = false
  /// What the front matter calls the lab.
  private let statedTitle: String?

  init(
    _ source: SourceText, from line: Int, matter: FrontMatter, substitution: Substitution,
    log: DiagnosticLog
  ) {
    self.source = source
    self.world = matter.world
    self.substitution = substitution
    self.log = log
    slicing = ProseSlicing(source: source, substitution: substitution)
    claimParser = ClaimParser(world: matter.world)
    cursor = line
    statedTitle = matter.title.map { substitution.text($0) }
  }

  /// Reads the article; afterwards its parts are there.
  mutating func read(from line: Int) {
    let document = MarkdownDocument.blocks(of: source, fromLine: line)
    if let position = document.tooDeep {
      log.error(
        position,
        "lists and quotes are nested more than \(MarkdownDocument.maximumDepth) deep; flatten them")
    }
    let blocks = document.blocks
    ahead = FencesAhead(blocks, of: self)
    var index = 0
    while index < blocks.count {
      var end = index + 1
      while end < blocks.count, blocks[end].depth > 0 { end += 1 }
      read(blocks[index..<end])
      index = end
    }
    endSection(before: source.lineCount + 1)
    if !hasSeenStep {
      log.error(
        firstHeading ?? Position(min(line, source.lineCount)),
        "the lab has no step; write a `console` or an `expect` block under an H2: `## FIRST STEP`")
    }
  }

  /// Reads a block of the document and what it holds.
  private mutating func read(_ blocks: ArraySlice<MarkdownBlock>) {
    guard let block = blocks.first else { return }
    let wasHeading = isUnderHeading
    isUnderHeading = false
    switch block.kind {
    case .heading(let level, let text):
      readHeading(block, level: level, text: text)
    case .html:
      isUnderHeading = wasHeading
      readHTML(block)
      isUnderHeading = false
    case .code(let info) where !info.isEmpty:
      if readFence(block, info: info) == nil { readProse(block) }
    case .paragraph, .code, .thematicBreak:
      checkComment(in: block)
      readProse(block)
    case .quote, .bulletList, .orderedList, .item:
      for block in blocks.dropFirst() {
        if case .heading(_, let text) = block.kind { _ = slugger.slug(of: text) }
      }
      if readOptions(blocks) { return }
      if blocks.contains(where: isSpecial) {
        readContainer(blocks)
      } else {
        readProse(block)
      }
    }
  }

  private mutating func readHeading(_ block: MarkdownBlock, level: Int, text: String) {
    let slug = slugger.slug(of: text)
    if firstHeading == nil { firstHeading = block.start }
    checkComment(in: block)
    let title = slicing.title(of: block)
    switch level {
    case 1 where self.title == nil && section.heading == nil && folds.isEmpty:
      self.title = title
      readProse(block)
      // A title that the lab shows anyway is no prose.
      if statedTitle == nil || statedTitle == title {
        flushProse(before: block.start.line)
        cursor = block.endLine + 1
      }
    case 2:
      endSection(before: block.start.line)
      section = OpenSection(
        heading: OpenSection.Heading(title: title, slug: slug, position: block.start))
      cursor = block.endLine + 1
      isUnderHeading = true
    default:
      readProse(block)
      if level > 2, folds.isEmpty { beginQuestion(block, title: title) }
    }
  }

  /// Ends what is open before a line, and what is under the heading so far becomes a section.
  private mutating func endSection(before line: Int) {
    abandonQuestion()
    while let fold = folds.popLast() {
      log.error(
        fold.start, "`<details>` is not closed before the next H2; write `</details>` on a line")
      strayCloses += 1
    }
    strayCloses += deepFolds
    deepFolds = 0
    flushProse(before: line)
    finishSection()
    section = OpenSection()
  }

  /// The lines up to one, as far as they are in no element, become prose.
  mutating func flushProse(before line: Int) {
    defer { cursor = max(cursor, line) }
    guard cursor < line, let prose = slicing.prose(cursor..<line, indent: folds.last?.indent ?? 0)
    else { return }
    append(.prose(prose))
  }

  /// Puts an element where it belongs: into the innermost fold that keeps elements.
  mutating func append(_ element: Element) {
    for index in folds.indices.reversed() {
      switch folds[index].kind {
      case .solution?, .instructors?:
        folds[index].elements.append(element)
        return
      case .hint?, .answer?:
        // Their bodies are cut out as a whole.
        return
      case .prose?, .unknown?, nil:
        continue
      }
    }
    section.elements.append(element)
  }

  /// A comment for netlab within a paragraph or beside a heading, where nobody would find it.
  private func checkComment(in block: MarkdownBlock) {
    let text = source.lines(block.start.line..<block.endLine + 1)
    guard let start = text.firstIndex(of: "<!-- netlab") else { return }
    if case .code = block.kind { return }
    log.error(
      source.position(of: start),
      "a comment for netlab stands on a line of its own, directly under an H2")
  }
}
