/// What is different between two snapshots of all places.
///
/// It tells what somebody did, not what the kernel does by itself: counters, tables of local
/// addresses, neighbours and forwarding entries that were learned, and addresses made from a MAC
/// address are left out. A place that could not be read on one side is passed over.
public enum StateDifference {
  /// What two snapshots are of.
  public enum Scope: Hashable, Sendable {
    /// The same lab before and after something.
    case oneRun
    /// Two runs of a lab at the same point, whose MAC addresses differ by themselves.
    case twoRuns
  }

  /// The changes from one snapshot to another, by place and subject.
  public static func changes(
    from before: NetworkSnapshot, to after: NetworkSnapshot, scope: Scope = .oneRun
  ) -> [StateChange] {
    var changes: [StateChange] = []
    for place in Set(before.places.keys).union(after.places.keys) {
      let (old, new) = (before.places[place] ?? .missing, after.places[place] ?? .missing)
      switch (old, new) {
      case (_, .state) where after.isTold(elsewhere: place):
        // What is in it is told under its first name.
        if case .missing = old { changes += namespace(.appeared, place) }
      case (.state(let old), .state(let new)):
        changes +=
          Comparison(
            place: place, old: old, new: new, before: before, after: after, scope: scope
          ).changes
      case (.missing, .state(let new)):
        changes += namespace(.appeared, place)
        changes +=
          Comparison(
            place: place, old: .fresh(like: new), new: new, before: before, after: after,
            scope: scope
          ).changes
      case (.state, .missing):
        // All that was in it went with it.
        changes += namespace(.disappeared, place)
      case (.missing, .missing), (.unreadable, _), (_, .unreadable):
        break
      }
    }
    changes += files(before, after)
    return changes.sorted { first, second in
      first.order.lexicographicallyPrecedes(second.order) { $0 < $1 }
    }
  }

  private static func namespace(_ kind: StateChange.Kind, _ place: Place) -> [StateChange] {
    guard case .namespace(let name, let host) = place else { return [] }
    return [StateChange(kind, .host(host), .namespace, "namespace \(name)")]
  }

  private static func files(_ before: NetworkSnapshot, _ after: NetworkSnapshot) -> [StateChange] {
    Set(before.files.keys).union(after.files.keys).flatMap { host in
      let (old, new) = (before.files[host] ?? [:], after.files[host] ?? [:])
      return Set(old.keys).union(new.keys).compactMap { path -> StateChange? in
        guard old[path] != new[path] else { return nil }
        let kind: StateChange.Kind =
          old[path] == nil ? .appeared : new[path] == nil ? .disappeared : .changed
        return StateChange(kind, .host(host), .file, "file \(path)")
      }
    }
  }
}

extension StateChange {
  /// Hosts before namespaces, then by name; what goes before what comes, and that before what changed.
  fileprivate var order: [String] {
    let rank =
      switch place {
      case .host: "0"
      case .namespace: "1"
      case .internet: "2"
      }
    let number = "\(100 + subject.rawValue)"
    let order = kind == .disappeared ? "0" : kind == .appeared ? "1" : "2"
    return [rank, "\(place)", number, order, text]
  }
}

extension PlaceState {
  /// What a new namespace has of itself, as far as another state was read.
  fileprivate static func fresh(like other: PlaceState) -> PlaceState {
    var state = PlaceState()
    if other.links != nil {
      var loopback = Link(index: 1, name: "lo")
      loopback.flags = ["LOOPBACK"]
      loopback.mtu = 65536
      loopback.kind = "loopback"
      loopback.macAddress = MACAddress(value: 0)
      state.links = [loopback]
    }
    if other.routes != nil { state.routes = [] }
    if other.neighbours != nil { state.neighbours = [] }
    if other.forwardingEntries != nil { state.forwardingEntries = [] }
    if other.listeners != nil { state.listeners = [] }
    if other.packetFilter != nil { state.packetFilter = PacketFilter() }
    state.rules = other.rules?.filter(\.isBuiltIn)
    // What a namespace inherits is not told from what was set in it.
    state.sysctls = other.sysctls
    return state
  }
}

extension PolicyRule {
  /// One of those that every namespace has.
  var isBuiltIn: Bool {
    [0: "local", 32766: "main", 32767: "default"][priority].map {
      attributes == ["from": "all", "lookup": $0]
    } ?? false
  }
}
