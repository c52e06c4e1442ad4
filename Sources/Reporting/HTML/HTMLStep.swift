import LabDocument
import LabResults
import NetworkState

/// One step of an article: what it says, what its commands printed, what its claims came to, and
/// what all that did to the network.
struct HTMLStep {
  let step: Step
  let result: StepResult
  let run: LabRun
  let article: HTMLArticle
  private let commands: [Int: CommandResult]
  private let claims: [Int: ClaimResult]

  init(step: Step, result: StepResult, run: LabRun, article: HTMLArticle) {
    self.step = step
    self.result = result
    self.run = run
    self.article = article
    commands = Dictionary(result.commands.map { ($0.line, $0) }) { first, _ in first }
    claims = Dictionary(result.claims.map { ($0.line, $0) }) { first, _ in first }
  }

  func text() -> String {
    let id = HTMLText.line(article.anchor(of: step))
    return "<section id=\"\(id)\" aria-labelledby=\"netlab-title-\(id)\">\n"
      + "<h2 id=\"netlab-title-\(id)\">\(article.markdown.line(step.title))</h2>\n"
      + "<p class=\"meta\"\(article.own)>\(result.outcome.badge) \(note)</p>\n"
      + contents + "</section>\n"
  }

  private var note: String {
    let number = (run.lab.steps.firstIndex { $0.id == step.id } ?? 0) + 1
    var note = "step \(number) of \(run.lab.steps.count)"
    if step.isExercise { note += " · exercise" }
    if step.isOptional { note += " · optional" }
    return note
  }

  private var contents: String {
    guard result.outcome != .skipped || hasMessages else {
      return "<p class=\"untold\"\(article.own)>This step was not run.</p>\n"
    }
    var text = ""
    var isBroken = false
    for part in step.parts where !isBroken {
      let breaking = part.elements.flatMap(\.lines).compactMap { commands[$0] }
        .first(where: \.stopsStep)
      isBroken = breaking != nil
      text += part.elements.map { self.text(of: $0, until: breaking?.line) }.joined()
      text += HTMLHints(part: part, step: self, isBroken: isBroken).text()
    }
    if isBroken {
      text += "<p class=\"untold\"\(article.own)>The step ended here: \(unjudged).</p>\n"
    }
    return text + HTMLNetwork(step: self).text()
  }

  /// A step of which all was skipped for reasons of their own says these.
  private var hasMessages: Bool {
    result.commands.contains { $0.message != nil } || result.claims.contains { $0.message != nil }
  }

  private var unjudged: String {
    let commands = result.commands.count { $0.outcome == .skipped }
    let claims = result.claims.count { $0.outcome == .skipped }
    let parts = [(commands, "command"), (claims, "claim")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return parts.isEmpty
      ? "nothing of it was left" : parts.joined(separator: " and ") + " were not run"
  }

  /// - Parameter end: The line of the command at which the step ended; nothing behind it is shown,
  ///   neither its solution nor an answer.
  func text(of element: Element, until end: Int?) -> String {
    if let line = element.firstLine, let end, line > end { return "" }
    switch element {
    case .prose(let prose):
      return article.markdown.blocks(prose.markdown)
    case .question(let question):
      return text(of: question, isAnswered: end == nil)
    case .console(let block) where block.role == .example:
      return HTMLTranscript(article: article).example(block)
    case .console(let block):
      // What prepares a step is shown only if it goes wrong.
      let isShown =
        block.role != .setup || block.lines.contains { commands[$0]?.outcome != .passed }
      return isShown ? HTMLTranscript(article: article).text(block, commands) : ""
    case .file(let file):
      return self.text(of: file)
    case .solution(let solution):
      let inner = solution.elements.map { text(of: $0, until: end) }.joined()
      return "<details class=\"fold\"\(end == nil ? "" : " open")>\n"
        + "<summary\(article.own)>Solution</summary>\n\(inner)</details>\n"
    case .expect(let block):
      return HTMLClaims(step: self).text(block, claims)
    case .hint, .instructors:
      return ""
    }
  }

  private func text(of question: Question, isAnswered: Bool) -> String {
    let markdown = article.markdown
    let options = question.options.map { "<li>\(markdown.line($0))</li>\n" }.joined()
    var text =
      "<div class=\"question\">\n<p class=\"asked\"><strong\(article.own)>Question:</strong> "
      + "\(markdown.line(question.text))</p>\n"
    if let body = question.body { text += markdown.blocks(body.markdown) }
    text += "<ol>\n\(options)</ol>\n"
    if isAnswered {
      // Authors write the number again, as the article needs it: **2.** …
      let isNamed = question.explanation.markdown.hasPrefix("**\(question.answer).")
      text +=
        "<details class=\"fold\">\n<summary\(article.own)>Answer"
        + "\(isNamed ? "" : ": \(question.answer).")</summary>\n"
        + markdown.blocks(question.explanation.markdown) + "</details>\n"
    }
    return text + "</div>\n"
  }

  private func text(of file: FileBlock) -> String {
    var text =
      "<div class=\"file\">\n<p\(article.own)>file <code>\(HTMLText.line(file.path))</code></p>\n"
      + "<pre class=\"code\"><code>\(HTMLText.block(file.contents))</code></pre>\n</div>\n"
    if let result = commands[file.line] {
      text += HTMLTranscript(article: article).problem(of: result, expectedStatus: 0)
    }
    return text
  }
}

extension CommandResult {
  /// Whether nothing behind it ran; what is skipped for a reason of its own stops nothing.
  var stopsStep: Bool { outcome == .failed || outcome == .error }
}

extension ConsoleBlock {
  /// The lines of what it runs.
  var lines: [Int] {
    entries.compactMap { entry in
      switch entry {
      case .command(let command): command.line
      case .enter(let entry): entry.line
      case .leave, .comment: nil
      }
    }
  }
}

extension Element {
  /// The lines of what it runs.
  var lines: [Int] {
    switch self {
    case .console(let block): block.role == .example ? [] : block.lines
    case .file(let file): [file.line]
    case .solution(let solution): solution.elements.flatMap(\.lines)
    case .prose, .expect, .hint, .question, .instructors: []
    }
  }

  /// The line at which it begins; `nil` for what prepares a step, wherever that stands.
  fileprivate var firstLine: Int? {
    switch self {
    case .prose(let prose): prose.line
    case .console(let block): block.role == .setup ? nil : block.line
    case .file(let file): file.line
    case .expect(let block): block.line
    case .hint(let hint): hint.line
    case .solution(let solution): solution.line
    case .question(let question): question.line
    case .instructors: nil
    }
  }
}
