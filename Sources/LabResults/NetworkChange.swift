import NetworkState

/// What a step did to the network.
public struct NetworkChange: Sendable {
  /// All that is not as it was, in the words of `ip` and its kin; the internet is none of the lab's.
  public var changes: [StateChange]
  /// How the network stood when the step began.
  public var before: NetworkSnapshot
  /// How it stood when the step had ended.
  public var after: NetworkSnapshot

  /// The change from one snapshot to another.
  public init(from before: NetworkSnapshot, to after: NetworkSnapshot) {
    self.before = before
    self.after = after
    changes = StateDifference.changes(from: before, to: after).filter { $0.place != .internet }
  }

  /// The network as a graph when the step had ended.
  public var topology: Topology { Topology(after) }

  /// Whether a picture of the network is another one now; routes and rules are in none.
  public var changesPicture: Bool { Topology(before) != topology }
}
