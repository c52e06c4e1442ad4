import LabDocument
import NetworkState
import Verification

/// Judges a block's claims about state, round by round, until each has its end.
///
/// All claims of a round are judged by the same snapshot.
struct StateRounds: Sendable {
  private let board: Board
  private let observer: Observer
  private let seats: [Board.Seat]
  /// Which claims speak of what the block's probes change.
  private let probesChange: @Sendable (Claim) -> Bool

  init(board: Board, observer: Observer, probes: ProbeRounds) {
    self.board = board
    self.observer = observer
    let (sends, listens) = (!probes.isEmpty, probes.listens)
    probesChange = { claim in
      switch claim.assertion {
      case .neighbour, .forwardingEntry: sends
      case .listen: listens
      default: false
      }
    }
    seats = board.seats.filter { !board.claim($0).isProbe }
  }

  /// Whether a claim speaks of what a probe changes.
  var isTouchedByProbes: Bool {
    seats.contains { probesChange(board.claim($0)) }
  }

  /// One round before any probe is sent; claims that hold are done.
  func lookOnce() async {
    await round(seats, isLast: false)
  }

  /// Rounds until all claims hold or their time is over.
  ///
  /// Claims about what probes change wait for ``finish()``.
  func run() async {
    await rounds(seats.filter { !probesChange(board.claim($0)) })
  }

  /// What can only be judged when all else is done: what probes change, and what must still hold.
  func finish() async {
    await rounds(seats.filter { probesChange(board.claim($0)) })
    let again = board.outlived(
      seats.filter { board.claim($0).isCheckedAtEnd && board.verdict(of: $0) == .holds })
    guard !again.isEmpty else { return }
    let snapshot = await observer.snapshot(needs(of: again))
    for seat in again {
      let judgement = StateJudge.judge(board.claim(seat), in: snapshot)
      if judgement != .holds {
        board.set(
          Verdict(judgement, prefix: "it held, but no longer when the other claims were done: "),
          for: seat)
      }
    }
  }

  private func rounds(_ mine: [Board.Seat]) async {
    var pause = Duration.milliseconds(10)
    while !Task.isCancelled {
      let open = mine.filter { board.verdict(of: $0) == nil && !board.isHeld(group: $0.group) }
      guard !open.isEmpty else { break }
      await round(open, isLast: false)
      let left = open.filter { board.verdict(of: $0) == nil && !board.isHeld(group: $0.group) }
      guard !left.isEmpty else { break }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(100))
    }
    await stay(mine.filter { board.claim($0).stays != nil && board.verdict(of: $0) == .holds })
  }

  /// One snapshot; verdicts for what holds, and for what has no time left.
  private func round(_ open: [Board.Seat], isLast: Bool) async {
    let asked = ContinuousClock.now
    let snapshot = await observer.snapshot(needs(of: open))
    for seat in open {
      let claim = board.claim(seat)
      let judgement = StateJudge.judge(claim, in: snapshot)
      if judgement == .holds {
        board.set(.holds, for: seat, at: asked)
      } else if asked >= board.started + claim.waitLimit {
        board.set(Verdict(judgement), for: seat)
      }
    }
  }

  /// `, stays D`: holds in every look from the first on that it held.
  private func stay(_ mine: [Board.Seat]) async {
    var open = mine
    while !open.isEmpty, !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(50))
      let asked = ContinuousClock.now
      let snapshot = await observer.snapshot(needs(of: open))
      for seat in open {
        let claim = board.claim(seat)
        guard let stays = claim.stays, let since = board.end(of: seat) else { continue }
        let judgement = StateJudge.judge(claim, in: snapshot)
        if judgement != .holds {
          let seconds = since.duration(to: asked).seconds
          board.set(Verdict(judgement, prefix: "it held for \(seconds) only: "), for: seat)
          open.removeAll { $0 == seat }
        } else if since.duration(to: asked) >= stays {
          open.removeAll { $0 == seat }
        }
      }
    }
  }

  private func needs(of seats: [Board.Seat]) -> [Place: Set<Reading>] {
    var needs: [Place: Set<Reading>] = [:]
    for seat in seats {
      for (place, readings) in StateJudge.needs(of: board.claim(seat)) {
        needs[place, default: []].formUnion(readings)
      }
    }
    return needs
  }
}

extension Verdict {
  init(_ judgement: Judgement, prefix: String = "") {
    switch judgement {
    case .holds: self = .holds
    case .fails(let message): self = .fails(prefix + message)
    case .undecided(let message): self = .undecided(prefix + message)
    }
  }
}

extension Duration {
  /// For messages: `0.3 s`.
  var seconds: String {
    let tenths = milliseconds / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
