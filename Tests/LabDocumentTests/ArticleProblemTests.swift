import Testing

@testable import LabDocument

/// What is said of an article's headings, comments, fences and text, and where.
struct ArticleProblemTests {
  @Test func hasNoStep() {
    expect("---\nnetlab: 1\n---\n\n1️⃣# A lab\n\nOnly prose.\n", .error(1, "step"))
    expect("---\nnetlab: 1\ntitle: A lab\n---\n1️⃣\nOnly prose.\n", .error(1, "step"))
    expect(
      "---\nnetlab: 1\n---\n1️⃣# A lab\n## Reading\n\n```console example\n$ true\n```\n",
      .error(1, "step"))
  }

  @Test func hasNoTitle() {
    expect("---\nnetlab: 1\n---\n1️⃣\n" + Reading.step, .warning(1, "no title"))
  }

  @Test func runsOutsideAStep() {
    for block in ["console", "console setup", "console solution", "expect", "expect keep"] {
      let text = block.hasPrefix("expect") ? "host: link eth0 up" : "$ true"
      expect(
        "\(Reading.frontMatter)1️⃣```\(block)\n\(text)\n```\n" + Reading.step, .error(1, "H2"))
    }
    expect("\(Reading.frontMatter)1️⃣```sh file=a\n```\n" + Reading.step, .error(1, "H2"))
  }

  @Test func ids() {
    expect(
      Reading.frontMatter + "## One\n<!-- netlab: id=one -->\n\n```console\n$ true\n```\n"
        + "## Two\n<!-- netlab: 1️⃣id=one -->\n\n```console\n$ true\n```\n",
      .error(1, "`one`"))
    expect(
      Reading.frontMatter + "## One\n<!-- netlab: id=two -->\n\n```console\n$ true\n```\n"
        + "1️⃣## Two\n\n```console\n$ true\n```\n",
      .error(1, "`two`"))
    expect(Reading.frontMatter + "1️⃣## !!!\n\n```console\n$ true\n```\n", .error(1, "no letter"))
  }

  /// Expects a problem of the comment under a step's heading.
  private func expectComment(
    _ comment: String, _ expected: Expected, location: SourceLocation = #_sourceLocation
  ) {
    expect(
      Reading.frontMatter + "## Step\n\(comment)\n\n```console\n$ true\n```\n", expected,
      location: location)
  }

  @Test func comments() {
    expectComment("<!-- netlab: 1️⃣pionts=2 -->", .error(1, "`points=2`"))
    expectComment("<!-- netlab: 1️⃣exersise -->", .error(1, "`exercise`"))
    expectComment("<!-- netlab: 1️⃣colour=red -->", .error(1, "`id=cable`"))
    expectComment("<!-- netlab: 1️⃣points=two -->", .error(1, "`points=2`"))
    expectComment("<!-- netlab: 1️⃣points=-1 -->", .error(1, "no number"))
    expectComment("<!-- netlab: 1️⃣bonus=99999999999999999999 -->", .error(1, "no number"))
    expectComment("<!-- netlab: 1️⃣timeout=20 -->", .error(1, "`timeout=20s`"))
    expectComment("<!-- netlab: 1️⃣why=hopp -->", .error(1, "`why=hop`"))
    expectComment("<!-- netlab: 1️⃣why=everything -->", .error(1, "`symptom`, `hop`"))
    expectComment("<!-- netlab: 1️⃣id= -->", .error(1, "no id"))
    expectComment("<!-- netlab: 1️⃣id=a/b -->", .error(1, "no id"))
    expectComment("<!-- netlab: 1️⃣id -->", .error(1, "has no value"))
    expectComment("<!-- netlab: 1️⃣optional=yes -->", .error(1, "alone"))
    expectComment("<!-- netlab: points=1 1️⃣points=2 -->", .error(1, "twice"))
    expectComment("<!--\nnetlab: points=1\n  1️⃣pints=2\n-->", .error(1, "`points=2`"))
    expectComment("<!-- 1️⃣netlab id=a -->", .error(1, "colon"))
  }

  @Test func commentsElsewhere() {
    let comment = "<!-- netlab: points=2 -->"
    expect("\(Reading.frontMatter)1️⃣\(comment)\n" + Reading.step, .error(1, "directly under an H2"))
    expectInStep("Prose.\n\n1️⃣\(comment)\n", .error(1, "directly under an H2"))
    expectInStep("Prose 1️⃣\(comment)\n", .error(1, "line of its own"))
    expectInStep("### Deeper\n1️⃣\(comment)\n", .error(1, "directly under an H2"))
    expectInStep("- 1️⃣\(comment)\n", .error(1, "directly under an H2"))
    expect(
      Reading.frontMatter + "## Step 1️⃣\(comment)\n\n```console\n$ true\n```\n",
      .error(1, "line of its own"))
    expect(
      Reading.frontMatter + "## Step\n\(comment)\n1️⃣\(comment)\n\n```console\n$ true\n```\n",
      .error(1, "directly under an H2"))
  }

  @Test func roles() {
    expectInStep("```console 1️⃣sollution\n$ true\n```\n", .error(1, "`console solution`"))
    expectInStep("```console 1️⃣whatever\n$ true\n```\n", .error(1, "`console` alone"))
    expectInStep("```expect 1️⃣kept\nhost: link eth0 up\n```\n", .error(1, "`expect keep`"))
    expectInStep("- a\n\n  ~~~console 1️⃣setpu\n  $ true\n  ~~~\n", .error(1, "`console setup`"))
    expectInStep("```1️⃣consle\n$ true\n```\n", .warning(1, "`console`"))
    expectInStep("```1️⃣Expect\na exists\n```\n", .warning(1, "`expect`"))
    expectInStep("```sh 1️⃣fiel=a\n```\n", .warning(1, "`file=PATH`"))
  }

  @Test(
    arguments: [
      "../a", "a/../../b", "/etc/passwd", "", "~/a", "a/", ".", "\"a", "..", "a/..",
    ])
  func paths(_ path: String) {
    expectInStep("```sh 1️⃣file=\(path)\n```\n", .error(1, "file"))
  }

  @Test func fencesWithoutAnEnd() {
    expect(Reading.frontMatter + "## Step\n\n1️⃣```console\n$ true\n", .error(1, "no end"))
    expect(
      Reading.frontMatter + "## Step\n\n1️⃣~~~~expect\nhost: link lo up\n2️⃣~~~\n",
      .error(1, "write a line `~~~~`"), .error(2, "claim"))
    expect(
      Reading.frontMatter + Reading.step + "\n1️⃣```text\nnever ends\n", .warning(1, "no end"))
    expectInStep("- 1️⃣```console\n  $ true\n\nProse.\n", .error(1, "no end"))
  }

  @Test func claims() {
    expectInStep("```expect\n1️⃣or host: link eth0 up\n```\n", .error(1, "`or`"))
    expectInStep("1️⃣```expect\n# only a comment\n\n```\n", .warning(1, "claims nothing"))
    expectInStep("> ```expect\n>   host: 1️⃣lnik eth0 up\n> ```\n", .error(1, "link"))
  }

  @Test func variables() {
    let matter = "---\nnetlab: 1\nvariables:\n  net: {pick: [\"172.18.1\"]}\n---\n\n# A lab\n"
    expect("\(matter)A 1️⃣{{nte}} here.\n" + Reading.step, .error(1, "`{{net}}`"))
    expect("\(matter)A 1️⃣{{ net }} here.\n" + Reading.step, .error(1, "`{{net}}`"))
    expect(
      "\(matter)## Step\n\n```expect\nhost: addr {{net}}.1/24 dev eth0 1️⃣upp\n```\n",
      .error(1, "upp"))
    expect(
      "\(matter)## Step\n\n```expect\nhost: addr 1️⃣{{net}}.1/64 dev eth0\n```\n", .error(1, "64"))
  }

  @Test func text() {
    let start = Array("\(Reading.frontMatter)aö".utf8)
    let bad = LabReader.read(
      start + [0xFF] + Array("b\n".utf8) + [0xC3] + Array(Reading.step.utf8), file: "a.md")
    #expect(
      bad.diagnostics.map { Position($0.line, $0.column) } == [Position(7, 4), Position(8, 1)])
    #expect(bad.diagnostics[0].message.contains("0xFF"))
    let null = LabReader.read(start + [0] + Array(Reading.step.utf8), file: "a.md")
    #expect(null.diagnostics.map { Position($0.line, $0.column) } == [Position(7, 4)])
    #expect(null.diagnostics[0].message.contains("NUL"))
    for bytes: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80]] {
      #expect(LabReader.read(start + bytes + Array(Reading.step.utf8), file: "a").lab == nil)
    }
    #expect(
      LabReader.read([], file: "a.md").diagnostics.first?.message.contains("netlab: 1") == true)
  }

  @Test func depth() {
    let quotes = String(repeating: ">", count: 100)
    expectInStep("\(quotes)1️⃣> too deep", .error(1, "nested"))
    let folds = String(repeating: "<details>\n\n", count: 16)
    let ends = String(repeating: "</details>\n\n", count: 17)
    expectInStep("\(folds)1️⃣<details>\n\n\(ends)", .error(1, "nested"))
  }
}
