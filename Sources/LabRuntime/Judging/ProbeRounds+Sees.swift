/// Claims that watch a device while a probe runs.
extension ProbeRounds {
  /// Tries all of them side by side, again and again until each has its end.
  ///
  /// That nothing came by is believed at once, whatever else was under way. What came by may have
  /// been another probe's: it is believed when it comes by again while its own probe runs alone.
  func settleWatching(_ seats: [Board.Seat]) async {
    let began = ContinuousClock.now
    var open = seats
    var pause = Duration.milliseconds(10)
    while !open.isEmpty, !Task.isCancelled {
      var attempts = await tryAll(open, began)
      for seat in open where open.count > 1 && attempts[seat]?.verdict == .holds {
        attempts[seat] = await attempt(seat, deadline: deadline(of: seat, began))
      }
      for seat in open {
        guard let verdict = attempts[seat]?.verdict else { continue }
        if verdict == .holds {
          board.set(await staying(seat), for: seat)
        } else if ContinuousClock.now >= deadline(of: seat, began) {
          board.set(verdict, for: seat)
        }
      }
      open.removeAll { board.verdict(of: $0) != nil || board.isHeld(group: $0.group) }
      guard !open.isEmpty else { break }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(100))
    }
    for seat in open { board.set(.undecided("interrupted"), for: seat) }
  }

  private func deadline(of seat: Board.Seat, _ began: ContinuousClock.Instant)
    -> ContinuousClock.Instant
  {
    began + board.claim(seat).waitLimit
  }

  private func tryAll(_ seats: [Board.Seat], _ began: ContinuousClock.Instant) async
    -> [Board.Seat: ProbeAttempt]
  {
    await withTaskGroup(of: (Board.Seat, ProbeAttempt).self) { group in
      for seat in seats {
        group.addTask { (seat, await attempt(seat, deadline: deadline(of: seat, began))) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }
}
