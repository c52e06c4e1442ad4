import LabResults
import LabRuntime

/// A run of a part of the lab, in a machine of its own.
enum Trial: Hashable, Sendable {
  /// The claims of a step before its work begins.
  case before(step: Int)
  /// The claims of an exercise without its solution.
  case empty(step: Int)
  /// The lab without one of its commands.
  case mutant(item: Int)

  enum Outcome: Sendable {
    /// By the lines.
    case claims([Int: JudgedClaim])
    case verdict(ChangingCommand.Guard)
    /// The command that was left out changes nothing: what was seen came late from one before it.
    case unchanged
    /// It could not be run.
    case problem(String)
  }
}

/// Runs trials side by side, so many at a time.
struct TrialPool: Sendable {
  let jobs: Int
  let counter: ProgressCounter

  /// Runs a trial of each input; those that were not begun when the task was cancelled are left out.
  func run<Input: Sendable, Value: Sendable>(
    _ inputs: [Input], _ trial: @escaping @Sendable (Input) async -> Value
  ) async -> [(Input, Value)] {
    await withTaskGroup(of: (Int, Value).self) { group in
      var found: [Int: Value] = [:]
      var next = 0
      func start() {
        guard next < inputs.count, !Task.isCancelled else { return }
        let number = next
        next += 1
        group.addTask { (number, await trial(inputs[number])) }
      }
      for _ in 0..<jobs { start() }
      while let (number, value) = await group.next() {
        found[number] = value
        await counter.step()
        start()
      }
      return inputs.indices.compactMap { number in found[number].map { (inputs[number], $0) } }
    }
  }
}

/// Counts what is done.
actor ProgressCounter {
  private let report: @Sendable (ProofProgress) async -> Void
  private var progress = ProofProgress(phase: "", done: 0, total: 0)

  init(report: @escaping @Sendable (ProofProgress) async -> Void) {
    self.report = report
  }

  func begin(_ phase: String, total: Int) async {
    progress = ProofProgress(phase: phase, done: 0, total: total)
    await report(progress)
  }

  func step() async {
    progress.done = min(progress.done + 1, progress.total)
    await report(progress)
  }
}
