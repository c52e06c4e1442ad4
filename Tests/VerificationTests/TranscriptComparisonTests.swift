import LabDocument
import Testing

@testable import Verification

@Suite("Comparing a transcript with an output")
struct TranscriptComparisonTests {
  /// A transcript whose lines are written one under the other.
  private func difference(_ expected: String, _ actual: String) -> String? {
    let lines =
      expected.isEmpty ? [] : expected.split(separator: "\n", omittingEmptySubsequences: false)
    return TranscriptComparison.difference(
      expected: lines.map { $0 == "..." ? .anyLines : .text(String($0)) }, actual: actual)
  }

  @Test(
    "agrees",
    arguments: [
      ("", ""), ("", "\n\n"), ("a", "a"), ("a", "a\n"), ("a", "a\n\n"), ("a\n", "a"),
      ("...", ""), ("...", "a\nb\n"), ("a\n...", "a\n"), ("...\na", "a\n"),
      ("a\n...\nc", "a\nb\nb\nc\n"), ("a\n...\nb\nc", "a\nb\nb\nc\n"),
      ("...\nb\n...\nb", "b\nb"), ("...\n...", "x"), ("a\n...\n\nb", "a\nx\n\nb"),
      ("> <any>", ">"), ("> <any>", "> x y"), ("a <any> c", "a b c"), ("<any>", ""),
      ("x <n>", "x 12"), ("x <n>s", "x 1.5s"), ("<n>.<n>", "1.5"), ("<ip>", "10.0.0.1"),
      ("<ip>/16", "10.0.0.1/16"), ("<ip>", "10.0.0.1/16"), ("<ip>", "2001:db8::1"),
      ("via <ip> dev", "via fe80::1 dev"), ("<mac>", "02:00:00:00:00:99"),
      ("mac=<mac>.", "mac=02:00:00:00:00:99."), ("took <time>", "took 1.5s"),
      ("took <time>", "took 15 ms"), ("took <time> sec", "took 15 sec"),
      ("<time> IP", "12:34:56.789012 IP"), ("usage: <ip>", "usage: <ip>"),
      ("<n>: <n>", "1: 2"),
    ])
  func agrees(expected: String, actual: String) {
    #expect(difference(expected, actual) == nil)
  }

  /// Nothing is left of a `pipe 3` once it is masked, however many there are.
  @Test("an output agrees with itself", arguments: [1, 8, 9, 40])
  func agreesWithItself(lines: Int) {
    let text = String(repeating: "pipe 3\n", count: lines)
    #expect(difference(text, text) == nil)
    #expect(difference("a\n" + text, "a\n") == nil)
    #expect(difference("a\n" + text, "b\n") == "- a\n+ b")
  }

  @Test(
    "differs",
    arguments: [
      ("", "a"), ("a", ""), ("a", "b"), ("a", "a\nb"), ("a\nb", "a"), ("a\nb", "a\n\nb"),
      ("a\n\nb", "a\nb"), ("...\na", "a\nb"), ("a\n...", "b\na"), ("a\n...\nc", "a\nb"),
      ("...\nb\n...\nb", "b"), ("> <any>", ">x"), ("<any>b", "a"), ("x <n>", "x y"),
      ("x <n>", "x "), ("<ip>", "256.0.0.1"), ("<ip>", "12:34"), ("<ip>", "1.2.3"),
      ("<mac>", "02:00:00:00:00"), ("took <time>", "took long"), ("<n>", "1 2"),
      ("<time>", "15 apples"),
    ])
  func differs(expected: String, actual: String) {
    #expect(difference(expected, actual) != nil)
  }

  @Test("A diff shows lines as written, and little of what agrees")
  func diff() {
    let expected = """
      one
      two
      three
      5: veth0@if6: <UP> mtu 1500
      link 02:00:00:00:00:01
      four
      ...
      last
      """
    let actual = """
      one
      two
      three
      7: veth0@if8: <UP> mtu 1500
      link 02:00:00:00:00:02
      five
      a
      b
      last

      """
    #expect(
      difference(expected, actual) == """
          …
          7: veth0@if8: <UP> mtu 1500
          link 02:00:00:00:00:02
        - four
          ...
          last
        """)
    #expect(difference("a\nb", "a\nc\n") == "  a\n- b\n+ c")
    #expect(difference("", "x\n") == "+ x")
    #expect(difference("x", "") == "- x")
  }

  @Test("Long insertions are cut")
  func longInsertion() {
    let actual = (1...5000).map { "line \($0)\n" }.joined()
    let diff = difference("a", actual)
    #expect(diff?.split(separator: "\n").count == 22)
    #expect(diff?.hasSuffix("+ … (4980 more lines)") == true)
  }

  @Test(
    "Hostile outputs take little time",
    .timeLimit(.minutes(1)),
    arguments: [
      "a", "\n", "a\n", "\u{1B}[", "1.1.1.1", "fe80::", "a:a:", "time=", " (id: 1", "-- ",
    ])
  func hostile(piece: String) {
    let output = String(repeating: piece, count: (1 << 18) / piece.utf8.count) + "x"
    let pattern =
      "...\n" + String(repeating: "a\n", count: 10) + "b <any>a<any>a<ip>\n...\n<any>x<n>"
    #expect(difference(pattern, output) != nil)
  }
}
