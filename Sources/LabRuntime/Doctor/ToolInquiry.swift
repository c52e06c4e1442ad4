import Subprocess
import SystemPackage

/// What came of asking a tool for its version.
enum ToolAnswer: Hashable, Sendable {
  /// The machine has none of this name.
  case missing
  /// It ended with a status, or `nil` after a signal, and said something.
  case said(String, status: Int?)
  /// It did not answer; why.
  case silent(String)
}

/// Asks tools for their versions.
enum ToolInquiry {
  /// How long a tool may think about its version.
  private static let patience = Duration.seconds(3)
  /// How many tools are asked at the same time.
  private static let width = 8

  /// The answers of the tools by their names, asked side by side.
  static func ask(_ tools: [ExaminedTool]) async -> [String: ToolAnswer] {
    await withTaskGroup(of: (String, ToolAnswer).self) { group in
      var answers: [String: ToolAnswer] = [:]
      for (index, tool) in tools.enumerated() {
        if index >= width, let (name, answer) = await group.next() { answers[name] = answer }
        group.addTask { (tool.name, await ask(tool)) }
      }
      for await (name, answer) in group { answers[name] = answer }
      return answers
    }
  }

  private static func ask(_ tool: ExaminedTool) async -> ToolAnswer {
    guard let path = Tool.path(of: tool.name) else { return .missing }
    return await ask(path, tool.question, patience: patience)
  }

  /// Runs a program to its end, or until patience ends.
  static func ask(_ path: String, _ arguments: [String], patience: Duration) async -> ToolAnswer {
    await withTaskGroup(of: ToolAnswer.self) { group in
      group.addTask { await answer(path, arguments) }
      group.addTask {
        try? await Task.sleep(for: patience)
        return .silent("does not tell its version in time")
      }
      let first = await group.next()
      // Cancelled, the one ends its program and the other its sleep.
      group.cancelAll()
      return first ?? .silent("could not be asked")
    }
  }

  private static func answer(_ path: String, _ arguments: [String]) async -> ToolAnswer {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
    ]
    do {
      let result = try await run(
        .path(FilePath(path)), arguments: Arguments(arguments),
        environment: .custom(["PATH": ProcessStart.searchPath, "LC_ALL": "C", "HOME": "/"]),
        workingDirectory: "/", platformOptions: options,
        output: .string(limit: 256 * 1024), error: .combinedWithOutput)
      let text = result.standardOutput
      if case .exited(let status) = result.terminationStatus {
        return .said(text, status: Int(status))
      }
      return .said(text, status: nil)
    } catch {
      return .silent("could not be asked: \(error)")
    }
  }
}
