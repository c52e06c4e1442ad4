import LabDocument

/// How long claims and commands are waited for where the lab has been run before.
struct Patience: Sendable {
  /// What the reference run took for each claim, by its line.
  var claims: [Int: Duration] = [:]
  /// What it took for each command, by its line.
  var commands: [Int: Duration] = [:]

  /// What holds does so soon: the time of the reference run, and more for a busy machine.
  func limit(of group: ClaimGroup) -> Duration {
    max(.milliseconds(500), (claims[group.line] ?? .zero) * 3 + .milliseconds(300))
  }

  /// How long a command may take that took so long before, and never longer than the lab says.
  func limit(of command: ConsoleCommand, atMost timeout: Duration) -> Duration {
    min(timeout, max(.seconds(3), (commands[command.line] ?? .zero) * 5))
  }

  /// Whether a run waited for the claim, so that what comes later may rest on it.
  func isSlow(_ group: ClaimGroup) -> Bool {
    group.alternatives.allSatisfy(\.waits)
      && claims[group.line].map { $0 > .milliseconds(60) } ?? false
  }
}

extension Claim {
  /// Whether judging it waits for something to come, and not for silence.
  fileprivate var waits: Bool {
    switch assertion {
    case .probe(_, .succeeds): true
    case .probe, .sees, .run: false
    default: stays == nil
    }
  }
}

extension ExpectBlock {
  /// The block with other times, and without the claims for which there is none.
  func timed(_ limit: (ClaimGroup) -> Duration?) -> ExpectBlock {
    var block = self
    block.claims = claims.compactMap { group in
      guard let limit = limit(group) else { return nil }
      var group = group
      for index in group.alternatives.indices {
        group.alternatives[index].within = limit
        group.alternatives[index].stays = nil
      }
      return group
    }
    return block
  }

  /// The block as one look without waiting sees it.
  func atOnce(_ isWanted: (ClaimGroup) -> Bool) -> ExpectBlock {
    timed { isWanted($0) ? .milliseconds(1) : nil }
  }
}
