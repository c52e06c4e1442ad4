import LabDocument
import LabResults

/// Runs of labs as one page: each lab as an article, with what really happened in it.
///
/// The page is one file that needs nothing else and may fetch nothing else; its policy allows no
/// style and no script but its own. It is a pure function of the runs.
public struct HTMLReport: Sendable {
  /// Whether it says what each step changed.
  public var showsChanges: Bool
  /// Whether it shows the network after each step that made another picture of it.
  public var showsPicture: Bool
  private var chapters: [Chapter] = []

  enum Chapter: Sendable {
    case run(LabRun)
    case unreadable(file: String, id: String, [Diagnostic])
  }

  /// A report of no labs yet.
  public init(showsChanges: Bool = true, showsPicture: Bool = true) {
    self.showsChanges = showsChanges
    self.showsPicture = showsPicture
  }

  /// Adds a lab that ran.
  ///
  /// - Parameter network: What each step did to the network, by the step's id; may lack any of them.
  public mutating func add(
    _ lab: Lab, _ result: LabResult, network: [String: NetworkChange] = [:]
  ) {
    chapters.append(
      .run(LabRun(lab: lab, result: result, network: network)))
  }

  /// Adds a file that is no lab, and what is wrong with it.
  public mutating func add(unreadable file: String, id: String, _ diagnostics: [Diagnostic]) {
    chapters.append(.unreadable(file: file, id: id, diagnostics))
  }

  /// The page.
  public func text() -> String {
    let articles = chapters.enumerated().map { number, chapter in
      // Of several labs, each has its part of the page's anchors.
      let prefix = chapters.count == 1 ? "" : "\(number + 1)."
      return HTMLArticle(chapter, prefix: prefix, report: self)
    }
    let language = HTMLText.line(articles.first?.language ?? "en")
    return """
      <!doctype html>
      <html lang="\(language)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="netlab">
      <title>\(HTMLText.line(title))</title>
      <style>\(HTMLStyle.text)</style>
      </head>
      <body>
      <a class="skip" href="#netlab-main" lang="en">Skip to the lab</a>
      \(bar(articles))<div class="page">
      \(HTMLContents(articles).text())<main id="netlab-main">
      \(common(articles))\(articles.map { $0.text() }.joined())</main>
      </div>
      <script>\(HTMLScript.text)</script>
      </body>
      </html>

      """
  }

  /// What the page may load: its own style, its own script, and nothing else.
  static let policy =
    "default-src 'none'; style-src 'sha256-\(HTMLStyle.digest)'; "
    + "script-src 'sha256-\(HTMLScript.digest)'; base-uri 'none'; form-action 'none'"

  private var title: String {
    guard chapters.count == 1, case .run(let run) = chapters[0] else {
      return "\(Outcome.sum(outcomes).rawValue): \(counts)"
    }
    let plain = MarkdownRenderer(style: Style()).text(ofLine: run.lab.title).plain
    return "\(run.result.outcome.rawValue): \(plain)"
  }

  private var outcomes: [Outcome] {
    chapters.map { chapter in
      if case .run(let run) = chapter { run.result.outcome } else { .error }
    }
  }

  /// `3 labs: 2 passed, 1 failed`.
  private var counts: String {
    let counts = [Outcome.passed, .failed, .error, .skipped].compactMap { outcome in
      let count = outcomes.count { $0 == outcome }
      return count == 0 ? nil : "\(count) \(outcome.rawValue)"
    }
    return "\(chapters.count) \(chapters.count == 1 ? "lab" : "labs")"
      + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
  }

  /// The line that stays at the top.
  private func bar(_ articles: [HTMLArticle]) -> String {
    let outcome = Outcome.sum(outcomes)
    let summary = articles.count == 1 ? articles[0].summary : counts
    let problem = articles.lazy.compactMap(\.firstProblem).first.map {
      " <a href=\"#\(HTMLText.line($0))\">first problem</a>"
    }
    return "<header class=\"bar\" lang=\"en\"><p>\(outcome.badge) "
      + "<span class=\"counts\">\(HTMLText.line(summary))</span></p>\(problem ?? "")</header>\n"
  }

  /// The outcome of each of several labs.
  private func common(_ articles: [HTMLArticle]) -> String {
    guard articles.count > 1 else { return "" }
    let rows = articles.map { article in
      "<tr><td>\(article.outcome.badge)</td><td><a href=\"#\(HTMLText.line(article.anchor))\">"
        + "\(HTMLText.line(article.id))</a></td><td>\(HTMLText.line(article.summary))</td></tr>\n"
    }
    return "<section class=\"labs\" lang=\"en\" aria-labelledby=\"netlab-labs\">\n"
      + "<h2 id=\"netlab-labs\">\(HTMLText.line(counts))</h2>\n<div class=\"scroll\"><table>\n"
      + "<thead><tr><th scope=\"col\">outcome</th><th scope=\"col\">lab</th>"
      + "<th scope=\"col\">what there was</th></tr></thead>\n<tbody>\n"
      + rows.joined() + "</tbody>\n</table></div>\n</section>\n"
  }
}

extension Outcome {
  /// Its sign and its word, in its colour.
  var badge: String { "<span class=\"badge \(rawValue)\">\(mark) \(rawValue)</span>" }

  /// Its sign; its word is spoken, and stands in the text elsewhere.
  var sign: String {
    "<span class=\"mark \(rawValue)\" aria-hidden=\"true\">\(mark)</span>"
      + HTMLText.spoken(rawValue)
  }
}
