import LabDocument
import NetworkState

/// Sends a block's probes, all at the same time, each until it has its end.
struct ProbeRounds: Sendable {
  let board: Board
  private let means: ProbeMeans
  private let seats: [Board.Seat]

  init(board: Board, means: ProbeMeans) {
    self.board = board
    self.means = means
    seats = board.seats.filter { board.claim($0).isProbe }
  }

  var isEmpty: Bool { seats.isEmpty }

  /// Whether netlab listens in some place while the probes run, which claims could take for the lab's.
  var listens: Bool { seats.contains { board.claim($0).isServedByProbe } }

  func run() async {
    for seats in turns(seats) {
      await withTaskGroup(of: Void.self) { group in
        for seat in seats {
          group.addTask { await settle(seat) }
        }
      }
    }
    await settleWatching(seats.filter { board.claim($0).watchesDevice })
  }

  /// Which probes may run at the same time: those that must not find a server of netlab's, then
  /// those for which it is one. Last come those that watch a device, where the others' packets would
  /// be taken for the probe's own.
  private func turns(_ seats: [Board.Seat]) -> [[Board.Seat]] {
    let sending = seats.filter { !board.claim($0).watchesDevice }
    let served = sending.filter { board.claim($0).isServedByProbe }
    let plain = sending.filter { !board.claim($0).isServedByProbe }
    return [plain, served].filter { !$0.isEmpty }
  }

  /// A probe that must fail must still fail when the other claims are done.
  func finish() async {
    let again = board.outlived(
      seats.filter { board.claim($0).isCheckedAtEnd && board.verdict(of: $0) == .holds })
    for seats in turns(again) {
      await withTaskGroup(of: Void.self) { group in
        for seat in seats {
          group.addTask { await checkAgain(seat) }
        }
      }
    }
  }

  private func checkAgain(_ seat: Board.Seat) async {
    let verdict = await attempt(seat, deadline: .now).verdict
    switch verdict {
    case .holds: break
    case .fails(let message):
      let lead = "it held, but no longer when the other claims were done: "
      board.set(.fails(lead + message), for: seat)
    case .undecided: board.set(verdict, for: seat)
    }
  }

  private func settle(_ seat: Board.Seat) async {
    let claim = board.claim(seat)
    // From this turn's beginning on: what other probes took is not this one's fault.
    let deadline = (claim.isServedByProbe ? .now : board.started) + claim.waitLimit
    // The kernel says "refused" to datagrams six times at once, then less and less often.
    var pause = Duration.milliseconds(claim.sendsDatagram ? 500 : 10)
    while !Task.isCancelled {
      let attempt = await attempt(seat, deadline: deadline)
      if attempt.verdict == .holds {
        board.set(await staying(seat), for: seat)
        return
      }
      if board.isHeld(group: seat.group) { return }
      // A probe that must fail is decided by its first end; only a missing place may still come.
      let isFinal = claim.isCheckedAtEnd && !attempt.isPlaceMissing
      if isFinal || ContinuousClock.now >= deadline {
        board.set(attempt.verdict, for: seat)
        return
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(claim.sendsDatagram ? 500 : 100))
    }
    board.set(.undecided("interrupted"), for: seat)
  }

  /// `, stays D`: the probe is sent again and again for that long.
  func staying(_ seat: Board.Seat) async -> Verdict {
    guard let stays = board.claim(seat).stays else { return .holds }
    let since = ContinuousClock.now
    while since.duration(to: .now) < stays, !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(50))
      let verdict = await attempt(seat, deadline: .now + .seconds(1)).verdict
      if case .fails(let message) = verdict {
        return .fails("it held for \(since.duration(to: .now).seconds) only: \(message)")
      }
      if verdict != .holds { return verdict }
    }
    return .holds
  }

  func attempt(_ seat: Board.Seat, deadline: ContinuousClock.Instant) async -> ProbeAttempt {
    await Slots.looks.with {
      await ProbeAttempt.make(board.claim(seat), means, deadline: deadline)
    }
  }
}
