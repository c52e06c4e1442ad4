import Testing

@testable import Reporting

@Suite("A lab as an article")
struct ArticleRendererTests {
  @Test("The whole lab", arguments: [40, 80])
  func article(width: Int) throws {
    try Golden.expect(
      ArticleRenderer.render(SampleLab.lab, step: nil, style: Style(width: width)),
      "article-\(width).txt")
    try Golden.expect(
      ArticleRenderer.render(SampleLab.lab, step: nil, style: Style(width: width, colour: true)),
      "article-\(width)-colour.txt")
  }

  @Test("One step, or none")
  func step() throws {
    try Golden.expect(
      ArticleRenderer.render(SampleLab.lab, step: "room", style: Style()), "article-step.txt")
    #expect(ArticleRenderer.render(SampleLab.lab, step: "attic", style: Style()) == "")
  }

  @Test("What is not for learners, and not yet, is not shown")
  func secrets() {
    let text = ArticleRenderer.render(SampleLab.lab, step: nil, style: Style())
    for secret in ["Nobody may read", "of its own.", "peer name", "sysctl", "Which namespace"] {
      #expect(!text.contains(secret))
    }
  }
}
