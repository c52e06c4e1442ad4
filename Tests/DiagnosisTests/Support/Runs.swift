import Foundation
import LabDocument
import LabResults
import LabRuntime
import Testing

/// Nobody watches, nobody asks.
struct SilentDirector: RunDirector {
  func receive(_ event: RunEvent) {}
}

/// The labs that lie beside the tests.
enum BrokenLabs {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/broken")

  /// The names of all files, without `.md`.
  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// A lab, which must have no mistake.
  static func read(_ name: String, location: SourceLocation = #_sourceLocation) throws -> Lab {
    let file = folder.appending(path: "\(name).md")
    let reading = LabReader.read(Array(try Data(contentsOf: file)), file: file.path)
    #expect(reading.diagnostics.map(\.description) == [], sourceLocation: location)
    return try #require(reading.lab, "\(name) is no lab", sourceLocation: location)
  }
}

/// Whether a lab can be run here, tried once.
private enum Machine {
  static let refusal = Task { () -> String? in
    let text = "---\nnetlab: 1\nworld: none\n---\n\n# A\n\n## A\n\n```console\n$ true\n```\n"
    guard let lab = LabReader.read(Array(text.utf8), file: "a.md").lab else { return nil }
    switch await LabMachine.rehearse(lab, { _ in }) {
    case .done: return nil
    case .skipped(let reason), .problem(let reason): return reason
    }
  }
}

extension Trait where Self == ConditionTrait {
  static var needsRuns: Self {
    .enabled("labs cannot be run here; `netlab doctor` says why") {
      await Machine.refusal.value == nil
    }
  }
}
