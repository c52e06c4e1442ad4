import LabDocument
import LabResults
import Synchronization

/// The verdicts of a block's claims, while they are judged side by side.
///
/// A group is decided once one of its alternatives holds, or all have an end.
final class Board: Sendable {
  /// A claim's place on the board.
  struct Seat: Hashable, Sendable {
    var group: Int
    var alternative: Int
  }

  private struct State {
    var verdicts: [Seat: Verdict] = [:]
    var ends: [Seat: ContinuousClock.Instant] = [:]
  }

  let groups: [ClaimGroup]
  let started = ContinuousClock.now
  private let state = Mutex(State())

  init(_ groups: [ClaimGroup]) {
    self.groups = groups
  }

  /// All claims in the order of the lines.
  var seats: [Seat] {
    groups.indices.flatMap { group in
      groups[group].alternatives.indices.map { Seat(group: group, alternative: $0) }
    }
  }

  func claim(_ seat: Seat) -> Claim { groups[seat.group].alternatives[seat.alternative] }

  /// Puts a verdict on the board, in place of an earlier one.
  ///
  /// - Parameter at: When what was judged was seen.
  func set(_ verdict: Verdict, for seat: Seat, at instant: ContinuousClock.Instant = .now) {
    state.withLock { state in
      state.verdicts[seat] = verdict
      state.ends[seat] = instant
    }
  }

  func verdict(of seat: Seat) -> Verdict? {
    state.withLock { $0.verdicts[seat] }
  }

  func end(of seat: Seat) -> ContinuousClock.Instant? {
    state.withLock { $0.ends[seat] }
  }

  /// Whether nothing more can come of waiting for the group.
  func isHeld(group: Int) -> Bool {
    state.withLock { state in
      groups[group].alternatives.indices.contains {
        state.verdicts[Seat(group: group, alternative: $0)] == .holds
      }
    }
  }

  /// Those claims for which other claims were still waited after they were seen to hold.
  ///
  /// Looks that began together may end a few milliseconds apart; that is no waiting.
  func outlived(_ seats: [Seat]) -> [Seat] {
    state.withLock { state in
      // The last end of all, and the last of all other groups.
      let last = state.ends.max { $0.value < $1.value }
      let other = state.ends.filter { $0.key.group != last?.key.group }.map(\.value).max()
      return seats.filter { seat in
        guard let seen = state.ends[seat] else { return false }
        let end = seat.group == last?.key.group ? other : last?.value
        return end.map { $0 > seen + .milliseconds(50) } ?? false
      }
    }
  }

  /// The result of a group.
  func result(of index: Int, isKeep: Bool) -> ClaimResult {
    let group = groups[index]
    let (verdicts, end) = state.withLock { state in
      let seats = group.alternatives.indices.map { Seat(group: index, alternative: $0) }
      return (
        seats.map { state.verdicts[$0] ?? .undecided("it was not judged") },
        seats.compactMap { state.ends[$0] }.max()
      )
    }
    let claim = group.alternatives[0]
    let (outcome, message) = Self.sum(verdicts)
    return ClaimResult(
      line: group.line, place: claim.placeText, claim: claim.text, isKeep: isKeep,
      outcome: outcome, message: message, duration: started.duration(to: end ?? .now))
  }

  /// One alternative that holds is enough; one that is undecided might have held.
  private static func sum(_ verdicts: [Verdict]) -> (Outcome, String?) {
    if verdicts.contains(.holds) { return (.passed, nil) }
    var messages: [String] = []
    var outcome = Outcome.failed
    for verdict in verdicts {
      switch verdict {
      case .holds: break
      case .fails(let message): messages.append(message)
      case .undecided(let message):
        messages.append(message)
        outcome = .error
      }
    }
    return (outcome, messages.joined(separator: "; and the alternative: "))
  }
}
