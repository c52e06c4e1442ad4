import Testing

/// Lets some tests run at a time, so that a small machine has time for each.
struct TurnTrait: TestTrait, SuiteTrait, TestScoping {
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
}

extension Trait where Self == TurnTrait {
  static var takingTurns: Self { Self() }
}

/// A semaphore for tasks.
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
