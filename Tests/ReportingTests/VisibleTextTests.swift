import Testing

@testable import Reporting

@Suite("Text from inside a lab")
struct VisibleTextTests {
  @Test(
    "is safe on a terminal",
    arguments: [
      ("plain\n", "plain\n"), ("a\tb", "a\tb"), ("a\u{7}b", "a␇b"), ("a\u{8}b", "a␈b"),
      ("\u{7F}", "␡"), ("\u{0}", "␀"), ("\u{85}", "\\u{85}"), ("\u{9B}2J", "\\u{9B}2J"),
      ("\u{202E}x\u{2066}", "\\u{202E}x\\u{2066}"), ("\u{2028}", "\\u{2028}"),
      ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
      ("\u{1B}[31mred\nnot\n", "\u{1B}[31mred\u{1B}[0m\nnot\n"),
      ("\u{1B}[1;38;5;8mx", "\u{1B}[1;38;5;8mx\u{1B}[0m"),
      ("\u{1B}[1;8mx", "\u{1B}[1mx\u{1B}[0m"),
      ("\u{1B}[8mx", "x\u{1B}[0m"),
      ("\u{1B}[2J", "␛[2J"), ("\u{1B}[?25l", "␛[?25l"), ("\u{1B}[?1m", "␛[?1m"),
      ("\u{1B}]0;title\u{7}", "␛]0;title␇"), ("\u{1B}c", "␛c"), ("\u{1B}", "␛"),
      ("\u{1B}[", "␛["), ("\u{1B}[\nx", "␛[\nx"), ("\u{1B}\u{1B}[1mx", "␛\u{1B}[1mx\u{1B}[0m"),
      ("a\r\nb", "a\nb"), (" 1%\r 2%\n", " 1%\r\u{1B}[K 2%\n"), ("a\r", "a"), ("é🚀网", "é🚀网"),
    ])
  func terminal(text: String, visible: String) {
    #expect(VisibleText.of(text, .terminal(colour: true)) == visible)
    // The same in pieces of one scalar each.
    var filter = VisibleText(.terminal(colour: true))
    var pieces = ""
    for scalar in text.unicodeScalars { pieces += filter.feed(String(scalar)) }
    #expect(pieces + filter.finish() == visible)
  }

  @Test(
    "is harmless in a log",
    arguments: [
      ("\u{1B}[31mred\u{1B}[0m\n", "red\n"), (" 1%\r 2%\n", " 1%\n 2%\n"),
      ("::error::x\n", "\\::error::x\n"), ("  ::add-mask::x", "  \\::add-mask::x"),
      ("::warning file=a::x", "\\::warning file=a::x"),
      ("::1 dev lo\n", "::1 dev lo\n"), ("::/0 via fe80::1", "::/0 via fe80::1"),
      ("::ffff:10.0.0.1 x ::", "::ffff:10.0.0.1 x ::"),
      ("a ::error::x", "a ::error::x"), ("a ##[error]x", "a ##\\[error]x"),
      ("##vso[task.complete]", "##\\vso[task.complete]"), ("x\r::error::y", "x\n\\::error::y"),
      ("\u{1B}[0m::error::x", "\\::error::x"),
    ])
  func log(text: String, visible: String) {
    #expect(VisibleText.of(text) == visible)
    var filter = VisibleText(.plain)
    var pieces = ""
    for scalar in text.unicodeScalars { pieces += filter.feed(String(scalar)) }
    #expect(pieces + filter.finish() == visible)
  }

  @Test("No control gets through, whatever comes")
  func allControls() {
    for first in 0...0x9F as ClosedRange<UInt32> {
      for second in ["", "[", "]", "m", "[31", "\u{1B}"] {
        let text = String(Unicode.Scalar(first)!) + second
        for form in [VisibleText.Form.plain, .terminal(colour: false)] {
          let shown = VisibleText.of(text + "x", form).replacing("\r\u{1B}[K", with: "")
          let controls = shown.unicodeScalars.filter {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
          }
          #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" })
        }
      }
    }
  }

  @Test("A command that lies across a long line's cut is broken too")
  func longLine() {
    let text = String(repeating: "a", count: 8191) + "##[error]x"
    #expect(VisibleText.of(text) == String(repeating: "a", count: 8191) + "##\\[error]x")
    var filter = VisibleText(.plain)
    let pieces = text.unicodeScalars.map { filter.feed(String($0)) }.joined() + filter.finish()
    #expect(!pieces.contains("##[error]"))
  }
}
