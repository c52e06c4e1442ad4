import Testing

@testable import Reporting

@Suite("Screens")
struct ScreenSplitterTests {
  @Test("A text that fits is one screen")
  func fits() {
    #expect(ScreenSplitter.screens(of: "a\n\nb\n\n", height: 3, width: 80) == ["a\n\nb\n"])
    #expect(ScreenSplitter.screens(of: "", height: 3, width: 80) == [])
  }

  @Test("Cuts are made between paragraphs, and before commands")
  func borders() {
    #expect(
      ScreenSplitter.screens(of: "a\nb\n\nc\nd\ne\n", height: 5, width: 80)
        == ["a\nb\n", "c\nd\ne\n"])
    #expect(
      ScreenSplitter.screens(of: "host $ a\n1\n2\nhost $ b\n3\n4\n", height: 5, width: 80)
        == ["host $ a\n1\n2\n", "host $ b\n3\n4\n"])
    // A heading does not end a screen.
    #expect(
      ScreenSplitter.screens(of: "a\nb\n\nTitle\n─────\n\nc\nd\n", height: 6, width: 80)
        == ["a\nb\n", "Title\n─────\n\nc\nd\n"])
  }

  @Test("A long text is cut all the same, and nothing is lost")
  func long() {
    let text = (1...100).map { "line \($0)\n" }.joined()
    let screens = ScreenSplitter.screens(of: text, height: 24, width: 80)
    #expect(screens.count == 5)
    #expect(screens.joined() == text)
    let wide = String(repeating: "x", count: 1000) + "\n"
    #expect(ScreenSplitter.screens(of: wide + wide, height: 3, width: 10).joined() == wide + wide)
  }

  @Test("An article in screens is no higher than they are", arguments: [10, 24])
  func article(height: Int) {
    let text = ArticleRenderer.render(
      SampleLab.lab, step: nil, style: Style(width: 80, colour: true, isTerminal: true))
    let screens = ScreenSplitter.screens(of: text, height: height, width: 80)
    #expect(
      screens.allSatisfy {
        $0.split(separator: "\n", omittingEmptySubsequences: false).count <= height + 1
      })
    #expect(screens.count > 1)
  }
}
