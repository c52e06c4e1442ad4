import Testing

@testable import Reporting

/// Changes to a file as `patch` takes them.
@Suite struct UnifiedDiffTests {
  private static func text(_ lines: [UnifiedDiff.Line], _ style: Style = Style()) -> String {
    String(decoding: UnifiedDiff.text(lines, of: "a.md", style: style), as: UTF8.self)
  }

  private static func same(_ numbers: ClosedRange<Int>) -> [UnifiedDiff.Line] {
    numbers.map { .same(Array("\($0)\n".utf8)) }
  }

  @Test("Changes stand in hunks with the lines around them")
  func hunks() {
    #expect(Self.text(Self.same(1...5)) == "")
    let lines: [UnifiedDiff.Line] =
      Self.same(1...5) + [.removed(Array("6\n".utf8)), .added(Array("six\n".utf8))]
      + Self.same(7...20) + [.added(Array("new\r\n".utf8)), .removed(Array("last".utf8))]
    #expect(
      Self.text(lines) == """
        --- a.md
        +++ a.md
        @@ -3,7 +3,7 @@
         3
         4
         5
        -6
        +six
         7
         8
         9
        @@ -18,4 +18,4 @@
         18
         19
         20
        +new\r
        -last
        \\ No newline at end of file

        """)
    #expect(Self.text([.added(Array("x\n".utf8))]) == "--- a.md\n+++ a.md\n@@ -0,0 +1 @@\n+x\n")
  }

  @Test("A terminal gets colours, and is told nothing")
  func terminal() {
    let text = Self.text(
      [.removed(Array("\u{1B}[2Jx\n".utf8)), .added(Array("y\n".utf8))],
      Style(colour: true, isTerminal: true))
    #expect(text.contains("\u{1B}[31m-"))
    #expect(text.contains("\u{1B}[32m+y\u{1B}[0m\n"))
    #expect(!text.contains("\u{1B}[2J"))
  }
}
