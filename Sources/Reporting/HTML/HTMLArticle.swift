import LabDocument
import LabResults
import NetworkState

/// One lab of a page.
struct HTMLArticle {
  private let chapter: HTMLReport.Chapter
  /// In front of the article's anchors, so that they stand once in the page.
  let prefix: String
  let report: HTMLReport
  let colours: PlaceColours?
  let markdown: HTMLMarkdown

  init(_ chapter: HTMLReport.Chapter, prefix: String, report: HTMLReport) {
    self.chapter = chapter
    self.prefix = prefix
    self.report = report
    guard case .run(let run) = chapter else {
      (colours, markdown) = (nil, HTMLMarkdown())
      return
    }
    colours = PlaceColours(run.lab)
    let anchors = run.lab.steps.map { ($0.id, prefix + Self.anchor(ofStep: $0.id)) }
    markdown = HTMLMarkdown(anchors: Dictionary(anchors) { first, _ in first })
  }

  var id: String {
    switch chapter {
    case .run(let run): run.lab.id
    case .unreadable(_, let id, _): id
    }
  }

  /// The run; `nil` if the file was no lab.
  var run: LabRun? { if case .run(let run) = chapter { run } else { nil } }

  var anchor: String { "netlab-lab-\(prefix)" }

  var outcome: Outcome {
    if case .run(let run) = chapter { run.result.outcome } else { .error }
  }

  var language: String {
    if case .run(let run) = chapter { run.lab.locale } else { "en" }
  }

  /// Marks words of netlab's own in an article that is in another language.
  var own: String { language.lowercased().hasPrefix("en") ? "" : " lang=\"en\"" }

  /// What there was, without the outcome.
  var summary: String {
    switch chapter {
    case .run(let run):
      let line = ResultSummary(lab: run.lab, result: run.result, style: Style()).lastLine
      return line.firstRange(of: ": ").map { String(line[$0.upperBound...]) } ?? line
    case .unreadable(_, _, let diagnostics):
      return "no lab: \(diagnostics.count) \(diagnostics.count == 1 ? "mistake" : "mistakes")"
    }
  }

  /// The steps with what came of them.
  var steps: [(step: Step, outcome: Outcome)] {
    guard case .run(let run) = chapter else { return [] }
    return run.lab.steps.map { ($0, run.result(of: $0)?.outcome ?? .skipped) }
  }

  /// The step's id, by which others may link to it; the page has anchors of its own.
  func anchor(of step: Step) -> String { prefix + Self.anchor(ofStep: step.id) }

  private static func anchor(ofStep id: String) -> String {
    id.hasPrefix("netlab-") ? "step-\(id)" : id
  }

  /// Of a command or a claim.
  func anchor(ofLine line: Int) -> String { "netlab-\(prefix)line-\(line)" }

  /// The anchor of what went wrong first.
  var firstProblem: String? {
    guard case .run(let run) = chapter else { return outcome == .error ? anchor : nil }
    return run.result.steps.lazy.compactMap(\.problemLines.first).first
      .map { anchor(ofLine: $0) }
  }

  /// A title without the looks of its Markdown.
  func plain(_ title: String) -> String {
    HTMLText.line(MarkdownRenderer(style: Style()).text(ofLine: title).plain)
  }

  // MARK: - The article

  func text() -> String {
    let open = "<article id=\"\(HTMLText.line(anchor))\" lang=\"\(HTMLText.line(language))\">\n"
    switch chapter {
    case .run(let run):
      return open + head(run) + sections(run) + "</article>\n"
    case .unreadable(let file, let id, let diagnostics):
      let items = diagnostics.map { diagnostic in
        "<li><code>\(HTMLText.line("\(diagnostic)"))</code></li>\n"
      }
      return open + "<h1>\(HTMLText.line(id))</h1>\n"
        + "<p>\(outcome.badge) <code>\(HTMLText.line(file))</code> is no lab.</p>\n"
        + "<ul class=\"diagnostics\">\n\(items.joined())</ul>\n</article>\n"
    }
  }

  private func head(_ run: LabRun) -> String {
    var text = "<header>\n<h1>\(markdown.line(run.lab.title))</h1>\n"
    if let summary = run.lab.summary { text += "<p class=\"lead\">\(HTMLText.line(summary))</p>\n" }
    text +=
      "<p class=\"result\"\(own)>\(outcome.badge) \(HTMLText.line(self.summary)) "
      + "<code>\(HTMLText.line(run.lab.file))</code></p>\n"
    return text + problems(run) + "</header>\n"
  }

  /// What did not pass, each with the way to it.
  private func problems(_ run: LabRun) -> String {
    let items = run.result.steps.flatMap(\.problems).map { problem in
      "<li><a href=\"#\(HTMLText.line(anchor(ofLine: problem.line)))\">\(problem.outcome.badge) "
        + "<code>\(HTMLText.line(problem.text))</code></a></li>\n"
    }
    guard !items.isEmpty else { return "" }
    return "<ul class=\"problems\"\(own)>\n\(items.joined())</ul>\n"
  }

  private func sections(_ run: LabRun) -> String {
    var text = ""
    // A lab that was skipped is not introduced.
    if !run.result.steps.isEmpty {
      text += run.lab.introduction.map { read($0) }.joined()
    }
    var hasEnded = run.result.steps.isEmpty
    for section in run.lab.sections {
      switch section {
      case .reading(let reading) where !hasEnded:
        text += "<section>\n<h2>\(markdown.line(reading.title))</h2>\n"
        text += reading.elements.map { read($0) }.joined() + "</section>\n"
      case .reading:
        break
      case .step(let step):
        guard let result = run.result(of: step) else { continue }
        text += HTMLStep(step: step, result: result, run: run, article: self).text()
        // What stands behind a step that did not run is not for now.
        if result.outcome != .passed { hasEnded = true }
      }
    }
    return text
  }

  /// What is only read, outside of steps.
  private func read(_ element: Element) -> String {
    switch element {
    case .prose(let prose): markdown.blocks(prose.markdown)
    case .console(let block) where block.role == .example:
      HTMLTranscript(article: self).example(block)
    case .console, .file, .expect, .hint, .solution, .question, .instructors: ""
    }
  }
}

extension StepResult {
  /// A command or a claim that did not pass.
  struct Problem {
    var line: Int
    var outcome: Outcome
    var text: String
  }

  var problems: [Problem] {
    let commands = self.commands.filter(\.outcome.isProblem).map { command in
      let first = command.command.split(separator: "\n").first.map(String.init) ?? ""
      return Problem(
        line: command.line, outcome: command.outcome, text: "\(command.place): \(first)")
    }
    let claims = self.claims.filter(\.outcome.isProblem).map { claim in
      Problem(
        line: claim.line, outcome: claim.outcome,
        text: claim.place.isEmpty ? claim.claim : "\(claim.place): \(claim.claim)")
    }
    return (commands + claims).sorted { $0.line < $1.line }
  }

  fileprivate var problemLines: [Int] { problems.map(\.line) }
}
