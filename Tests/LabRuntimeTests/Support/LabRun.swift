import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// A lab that was run, and what came of it.
struct LabRun: Sendable {
  var result: LabResult
  var events: [RunEvent]

  /// Reads a lab from the text under its title and runs it.
  static func run(
    _ body: String, frontMatter: String = "world: none", options: RunOptions = RunOptions(),
    director: RecordingDirector = RecordingDirector(), location: SourceLocation = #_sourceLocation
  ) async throws -> LabRun {
    let lab = try lab(body, frontMatter: frontMatter, location: location)
    let result = await Runner(lab: lab, options: options, director: director).run()
    return LabRun(result: result, events: await director.events)
  }

  /// Reads a lab that has no mistake.
  static func lab(
    _ body: String, frontMatter: String = "world: none", location: SourceLocation = #_sourceLocation
  ) throws -> Lab {
    let text = "---\nnetlab: 1\n\(frontMatter)\n---\n\n# A lab\n\n\(body)\n"
    let reading = LabReader.read(Array(text.utf8), file: "labs/a-lab.md")
    return try #require(
      reading.lab, "\(reading.diagnostics.map(\.description))", sourceLocation: location)
  }

  /// Reads a world as front matter writes it.
  static func world(_ yaml: String) throws -> World {
    try lab("## A step\n\n```console\n$ true\n```", frontMatter: "world: \(yaml)").world
  }

  var outcome: Outcome { result.outcome }
  var commands: [CommandResult] { result.steps.flatMap(\.commands) }
  var claims: [ClaimResult] { result.steps.flatMap(\.claims) }

  /// `COMMAND: outcome` and `PLACE: CLAIM: outcome` in the order of the results.
  var outcomes: [String] {
    result.steps.flatMap { step in
      step.commands.map { "\($0.command): \($0.outcome)" }
        + step.claims.map {
          ($0.place.isEmpty ? "" : "\($0.place): ") + "\($0.claim): \($0.outcome)"
        }
    }
  }

  func claim(_ text: String, location: SourceLocation = #_sourceLocation) throws -> ClaimResult {
    try #require(claims.first { $0.claim == text }, "\(outcomes)", sourceLocation: location)
  }

  func command(_ text: String, location: SourceLocation = #_sourceLocation) throws
    -> CommandResult
  {
    try #require(commands.first { $0.command == text }, "\(outcomes)", sourceLocation: location)
  }

  /// What did not pass, with its message; empty if everything passed.
  var complaints: [String] {
    let commands = commands.filter { $0.outcome != .passed }.map {
      "\($0.command): \($0.outcome): \($0.message ?? ""): \($0.output)"
    }
    let claims = claims.filter { $0.outcome != .passed }.map {
      "\($0.place): \($0.claim): \($0.outcome): \($0.message ?? "")"
    }
    return commands + claims + (result.message.map { [$0] } ?? [])
  }
}
