import Foundation
import Testing

@testable import LabDocument

/// The labs in other languages, `labs/LANGUAGE/NAME.md`, keep in step with `labs/NAME.md`.
struct TranslationTests {
  /// A lab in another language.
  struct Translation: CustomTestStringConvertible, Sendable {
    var language: String
    var name: String
    var testDescription: String { "\(language)/\(name)" }
  }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let translations: [Translation] = names(in: "labs").flatMap { folder in
    names(in: "labs/\(folder)").filter { $0.hasSuffix(".md") }
      .map { Translation(language: folder, name: $0) }
  }

  private static func names(in folder: String) -> [String] {
    let path = root.appendingPathComponent(folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Reads a lab of the repository, and the one that it starts from.
  private static func lab(_ file: String) throws -> Lab {
    let load: LabLoader = { id, beside in
      let folder = beside.split(separator: "/").dropLast().joined(separator: "/")
      let path = "\(folder)/\(id).md"
      return LoadedLab(file: path, bytes: try bytes(of: path))
    }
    let result = LabReader.read(try bytes(of: file), file: file, load: load)
    #expect(result.diagnostics.map(\.description) == [])
    return try #require(result.lab)
  }

  private static func bytes(of file: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: root.appendingPathComponent(file)))
  }

  @Test("The labs that are promised in Chinese are there")
  func areThere() {
    let chinese = Self.translations.filter { $0.language == "zh" }.map { $0.name.prefix(2) }
    #expect(Set(chinese).isSuperset(of: ["00", "01", "02", "03", "04", "05", "07"]))
  }

  @Test(
    "A translation has the steps, commands, claims and answers of its original",
    arguments: translations)
  func agrees(_ translation: Translation) throws {
    let lab = try Self.lab("labs/\(translation.language)/\(translation.name)")
    let original = try Self.lab("labs/\(translation.name)")
    #expect(lab.locale.prefix { $0 != "-" } == translation.language)
    if let difference = SharedOutline.difference(of: lab, from: original) {
      Issue.record("\(difference)")
    }
  }

  /// The prose and the headings are all that may differ.
  private static let original = """
    ---
    netlab: 1
    ---

    # A lab

    ## The step
    <!-- netlab: id=step points=2 -->

    Words.

    ```bash file=a.sh
    echo a
    ```

    ### Question: what now?

    1. This
    2. That

    <details>
    <summary>Answer</summary>

    **2.** Because.

    </details>

    ```console
    # Look
    $ true
    output
    ```

    ```expect
    host: link eth0 up  # holds before
    host: link lo up
    ```

    <details>
    <summary>If "link lo" fails</summary>

    Words.

    </details>

    """

  @Test("Words may differ")
  func words() throws {
    var text = Self.original
    for (word, other) in [
      ("A lab", "一个实验"), ("The step", "一步"), ("Words.", "几句话。"), ("what now?", "然后呢？"),
      ("This", "这个"), ("Because.", "因为。"), ("# Look", "# 看"),
    ] {
      text = text.replacing(word, with: other)
    }
    let lab = try Reading.lab(text)
    #expect(SharedOutline.difference(of: lab, from: try Reading.lab(Self.original)) == nil)
  }

  @Test(
    "What else differs is named with both lines",
    arguments: [
      ("id=step", "id=other", "step id=other"), ("points=2", "points=3", "points=3"),
      ("echo a", "echo b", "echo b"), ("$ true\n", "$ false\n[exit 1]\n", "$ false [exit 1]"),
      ("\noutput\n", "\nanother\n", "output another"), ("**2.**", "**1.**", "answer 1"),
      ("link lo up", "link lo down", "claim host: link lo down"),
      ("  # holds before", "", "claim host: link eth0 up"),
      ("\"link lo\" fails", "\"link eth0\" fails", "link eth0 up"),
      ("```expect\n", "```expect keep\n", "expect keep"),
      ("netlab: 1\n", "netlab: 1\nminutes: 3\n", "minutes 3"),
      ("host: link lo up\n```", "host: link lo up\nhost: link eth0 up\n```", "claim host"),
    ])
  func differs(_ word: String, _ other: String, _ named: String) throws {
    let lab = try Reading.lab(Self.original.replacing(word, with: other))
    let difference = try #require(
      SharedOutline.difference(of: lab, from: try Reading.lab(Self.original)))
    #expect(difference.contains(named))
    #expect(difference.matches(of: /labs\/test\.md:\d+/).count == 2)
  }
}
