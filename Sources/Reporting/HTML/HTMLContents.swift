import LabDocument
import LabResults

/// The list of steps beside the articles.
struct HTMLContents {
  private let articles: [HTMLArticle]

  init(_ articles: [HTMLArticle]) {
    self.articles = articles
  }

  func text() -> String {
    guard !articles.isEmpty else { return "" }
    let isSingle = articles.count == 1
    let lists = articles.map { article in
      let head =
        isSingle
        ? ""
        : "<p><a href=\"#\(HTMLText.line(article.anchor))\">\(article.outcome.sign)"
          + "\(HTMLText.line(article.id))</a></p>\n"
      let items = article.steps.map { step, outcome in
        "<li><a href=\"#\(HTMLText.line(article.anchor(of: step)))\">\(outcome.sign)"
          + "<span\(language(of: article))>\(article.plain(step.title))</span></a></li>\n"
      }
      return head + (items.isEmpty ? "" : "<ol>\n\(items.joined())</ol>\n")
    }
    let name = isSingle ? "Steps" : "Labs and steps"
    return "<nav lang=\"en\" aria-label=\"\(name)\">\n<details open>\n<summary>\(name)</summary>\n"
      + lists.joined() + "</details>\n</nav>\n"
  }

  /// A lab's titles are in its own language.
  private func language(of article: HTMLArticle) -> String {
    article.own.isEmpty ? "" : " lang=\"\(HTMLText.line(article.language))\""
  }
}
