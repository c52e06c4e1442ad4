import NetworkState
import Testing

@testable import LabDocument

/// How an article becomes sections, ids and elements.
struct ArticleTests {
  @Test(arguments: [
    ("Plug in the cable", "plug-in-the-cable"), ("Über die Brücke", "über-die-brücke"),
    ("ÉTÉ 2024", "été-2024"), ("What's `ip`?", "whats-ip"), ("a  b", "a--b"), ("a_b-c.d", "a_b-cd"),
    ("1. First", "1-first"), ("日本語 名", "日本語-名"), ("🙂 smile", "-smile"), ("C++ & more", "c--more"),
  ])
  func slugs(_ heading: String, _ slug: String) {
    var slugger = Slugger()
    #expect(slugger.slug(of: heading) == slug)
    #expect(slugger.slug(of: heading) == "\(slug)-1")
    #expect(slugger.slug(of: heading) == "\(slug)-2")
  }

  @Test func repeatedSlugs() {
    var slugger = Slugger()
    #expect(["a-1", "a", "a", "a"].map { slugger.slug(of: $0) } == ["a-1", "a", "a-2", "a-3"])
  }

  /// All headings count for the repeats, as on GitHub.
  @Test func ids() throws {
    let lab = try Reading.lab(
      "---\nnetlab: 1\n---\n# Look\n\n## Look\n```console\n$ a\n```\n### Look\n\n> # Look\n\n"
        + "Look\n----\n```console\n$ a\n```\n## *Look* at `it` [now](x) ##\n```console\n$ a\n```\n")
    #expect(lab.steps.map(\.id) == ["look-1", "look-4", "look-at-it-now"])
    #expect(lab.steps.map(\.title) == ["Look", "Look", "*Look* at `it` [now](x)"])
    #expect(lab.title == "Look")
  }

  @Test func whatMakesAStep() throws {
    let lab = try Reading.lab(
      "---\nnetlab: 1\n---\n# A\n\n## Prose\n\n## Example\n```console example\n$ a\n```\n"
        + "## Instructors\n<details>\n<summary>For instructors</summary>\n\n```console\n$ a\n```\n\n"
        + "</details>\n\n## File\n```sh file=a\n```\n## Claims\n```expect\nhost: link lo up\n```\n"
        + "## Setup\n```console setup\n$ a\n```\n## Solved\n<details>\n<summary>Solution</summary>\n\n"
        + "```console solution\n$ a\n```\n\n</details>\n")
    #expect(lab.steps.map(\.id) == ["file", "claims", "setup", "solved"])
    #expect(lab.steps.map(\.isExercise) == [false, false, false, true])
    #expect(lab.sections.count == 7)
  }

  @Test func titles() throws {
    let told = "---\nnetlab: 1\ntitle: Told\n---\n"
    #expect(try Reading.lab(told + Reading.step).title == "Told")
    let same = try Reading.lab(told + "# Told\n" + Reading.step)
    #expect(same.introduction.isEmpty)
    let other = try Reading.lab(told + "# Other\n" + Reading.step)
    #expect(other.title == "Told")
    #expect(other.introduction.count == 1)
    let untitled = Reading.result("---\nnetlab: 1\n---\n" + Reading.step)
    #expect(untitled.lab?.title == "test")
    #expect(untitled.lab?.id == "test")
  }

  @Test func defaults() throws {
    let lab = try Reading.lab(Reading.frontMatter + Reading.step)
    #expect(lab.world == .article)
    #expect(lab.limit == .seconds(60))
    #expect(lab.locale == "en")
    let step = try #require(lab.steps.first)
    #expect(step.points == 1 && step.bonus == 0 && step.timeout == .seconds(30))
    #expect(!step.isExercise && !step.isOptional && step.diagnosisLevel == .cause)
  }

  private func world(
    _ yaml: String, location: SourceLocation = #_sourceLocation
  ) throws -> World {
    try Reading.lab(
      "---\nnetlab: 1\nworld: \(yaml)\n---\n# A\n" + Reading.step, location: location
    ).world
  }

  @Test func worlds() throws {
    #expect(try world("none") == .none)
    #expect(
      try world("{host: {eth0: 10.0.2.15/24, gateway: 10.0.2.2}, internet: [8.8.8.8]}") == .article)
    #expect(
      try world("{host: {eth0: 10.0.2.15/24}, gateway: 10.0.2.2, internet: 8.8.8.8}") == .article)
    #expect(try world("{host: {eth0: 10.0.0.1/8}}").internet == nil)
    #expect(try world("{host: {eth0: 10.0.0.1/8, gateway: 10.0.0.2}}").internet?.addresses == [])
    var world = World.article
    world.sysctls = ["net.ipv4.ip_forward": "1"]
    #expect(try self.world("{sysctl: {net.ipv4.ip_forward: 1}}") == world)
    #expect(try self.world("{start: 04-bridge}").start == "04-bridge")
    #expect(try self.world("{internet: {serves: dns}}").hosts == World.article.hosts)
  }

  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("20s", .seconds(20)), ("2m", .seconds(120)),
    ("1440m", .seconds(86_400)),
  ])
  func durations(_ text: String, _ duration: Duration) {
    #expect(DurationText.duration(text) == duration)
  }

  @Test(arguments: ["", "s", "20", "20 s", "2h", "-1s", "0s", "1.5s", "1441m", "99999999999s"])
  func noDurations(_ text: String) {
    #expect(DurationText.duration(text) == nil)
  }

  @Test func questionInAQuietPlace() throws {
    let elements = try Reading.elements(
      "### Question: why?\n\n1) a\n2) b\n   - b1\n\n<details><summary>Answer</summary>\n\n**1** So.\n\n"
        + "</details>\n\n```console\n$ true\n```\n")
    guard case .question(let question)? = elements.first else {
      Issue.record("no question")
      return
    }
    #expect(question.options == ["a", "b\n- b1"])
    #expect(question.answer == 1)
    #expect(question.explanation.markdown == "So.")
    #expect(question.body == nil)
    #expect(elements.count == 2)
  }

  @Test func foldsWithoutBlankLinesBetween() throws {
    let elements = try Reading.elements(
      "```console\n$ true\n```\n<details open>\n<summary>Hint</summary>\n\nOne.\n</details>\n"
        + "<DETAILS>\n<Summary> Hint </Summary>\n\nTwo.\n\n</DETAILS>\n<details>\n\nThree.\n\n</details>\n"
    )
    let hints = elements.compactMap {
      if case .hint(let hint) = $0 { hint.body.markdown } else { nil }
    }
    #expect(hints == ["One.", "Two."])
    #expect(elements.count == 4)
  }
}
