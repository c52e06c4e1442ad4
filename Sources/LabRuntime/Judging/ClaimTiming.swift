import LabDocument

/// How long a claim may wait, and what must be looked at once more.
extension Claim {
  /// From the beginning of the block on.
  var waitLimit: Duration { within ?? .seconds(3) }

  /// Whether the claim must still hold when the block's other claims are done: what is not there,
  /// and exact sets, could be true only for lack of time.
  var isCheckedAtEnd: Bool {
    if isNegated { return true }
    switch assertion {
    case .absent, .namespaces, .links, .routes, .noAddresses: return true
    case .probe(_, let end): return end != .succeeds
    default: return false
    }
  }

  /// Whether a packet or a process is needed to judge it.
  var isProbe: Bool {
    switch assertion {
    case .probe, .sees, .run: true
    default: false
    }
  }

  /// Whether its probe is a datagram to any port.
  var sendsDatagram: Bool {
    if case .probe(.connect(.udp, _, port: _, servedBy: _), _) = assertion { true } else { false }
  }

  /// Whether netlab plays the server for it.
  var isServedByProbe: Bool {
    switch assertion {
    case .probe(.connect(_, _, port: _, servedBy: let place), _): place != nil
    case .sees(_, device: _, when: _, whenText: _, probe: .connect(_, _, port: _, let place)):
      place != nil
    default: false
    }
  }
}

/// What a claim's judgement has come to.
enum Verdict: Sendable, Equatable {
  case holds
  case fails(String)
  case undecided(String)
}
