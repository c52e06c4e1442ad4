import Testing

@testable import Reporting

@Suite("Markdown on a terminal")
struct MarkdownRendererTests {
  private func render(_ markdown: String, _ width: Int = 40, _ style: Style = Style()) -> String {
    MarkdownRenderer(style: style).lines(markdown, width: width).joined(separator: "\n")
  }

  @Test("Letters are counted by their columns")
  func width() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("网络") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("🚀👩‍👩‍👧🇩🇪❤️") == 8)
    #expect(DisplayWidth.of("\u{200B}│─✓") == 3)
    #expect(DisplayWidth.truncate("网络命名", to: 5) == "网络…")
    #expect(DisplayWidth.truncate("abc", to: 3) == "abc")
  }

  @Test("Text wraps at blanks, and between East Asian letters")
  func wrap() {
    #expect(render("one two three four", 9) == "one two\nthree\nfour")
    #expect(render("网络命名空间。", 8) == "网络命名\n空间。")
    #expect(render("网络命名。空间", 8) == "网络命\n名。空间")
    #expect(render("aaaaaaaaaaaa bb", 8) == "aaaaaaaa\naaaa bb")
    #expect(render("one  \ntwo") == "one\ntwo")
    #expect(render("网络命（命名空间", 8) == "网络命\n（命名空\n间")
    #expect(render("网络，`ip`", 8) == "网络，\n`ip`")
    #expect(render("网络：10.1", 8) == "网络：\n10.1")
    #expect(render("网络命“命名”空间", 8) == "网络命\n“命名”空\n间")
  }

  @Test("The end of a source line is a blank, but not between East Asian letters")
  func sourceLines() {
    #expect(render("one\ntwo") == "one two")
    #expect(render("网络\n命名") == "网络命名")
    #expect(render("网络，\n`ip` 命令\nip") == "网络，`ip` 命令 ip")
    #expect(render("一 **粗**\n[字](#a)\n\none\n*two*") == "一 粗字\n\none two")
  }

  @Test("Marks are kept where there are no colours")
  func inks() {
    #expect(render("a `b` *c* **d**") == "a `b` c d")
    let colours = Style(colour: true)
    #expect(
      render("a `b` *c* **d `e`**", 40, colours)
        == "a \u{1B}[36mb\u{1B}[0m \u{1B}[3mc\u{1B}[0m \u{1B}[1md \u{1B}[0m\u{1B}[1;36me\u{1B}[0m")
  }

  @Test("Lists, loose and tight, and what they hold")
  func lists() {
    #expect(render("- a\n- b\n  - c") == "  • a\n  • b\n      • c")
    #expect(render("9. a\n10. b") == "  9.  a\n  10. b")
    #expect(render("- a\n\n- b\n\n      code") == "  • a\n\n  • b\n\n        code")
  }

  @Test("A narrow table becomes a list")
  func tables() {
    let table = "| a | b |\n|---|--:|\n| one \\| x | `\\|` |\n| two |"
    #expect(render(table) == "a          b\n───────  ───\none | x  `|`\ntwo")
    let wide = "| header one | header two |\n|-|-|\n| cell number one | cell number two |"
    #expect(
      render(wide, 12) == "header one\n  cell\n  number one\nheader two\n  cell\n  number two")
    #expect(
      render(wide, 22) == """
        header one  header two
        ──────────  ──────────
        cell        cell
        number one  number two
        """)
    #expect(render("a | b\nno table") == "a | b no table")
  }

  @Test("HTML and comments are left out")
  func html() {
    #expect(render("<!-- netlab: id=x -->\n\na<!-- b -->c\n\n<div>\n\nx\n\n</div>") == "ac\n\nx")
  }

  @Test("Hostile nesting is read as text", .timeLimit(.minutes(1)))
  func nesting() {
    for mark in ["> ", "- ", "*a **b ", "[", "![", "1. "] {
      let lines = MarkdownRenderer(style: Style()).lines(
        String(repeating: mark, count: 10_000) + "x", width: 40)
      #expect(!lines.isEmpty)
    }
    #expect(render("\u{1B}[2J\u{202E}") == "␛[2J\\u{202E}")
    #expect(render("a\u{0}b") == "a\u{FFFD}b")
  }
}
