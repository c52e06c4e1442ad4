import Foundation
import Testing

@testable import LabRuntime

/// Whether the program can be run here, tried once by running it.
enum ProgramTrial {
  static let refusal: String? = {
    guard let program = Program.path else {
      return "the executable netlab is not beside the tests; `swift build` makes it"
    }
    do {
      let scratch = try Scratch()
      let lab = try scratch.lab("trial", SampleLabs.passing)
      let (output, outputWriting) = try Descriptor.pipe()
      let null = try Descriptor.open("/dev/null", O_RDWR)
      let child = try ChildProcess.start(
        ProcessStart(
          path: program, arguments: ["run", "--format", "json", lab],
          descriptors: [null, outputWriting, null]))
      guard child.reap() != .exited(0) else { return nil }
      var reader = BoundedReader(output, bound: 65536)
      reader.drain()
      let said = String(decoding: reader.bytes, as: UTF8.self)
      // Only what is said of the machine is a reason to skip; all else is for the tests to find.
      return ["user namespaces", "not installed", "forbids", "could not be made"]
        .contains { said.contains($0) } ? said : nil
    } catch {
      return nil
    }
  }()
}

extension Trait where Self == ConditionTrait {
  /// Skips where the program was not built.
  static var needsProgram: Self {
    .enabled(
      if: Program.path != nil,
      "the executable netlab is not beside the tests; `swift build` makes it")
  }

  /// Skips where the program was not built or finds no way to make a sandbox, in its own words.
  static var needsRuns: Self {
    .enabled(if: ProgramTrial.refusal == nil, "\(ProgramTrial.refusal ?? "labs run here")")
  }
}

/// Lets some tests run at a time, so that a small machine has time for each.
struct ProgramTurnTrait: TestTrait, SuiteTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    await Turns.shared.take()
    do {
      try await body()
      await Turns.shared.give()
    } catch {
      await Turns.shared.give()
      throw error
    }
  }

  private actor Turns {
    static let shared = Turns()
    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
      if free > 0 {
        free -= 1
      } else {
        await withCheckedContinuation { waiting.append($0) }
      }
    }

    func give() {
      if waiting.isEmpty {
        free += 1
      } else {
        waiting.removeFirst().resume()
      }
    }
  }
}

extension Trait where Self == ProgramTurnTrait {
  static var takingTurns: Self { Self() }
}

/// Waits until something holds; that it never does is an issue of the test.
func eventually(
  _ what: String, location: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(20)
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record("\(what) did not come true", sourceLocation: location)
      return
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
