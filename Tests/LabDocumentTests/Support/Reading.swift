import Foundation
import Testing

@testable import LabDocument

/// Reads labs for tests.
enum Reading {
  /// A front matter that has nothing wrong.
  static let frontMatter = "---\nnetlab: 1\n---\n\n# A lab\n\n"
  /// A step that has nothing wrong.
  static let step = "\n## A step that is right\n\n```console\n$ true\n```\n"

  static func result(_ text: String, seed: String? = nil) -> LabReader.Result {
    LabReader.read(Array(text.utf8), file: "labs/test.md", seed: seed)
  }

  /// A lab without a single diagnostic.
  static func lab(
    _ text: String, seed: String? = nil, location: SourceLocation = #_sourceLocation
  ) throws -> Lab {
    let result = result(text, seed: seed)
    #expect(result.diagnostics.map(\.description) == [], sourceLocation: location)
    return try #require(result.lab, sourceLocation: location)
  }

  /// The elements of a lab with one step, whose text is given.
  static func elements(
    _ body: String, location: SourceLocation = #_sourceLocation
  ) throws -> [Element] {
    let lab = try lab(frontMatter + "## Step\n\n" + body, location: location)
    return try #require(lab.steps.first, sourceLocation: location).elements
  }

  /// The first console block of a lab with one step.
  static func console(
    _ transcript: String, location: SourceLocation = #_sourceLocation
  ) throws -> ConsoleBlock {
    let elements = try elements("```console\n\(transcript)\n```\n", location: location)
    guard case .console(let block)? = elements.first else {
      throw Missing(what: "a console block")
    }
    return block
  }

  struct Missing: Error {
    var what: String
  }

  static func fixture(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url(name)))
  }

  static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures").appendingPathComponent(name)
  }
}

/// What a test expects to be said at a mark.
struct Expected {
  var mark: Int
  var severity: Diagnostic.Severity
  var text: String

  static func error(_ mark: Int, _ text: String) -> Expected {
    Expected(mark: mark, severity: .error, text: text)
  }

  static func warning(_ mark: Int, _ text: String) -> Expected {
    Expected(mark: mark, severity: .warning, text: text)
  }
}

/// Expects exactly these diagnostics of a marked text.
func expect(
  _ marked: String, _ expected: Expected..., location: SourceLocation = #_sourceLocation
) {
  let text = MarkedText(marked)
  let result = Reading.result(text.text)
  let isRight =
    result.diagnostics.count == expected.count
    && zip(result.diagnostics, expected).allSatisfy { diagnostic, expected in
      diagnostic.severity == expected.severity && diagnostic.message.contains(expected.text)
        && text.positions[expected.mark] == Position(diagnostic.line, diagnostic.column)
    }
  if !isRight {
    let wanted = expected.map { item in
      let position = text.positions[item.mark]
      return "\(position?.line ?? 0):\(position?.column ?? 0): \(item.severity): …\(item.text)…"
    }
    Issue.record(
      """
      said:
      \(result.diagnostics.map(\.description).joined(separator: "\n"))
      expected:
      \(wanted.joined(separator: "\n"))
      """, sourceLocation: location)
  }
  let hasErrors = expected.contains { $0.severity == .error }
  #expect((result.lab == nil) == hasErrors, sourceLocation: location)
}

/// Expects exactly these diagnostics of a lab whose first step is given.
func expectInStep(
  _ marked: String, _ expected: Expected..., location: SourceLocation = #_sourceLocation
) {
  let text = Reading.frontMatter + "## Step\n\n" + marked + "\n" + Reading.step
  switch expected.count {
  case 0: expect(text, location: location)
  case 1: expect(text, expected[0], location: location)
  case 2: expect(text, expected[0], expected[1], location: location)
  default: expect(text, expected[0], expected[1], expected[2], location: location)
  }
}
