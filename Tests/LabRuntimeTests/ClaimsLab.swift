import LabDocument
import LabResults
import Testing

@testable import LabRuntime

/// Runs a lab of one step in a sandbox of its own and keeps what came of its claims.
enum ClaimsLab {
  /// Each claim line's outcome and message, in the order of the lines.
  static func judge(
    world: String = "", _ commands: String, _ claims: String
  ) async throws -> [ClaimResult] {
    let console = commands.split(separator: "\n").map { line in
      line.hasPrefix("root@") || line.hasPrefix(">") ? String(line) : "$ \(line)"
    }
    let text = """
      ---
      netlab: 1
      \(world)
      ---

      # Claims

      ## Step

      ```console
      \(console.joined(separator: "\n"))
      ```

      ```expect
      \(claims)
      ```

      """
    let reading = LabReader.read(Array(text.utf8), file: "claims.md")
    #expect(reading.diagnostics.map(\.message) == [])
    let lab = try #require(reading.lab)
    let result = await Runner(lab: lab, options: RunOptions(), director: SilentDirector()).run()
    let step = try #require(result.steps.first)
    for command in step.commands where command.outcome != .passed {
      Issue.record("\(command.command): \(command.message ?? "") \(command.output)")
    }
    return step.claims
  }

  /// Expects every claim to end as said, and gives its message when it does not.
  static func expect(
    _ outcome: Outcome, world: String = "", after commands: String, _ claims: String
  ) async throws {
    for claim in try await judge(world: world, commands, claims) {
      #expect(claim.outcome == outcome, "\(claim.claim): \(claim.message ?? "")")
    }
  }
}

private struct SilentDirector: RunDirector {
  func receive(_ event: RunEvent) async {}
}
