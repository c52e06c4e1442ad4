import Diagnosis
import Foundation
import LabResults
import NetworkState
import Testing

@testable import LabDocument
@testable import Reporting

/// What a lab says, prints or names never becomes markup of the page.
@Suite("The page's safety")
struct HTMLSafetyTests {
  private static let hostile: [String] = [
    "<script>alert(1)</script>", "</samp></pre><script>alert(1)</script>",
    "\"><img src=x onerror=y>",
    "' onmouseover='x", "</title></style></svg><svg onload=x>", "<!--", "--><b>", "]]>",
    "&lt;b&amp;",
    "<details open ontoggle=x>", "javascript:alert(1)", "\u{1B}[31m<b>\u{1B}[0m", "\u{202E}<i>",
    String(decoding: Array(0...255 as ClosedRange<UInt8>), as: UTF8.self), "`<b>`<i>`", "\r<b>\r\n",
  ]

  /// A run that says the text wherever it can.
  private static func page(saying text: String) -> String {
    var run = SampleRun(outputs: [41: text])
    run.commands[41] = {
      ($0.difference, $0.message) = ("- \(text)\n+ \(text)", text)
    }
    run.commands[74] = { $0.message = text }
    run.claims[80] = (.failed, text)
    run.lab.title = text
    run.lab.summary = text
    run.lab.file = text
    run.lab.id = text
    run.lab.locale = text
    run.lab.introduction = [.prose(Prose(markdown: text, line: 1))]
    if case .step(var step) = run.lab.sections[1] {
      (step.title, step.id) = (text, "id")
      step.elements.insert(
        .prose(Prose(markdown: "# \(text)\n\n- [\(text)](\(text))", line: 25)), at: 0)
      run.lab.sections[1] = .step(step)
    }
    var result = run.events().result
    result.steps[1].claims[0].claim = text
    result.steps[1].claims[0].place = text
    result.steps[0].commands[0].command = text
    result.steps[1].claims[0].diagnosis = Diagnosis(
      cause: .linkDown, hop: .namespace(text, host: text), device: text, observed: text,
      expected: text, command: text)
    result.steps[1].claims[1].outcome = .failed
    result.steps[1].claims[1].diagnosis = Diagnosis(
      cause: nil, hop: .namespace(text, host: text), device: text, observed: text, expected: text)
    var report = HTMLReport()
    report.add(
      run.lab, result, network: ["cable": SampleNetwork.change(naming: text)])
    report.add(
      unreadable: text, id: text,
      [Diagnostic(.error, file: text, line: 1, column: 1, text)])
    return report.text()
  }

  @Test("Nothing that is said becomes an element", arguments: hostile)
  func escaping(text: String) {
    let page = Self.page(saying: text)
    let harmless = Self.page(saying: "x")
    func count(_ needle: String, _ text: String) -> Int {
      text.components(separatedBy: needle).count
    }
    // The words of titles may be cut, but there are no more scripts than the page's own.
    for needle in ["<script", "<style", "<img", "<i>", "<b>", "<svg", "<!--", "<details"] {
      #expect(count(needle, page) == count(needle, harmless), "\(needle)")
    }
    let scalars = page.unicodeScalars
    #expect(!scalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    #expect(!scalars.contains { $0 == "\u{202E}" || (0x7F...0x9F).contains($0.value) })
  }

  @Test(
    "The page is well formed, whatever is said",
    .enabled(if: PageCheck.python != nil, "no python3"),
    arguments: hostile + ["x"])
  func wellFormed(text: String) throws {
    #expect(try PageCheck.mistakes(in: Self.page(saying: text)) == "")
  }

  @Test("Links lead to the web, to mail, or within the page")
  func links() {
    let markdown = HTMLMarkdown(anchors: ["cable": "2.cable"])
    for (source, html) in [
      (
        "[a](https://example.org/?q=1&r=2)",
        "<a href=\"https://example.org/?q=1&amp;r=2\" rel=\"noreferrer\">a</a>"
      ),
      (
        "<mailto:a@example.org>",
        "<a href=\"mailto:a@example.org\" rel=\"noreferrer\">mailto:a@example.org</a>"
      ),
      ("[a](#cable)", "<a href=\"#2.cable\">a</a>"), ("[a](#none)", "a"),
      ("[a](JavaScript:alert(1))", "a"), ("[a](data:text/html,x)", "a"),
      ("[a](//example.org)", "a"),
      ("[a](other.md)", "a"),
      (
        "![a](https://example.org/x.png)",
        "<a href=\"https://example.org/x.png\" rel=\"noreferrer\">a</a>"
      ),
    ] {
      #expect(markdown.line(source) == html)
    }
  }

  @Test(
    "The policy knows the page's style and script",
    .enabled(if: PageCheck.sha256sum != nil, "no sha256sum; the package is coreutils"),
    arguments: ["style", "script"])
  func digests(name: String) throws {
    let (text, digest) =
      name == "style"
      ? (HTMLStyle.text, HTMLStyle.digest) : (HTMLScript.text, HTMLScript.digest)
    let tool = try #require(PageCheck.sha256sum)
    let sum = try PageCheck.run(tool, [], input: text).prefix { $0.isHexDigit }
    var bytes = Data()
    var rest = sum[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    #expect(bytes.base64EncodedString() == digest, "write this digest beside the text")
    #expect(HTMLReport.policy.contains("'sha256-\(digest)'"))
  }

  @Test("The page fetches nothing")
  func alone() {
    let page = Self.page(saying: "x")
    for word in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", " style="] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
  }
}
