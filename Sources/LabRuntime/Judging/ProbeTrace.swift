import NetworkState

/// What a block's probes leave in the kernel's tables of all places, to be taken out again.
///
/// What a lab shows in `ip neigh`, `bridge fdb` and `conntrack -L` is what its own packets did.
/// Neighbours and forwarding entries are known by not having been there before, tracked flows by
/// being those of the probes.
struct ProbeTrace: Sendable {
  private let means: ProbeMeans
  private let before: [Place: Tables]

  private struct Tables {
    var known: Set<Netlink.NeighbourKey>
    /// Whether a device of the place learns where to forward to.
    var learns: Bool
  }

  /// Remembers the tables, and has each device say that it works: a ping would wait for that.
  init(_ means: ProbeMeans) {
    self.means = means
    var before: [Place: Tables] = [:]
    for place in means.places.all {
      guard let namespaces = Self.namespaces(of: place, means),
        let netlink = try? Netlink(in: namespaces, as: means.sandbox.identity)
      else { continue }
      let learns = (try? netlink.settleDevices()) ?? false
      guard let known = try? netlink.neighbours(andForwarding: learns) else { continue }
      before[place] = Tables(known: known, learns: learns)
    }
    self.before = before
  }

  /// Forgets the neighbours and the flows; a place that has gone meanwhile has nothing to forget.
  func erase() {
    var tracked: [(filter: Netlink, flows: [Netlink.TrackedFlow])] = []
    let ours = means.flows.all
    for (place, tables) in before {
      guard let namespaces = Self.namespaces(of: place, means),
        let netlink = try? Netlink.withFilter(in: namespaces, as: means.sandbox.identity)
      else { continue }
      let now = (try? netlink.tables.neighbours(andForwarding: tables.learns)) ?? []
      for key in now.subtracting(tables.known) { try? netlink.tables.forget(key) }
      if !ours.isEmpty, let filter = netlink.filter, let flows = try? filter.trackedFlows(),
        !flows.isEmpty
      {
        tracked.append((filter, flows))
      }
    }
    erase(ours, in: tracked)
  }

  /// Follows the probes' flows from place to place, as each translates them for the next.
  private func erase(
    _ ours: Set<ProbeFlow>, in tracked: [(filter: Netlink, flows: [Netlink.TrackedFlow])]
  ) {
    var known = ours
    var left = tracked
    var isFollowing = true
    while isFollowing {
      isFollowing = false
      for index in left.indices {
        let mine = left[index].flows.filter { known.contains($0.original) }
        guard !mine.isEmpty else { continue }
        left[index].flows.removeAll { known.contains($0.original) }
        for flow in mine {
          try? left[index].filter.forget(flow)
          if known.insert(flow.answered).inserted { isFollowing = true }
        }
      }
    }
  }

  private static func namespaces(of place: Place, _ means: ProbeMeans) -> Namespaces? {
    guard case .found(let net) = means.places.open(place) else { return nil }
    return means.places.namespaces(of: place, net: net)
  }
}
