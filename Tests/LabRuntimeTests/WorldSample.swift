import Glibc
import LabDocument
import LabResults
import Testing

@testable import LabRuntime

/// Reads and runs small labs for the tests of worlds.
enum WorldSample {
  /// Whether this machine has what a sandbox is made of.
  static let hasSandbox = ["bwrap", "unshare", "nsenter", "prlimit", "ip", "ping"].allSatisfy {
    Tool.path(of: $0) != nil
  }

  /// The world of a front matter whose `world:` has these lines.
  static func world(_ text: String) throws -> World {
    try lab(world: text, "## Step\n\n```console\n$ true\n```\n").world
  }

  static func lab(world: String, _ body: String) throws -> Lab {
    let text = "---\nnetlab: 1\nworld:\n  \(world)\n---\n\n# A lab\n\n\(body)\n"
    let result = LabReader.read(Array(text.utf8), file: "labs/test.md")
    #expect(result.diagnostics.map(\.description) == [])
    return try #require(result.lab)
  }

  /// Runs a lab of one step with this console and these claims.
  static func run(world: String, _ console: String, expect: String = "") async throws -> LabResult {
    let claims = expect.isEmpty ? "" : "\n```expect\n\(expect)\n```\n"
    let lab = try lab(world: world, "## Step\n\n```console\n\(console)\n```\n\(claims)")
    return await run(lab)
  }

  static func run(_ lab: Lab) async -> LabResult {
    // As the program does: a shell may end while it is written to.
    signal(SIGPIPE, SIG_IGN)
    return await Runner(lab: lab, options: RunOptions(), director: SilentDirector()).run()
  }

  private struct SilentDirector: RunDirector {
    func receive(_ event: RunEvent) async {}
  }
}

extension LabResult {
  /// What did not pass, to be shown by a test.
  var complaints: [String] {
    let commands = steps.flatMap(\.commands).filter { $0.outcome != .passed }
    let claims = steps.flatMap(\.claims).filter { $0.outcome != .passed }
    return [message].compactMap(\.self)
      + commands.map { "\($0.command): \($0.outcome) \($0.message ?? "") \($0.output)" }
      + claims.map { "\($0.claim): \($0.outcome) \($0.message ?? "")" }
  }
}
