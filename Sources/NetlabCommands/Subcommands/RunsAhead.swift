import LabDocument
import LabResults
import LabRuntime
import Synchronization

/// Labs of one call that run side by side, though each is reported in its turn.
///
/// A lab mostly waits: for answers that do not come, for devices that come up. Each has a machine of
/// its own, so that they do not meet.
struct RunsAhead: Sendable {
  private let runs: [Int: RunAhead]

  /// - Parameter labs: The labs by the place of their arguments.
  init(_ labs: [Int: Lab], options: RunOptions) {
    runs = labs.mapValues { RunAhead(lab: $0, options: options) }
  }

  /// The run of the argument at a place, if it is run ahead.
  subscript(index: Int) -> RunAhead? { runs[index] }

  /// Runs all of them, in their order and at most so many at once; returns when they have ended.
  func work(jobs: Int) async {
    let order = runs.sorted { $0.key < $1.key }.map(\.value)
    await withTaskGroup(of: Void.self) { group in
      for (index, run) in order.enumerated() {
        if index >= jobs { await group.next() }
        group.addTask { await run.work() }
      }
    }
  }
}

/// A run whose events are kept until somebody asks for them.
final class RunAhead: RunDirector {
  private let lab: Lab
  private let options: RunOptions
  private let events: AsyncStream<RunEvent>
  private let continuation: AsyncStream<RunEvent>.Continuation
  private let result = Mutex<LabResult?>(nil)

  init(lab: Lab, options: RunOptions) {
    self.lab = lab
    self.options = options
    (events, continuation) = AsyncStream.makeStream()
  }

  func receive(_ event: RunEvent) async { continuation.yield(event) }

  fileprivate func work() async {
    defer { continuation.finish() }
    guard !Task.isCancelled else { return }
    let ended = await Runner(lab: lab, options: options, director: self).run()
    result.withLock { $0 = ended }
  }

  /// Hands on what has happened and what happens, to the lab's end.
  func report(to director: any RunDirector) async -> LabResult {
    // In a task of its own: a run that is interrupted still tells how it ends.
    await Task { [events] in
      for await event in events { await director.receive(event) }
    }.value
    return result.withLock { $0 }
      ?? LabResult(outcome: .error, message: "interrupted", duration: .zero, steps: [])
  }
}
