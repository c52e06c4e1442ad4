import Testing

@testable import LabDocument

/// What is said of folds, hints and questions, and where.
struct FoldProblemTests {
  private static let claims = "```expect\nhost: link eth0 up\nred exists\n```\n\n"

  private func fold(_ summary: String, _ body: String) -> String {
    "<details>\n1️⃣<summary>\(summary)</summary>\n\n\(body)\n\n</details>\n"
  }

  @Test func unclosed() {
    expectInStep("1️⃣<details>\n<summary>Hint</summary>\n\nHelp.\n", .error(1, "</details>"))
    expectInStep("1️⃣<details>\n<summary>More</summary>\n\nProse.\n", .error(1, "</details>"))
    expect(
      Reading.frontMatter + Reading.step + "\n1️⃣<details>\n<summary>Hint</summary>\n\nHelp.\n",
      .error(1, "</details>"))
    expectInStep(
      "<details>\n1️⃣<summary>Hint\n\nHelp.\n\n</details>\n", .error(1, "`</summary>`"))
    expectInStep("1️⃣</details>\n", .warning(1, "closes nothing"))
  }

  @Test func blankLine() {
    expectInStep(
      "<details>\n<summary>Hint</summary>\n1️⃣Help.\n\nMore.\n\n</details>\n",
      .error(1, "blank line"))
  }

  @Test func hints() {
    expectInStep(fold("Hint", ""), .error(1, "says nothing"))
    expectInStep(
      Self.claims + fold("If \"link eht0 up\" fails", "Help."), .error(1, "\"link eth0 up\""))
    expectInStep(fold("If \"link eth0 up\" fails", "Help."), .error(1, "in an `expect` block"))
    expectInStep(
      Self.claims + fold("If \"link eth0 up\" failed", "Help."), .error(1, "fails`"))
    expectInStep(Self.claims + fold("If \"link eth0 u\" fails", "Help."), .error(1, "begins with"))
    expectInStep(fold("If forwading-off", "Help."), .error(1, "`If forwarding-off`"))
    expectInStep(fold("If pigs fly", "Help."), .error(1, "`If forwarding-off`"))
    expectInStep(fold("Hints", "Help."), .warning(1, "<summary>Hint</summary>"))
    expectInStep(fold("solution", "Help."), .warning(1, "<summary>Solution</summary>"))
    expectInStep(
      "<details>\n<summary>Hint</summary>\n\n" + fold("Hint", "Help.") + "\n</details>\n",
      .error(1, "cannot stand in a Hint"))
  }

  @Test func blocksInFolds() {
    for role in ["console", "console example", "expect", "sh file=a"] {
      expectInStep(
        "<details>\n<summary>Hint</summary>\n\n1️⃣```\(role)\n```\n\n</details>\n",
        .error(1, "in a Hint"))
    }
    for role in ["console", "console setup", "expect"] {
      expectInStep(
        "<details>\n<summary>Solution</summary>\n\n1️⃣```\(role)\n```\n\n"
          + "```console solution\n$ true\n```\n\n</details>\n",
        .error(1, "in a Solution"))
    }
    expectInStep(fold("Solution", "Only prose."), .error(1, "`console solution`"))
  }

  // MARK: Questions

  private static let options = "1. Yes\n2. No\n\n"
  private static let answer =
    "<details>\n<summary>Answer</summary>\n\n**2.** Because.\n\n</details>\n\n"

  private func expectQuestion(
    _ text: String, _ expected: Expected, location: SourceLocation = #_sourceLocation
  ) {
    expectInStep("1️⃣### Question: will it?\n\n" + text, expected, location: location)
  }

  @Test func questionsWithoutParts() {
    expectInStep(
      "1️⃣### Question:\n\n\(Self.options)\(Self.answer)", .error(1, "asks nothing"))
    expectQuestion(Self.answer, .error(1, "no options"))
    expectQuestion("- Yes\n- No\n\n\(Self.answer)", .error(1, "ordered list"))
    expectQuestion("```console\n$ true\n```\n", .error(1, "no options"))
    expectQuestion(Self.options, .error(1, "no Answer"))
    expectQuestion("\(Self.options)```console\n$ true\n```\n\n", .error(1, "no Answer"))
    expectQuestion("\(Self.options)### Deeper\n\n", .error(1, "no Answer"))
    expectQuestion(
      "\(Self.options)<details>\n<summary>Hint</summary>\n\nHelp.\n\n</details>\n",
      .error(1, "no Answer"))
  }

  @Test func questionsInDisorder() {
    expectInStep(
      "### Question: will it?\n\n2️⃣1. Yes\n\n"
        + "<details>\n<summary>Answer</summary>\n\n**1.** Because.\n\n</details>\n",
      .error(2, "one option"))
    expectInStep(
      "### Question: will it?\n\n2️⃣3. Yes\n4. No\n\n\(Self.answer)", .error(2, "from 1"))
    expectInStep(
      "### Question: will it?\n\n1. Yes\n2️⃣2.\n\n\(Self.answer)", .error(2, "says nothing"))
    expectInStep(
      "### Question: will it?\n\n1. Yes\n2. No\n\n   2️⃣```console\n   $ true\n   ```\n\n\(Self.answer)",
      .error(2, "move this block"))
    expectInStep(
      "<details>\n2️⃣<summary>Answer</summary>\n\n**1.** Because.\n\n</details>\n",
      .error(2, "no question"))
    expectInStep(
      "1️⃣### Question: will it?\n\n\(Self.options)Prose.\n\n"
        + "<details>\n2️⃣<summary>Answer</summary>\n\n**1.** Because.\n\n</details>\n",
      .error(1, "directly under its options"), .error(2, "no question"))
  }

  @Test(arguments: [
    ("No.", "right option's number"), ("2. Because.", "right option's number"),
    ("**two.** Because.", "right option's number"), ("**3.** Because.", "from 1 to 2"),
    ("**0.** Because.", "from 1 to 2"), ("**99999999999999999999.** Because.", "from 1 to 2"),
    ("**2.**", "why"),
  ])
  func answers(_ body: String, _ message: String) {
    expectInStep(
      "### Question: will it?\n\n\(Self.options)<details>\n<summary>Answer</summary>\n\n"
        + "1️⃣\(body)\n\n</details>\n",
      .error(1, message))
  }

  @Test func blocksInAnswers() {
    expectInStep(
      "### Question: will it?\n\n\(Self.options)<details>\n<summary>Answer</summary>\n\n"
        + "**2.** Because.\n\n1️⃣```console\n$ true\n```\n\n</details>\n",
      .error(1, "in an Answer"))
  }
}
