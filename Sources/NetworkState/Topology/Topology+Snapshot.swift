extension Topology {
  /// The graph of what a snapshot tells; places that were not read are left out.
  public init(_ snapshot: NetworkSnapshot) {
    let states = snapshot.places.compactMap {
      place, reading -> (place: Place, state: PlaceState)? in
      guard case .state(let state) = reading, state.links != nil,
        !snapshot.isTold(elsewhere: place)
      else { return nil }
      return (place, state)
    }.sorted { Self.order($0.place) < Self.order($1.place) }
    let reader = ConnectionReader(
      states: Dictionary(uniqueKeysWithValues: states),
      firstNames: Dictionary(
        snapshot.otherNames.flatMap { first, others in others.map { ($0, first) } }
      ) { first, _ in first })
    // A tunnel may be told by one of its ends or by both.
    var known: Set<Connection> = []
    self.init(
      places: states.map { place, state in
        var told = TopologyPlace(
          place: place,
          devices: (state.links ?? []).sorted { $0.index < $1.index }.map { link in
            var device = TopologyDevice(link)
            device.hasHiddenPeer = reader.isPeerHidden(of: link, in: place, state)
            return device
          })
        told.otherNames = snapshot.otherNames[place] ?? []
        return told
      },
      connections: states.flatMap { reader.connections(of: $0.place, $0.state) }
        .filter { known.insert($0).inserted })
  }

  private static func order(_ place: Place) -> (Int, String, String) {
    switch place {
    case .host(let name): (0, name, "")
    case .namespace(let name, let host): (1, host, name)
    case .internet: (2, "", "")
    }
  }
}

extension TopologyDevice {
  init(_ link: Link) {
    self.init(name: link.name)
    kind = link.kind
    isUp = link.isUp
    hasCarrier = link.hasCarrier
    bridge = link.master
    addresses = link.addresses.filter { address in
      address.scope != "link" && !(kind == "loopback" && address.scope == "host")
    }.map(\.prefix)
    if let tunnel = link.tunnel { notes.append("id \(tunnel.id)") }
    if let port = link.bridgePort {
      if port.isIsolated { notes.append("isolated") }
      if port.isHairpin { notes.append("hairpin") }
      // A port that is down is `disabled`, and that is said already.
      if isUp, hasCarrier, port.state != "forwarding" { notes.append(port.state) }
    }
    if link.addresses.contains(where: { $0.isTentative && $0.scope != "link" }) {
      notes.append("tentative")
    }
  }
}

/// Finds out from both sides what joins the devices of places.
private struct ConnectionReader {
  let states: [Place: PlaceState]
  /// Places by their further names.
  let firstNames: [Place: Place]

  private static let pairs: Set<String> = ["veth", "netkit", "vxcan"]

  /// The connections that begin at the devices of a place, each one once over all places.
  func connections(of place: Place, _ state: PlaceState) -> [Connection] {
    (state.links ?? []).flatMap { link -> [Connection] in
      let id = DeviceID(place, link.name)
      if let tunnel = link.tunnel {
        return ends(of: tunnel, link, in: state).filter { $0 != id }
          .compactMap { connection(.tunnel, min(id, $0), max(id, $0)) }
      }
      guard let (other, otherLink) = lower(link, in: place, state) else { return [] }
      if Self.pairs.contains(link.kind ?? "") {
        // Told by both ends; the same index in another namespace is not yet a pair.
        guard Self.pairs.contains(otherLink.kind ?? ""), id < other else { return [] }
        return [connection(.cable, id, other)].compactMap { $0 }
      }
      return [connection(.stacked, id, other)].compactMap { $0 }
    }
  }

  /// Whether the other end of a cable is there, but in none of the places.
  func isPeerHidden(of link: Link, in place: Place, _ state: PlaceState) -> Bool {
    Self.pairs.contains(link.kind ?? "") && link.peerIndex != nil
      && lower(link, in: place, state) == nil
  }

  private func connection(_ kind: Connection.Kind, _ from: DeviceID, _ to: DeviceID)
    -> Connection?
  {
    guard let first = link(from), let second = link(to) else { return nil }
    let isCarrying = [first, second].allSatisfy { $0.isUp && $0.hasCarrier }
    return Connection(kind: kind, from: from, to: to, isCarrying: isCarrying)
  }

  private func link(_ id: DeviceID) -> Link? {
    states[id.place]?.links?.first { $0.name == id.name }
  }

  /// The device that a link names behind its `@`.
  private func lower(_ link: Link, in place: Place, _ state: PlaceState) -> (DeviceID, Link)? {
    if let name = link.peerName {
      return state.links?.first { $0.name == name }.map { (DeviceID(place, name), $0) }
    }
    guard let index = link.peerIndex else { return nil }
    let named = link.peerNamespaceID.map { state.peerPlaces[$0] } ?? place
    guard let other = named.map({ firstNames[$0] ?? $0 }),
      let found = states[other]?.links?.first(where: { $0.index == index })
    else { return nil }
    return (DeviceID(other, found.name), found)
  }

  /// The devices of the same overlay at the addresses to which a tunnel sends.
  private func ends(of tunnel: Tunnel, _ link: Link, in state: PlaceState) -> [DeviceID] {
    let told = (state.forwardingEntries ?? []).filter { $0.device == link.name }
      .compactMap(\.destination)
    let remotes = Set([tunnel.remote].compactMap { $0 } + told)
    return states.flatMap { place, other -> [DeviceID] in
      let links = other.links ?? []
      let owned = links.flatMap { $0.addresses.map(\.prefix.address) }
      guard remotes.contains(where: owned.contains) else { return [] }
      return links.filter { $0.tunnel?.id == tunnel.id }.map { DeviceID(place, $0.name) }
    }
  }
}
