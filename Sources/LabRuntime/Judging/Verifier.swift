import LabDocument
import LabResults
import NetworkState
import Verification

/// Judges a block of claims: state by snapshots shared by all, probes side by side.
struct Verifier: Sendable {
  let sandbox: Sandbox
  let observer: Observer
  /// The commands that ran so far, of which diagnoses ask.
  let history = CommandHistory()

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
    observer = Observer(sandbox: sandbox)
  }

  /// Judges the claims of one block or of several that stand together.
  ///
  /// - Parameters:
  ///   - why: Which probes are looked into.
  ///   - report: Gets each result once it is final.
  func judge(
    _ blocks: [ExpectBlock], why: Inquiry = .none,
    report: @escaping @Sendable (ClaimResult) async -> Void
  ) async {
    let groups = blocks.flatMap(\.claims)
    let isKeep = blocks.flatMap { block in block.claims.map { _ in block.isKeep } }
    let board = Board(groups)
    let means = ProbeMeans(sandbox: sandbox, places: observer.places)
    let probes = ProbeRounds(board: board, means: means)
    let state = StateRounds(board: board, observer: observer, probes: probes)
    let trace = probes.isEmpty ? nil : ProbeTrace(means)
    // A probe fills neighbour tables: claims about those are judged before it is sent.
    if state.isTouchedByProbes { await state.lookOnce() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        async let states: Void = state.run()
        async let ends: Void = probes.run()
        _ = await (states, ends)
      }
      group.addTask { [sandbox] in await sandbox.waitForEnd() }
      // Nothing can change any more in a sandbox that has ended.
      await group.next()
      group.cancelAll()
    }
    if state.isTouchedByProbes { trace?.erase() }
    await state.finish()
    await probes.finish()
    let diagnoses = await diagnoses(board, means, why)
    await means.captures.finish()
    trace?.erase()
    // What is left of a sandbox that has ended is silent, and says nothing about the lab.
    let end = sandbox.untimelyEnd
    for index in groups.indices {
      var result = board.result(of: index, isKeep: isKeep[index])
      result.diagnosis = diagnoses[index]
      if let end {
        result.outcome = .error
        result.message = "\(end); this could not be decided"
      }
      await report(result)
    }
  }
}
