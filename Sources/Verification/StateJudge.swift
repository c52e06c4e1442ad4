import LabDocument
import NetworkState

/// What a claim about state is worth at one moment.
public enum Judgement: Hashable, Sendable {
  case holds
  /// What was expected and what is there instead, in one sentence.
  case fails(String)
  /// It cannot be told from this snapshot; why not.
  case undecided(String)
}

/// One thing to read of a place before a claim can be judged.
public enum Reading: Hashable, Sendable {
  /// Nothing but whether the place is there.
  case presence
  /// The names of a host's namespaces.
  case namespaces
  case links
  /// Which places this place's `link-netnsid`s mean.
  case peers
  case routes
  case neighbours
  case rules
  case listeners
  case sysctl(String)
  case firewall(FirewallTable)
  case decision(RouteQuery)
}

/// Judges claims about state by snapshots; pure, no system is touched.
public enum StateJudge {
  /// What must be read, and of which places, before the claim can be judged; empty for probes.
  public static func needs(of claim: Claim) -> [Place: Set<Reading>] {
    [:]
  }

  /// Whether the claim holds in the snapshot, `no` in front taken into account.
  public static func judge(_ claim: Claim, in snapshot: NetworkSnapshot) -> Judgement {
    .undecided("not yet")
  }
}
