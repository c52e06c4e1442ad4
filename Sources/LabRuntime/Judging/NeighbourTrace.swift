import NetworkState

/// The neighbour entries of all places before probes were sent, to forget those that came of them.
///
/// What a lab shows in `ip neigh` is what its own packets did.
struct NeighbourTrace: Sendable {
  private let sandbox: Sandbox
  private let places: PlaceDirectory
  private let before: [Place: Set<Netlink.NeighbourKey>]

  /// Remembers the tables, and has each device say that it works: a ping would wait for that.
  init(observer: Observer, sandbox: Sandbox) {
    self.sandbox = sandbox
    places = observer.places
    var before: [Place: Set<Netlink.NeighbourKey>] = [:]
    for place in places.all {
      guard let netlink = Self.netlink(place, places, sandbox) else { continue }
      try? netlink.settleDevices()
      before[place] = try? netlink.neighbours()
    }
    self.before = before
  }

  /// Forgets what is new; a place that has gone meanwhile has nothing to forget.
  func erase() {
    for (place, known) in before {
      guard let netlink = Self.netlink(place, places, sandbox),
        let now = try? netlink.neighbours()
      else { continue }
      for key in now.subtracting(known) { try? netlink.forget(key) }
    }
  }

  private static func netlink(_ place: Place, _ places: PlaceDirectory, _ sandbox: Sandbox)
    -> Netlink?
  {
    guard case .found(let net) = places.open(place) else { return nil }
    return try? Netlink(in: places.namespaces(of: place, net: net), as: sandbox.identity)
  }
}
