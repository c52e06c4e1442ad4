import Diagnosis
import LabDocument
import NetworkState

extension Verifier {
  /// Which claims are asked why their probes got no answer.
  enum Inquiry: Sendable {
    case none
    /// Those whose probes failed.
    case failed
    /// All that send a probe, to see that nothing is found where nothing is wrong.
    case all
  }

  /// The diagnoses of groups, by their numbers.
  ///
  /// They are made one after the other, so that none sees another's packets.
  func diagnoses(_ board: Board, _ means: ProbeMeans, _ why: Inquiry) async
    -> [Int: Diagnosis]
  {
    guard why != .none, sandbox.untimelyEnd == nil else { return [:] }
    var found: [Int: Diagnosis] = [:]
    var snapshot: NetworkSnapshot?
    let diagnoser = Diagnoser(
      sandbox: sandbox, observer: observer, means: means, history: history)
    for index in board.groups.indices where !Task.isCancelled {
      let outcome = board.result(of: index, isKeep: false).outcome
      guard why == .all || outcome != .passed else { continue }
      guard
        let claim = board.groups[index].alternatives.first(where: {
          if case .probe = $0.assertion { true } else { false }
        })
      else { continue }
      if snapshot == nil {
        snapshot = await diagnoser.snapshot(for: board.seats.map(board.claim))
      }
      guard let snapshot else { continue }
      found[index] = await diagnoser.diagnose(claim, in: snapshot)
    }
    return found
  }
}
