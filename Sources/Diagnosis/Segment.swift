import NetworkState

/// A wire as a sender sees it: all devices that a frame can come to, whether or not it gets there.
///
/// Nothing broken is looked at here, so that the way to a device can be followed up to its fault.
struct Segment: Sendable {
  /// How a frame passes a device.
  struct Stop: Hashable, Sendable {
    var device: DeviceID
    /// It leaves by the device; else it comes in.
    var leaves: Bool
  }

  let map: NetworkMap
  let start: DeviceID
  /// From where each stop is reached.
  private var parents: [Stop: Stop] = [:]
  /// The devices at which frames end, in the order of their distance.
  private(set) var ends: [DeviceID] = []

  init(_ map: NetworkMap, from start: DeviceID) {
    self.map = map
    self.start = start
    let first = Stop(device: start, leaves: true)
    var seen: Set<Stop> = [first]
    var queue = [first]
    var index = 0
    while index < queue.count {
      let stop = queue[index]
      index += 1
      if isEnd(stop), !ends.contains(stop.device), stop.device != start { ends.append(stop.device) }
      for next in nexts(stop, from: parents[stop]) where seen.insert(next).inserted {
        parents[next] = stop
        queue.append(next)
      }
    }
  }

  /// A frame that comes in ends at what is no port.
  private func isEnd(_ stop: Stop) -> Bool {
    !stop.leaves && map.bridge(of: stop.device) == nil
  }

  private func nexts(_ stop: Stop, from parent: Stop?) -> [Stop] {
    let device = stop.device
    guard let link = map.link(device) else { return [] }
    func entering(_ id: DeviceID) -> Stop { Stop(device: id, leaves: false) }
    func leaving(_ id: DeviceID) -> Stop { Stop(device: id, leaves: true) }
    let kind = link.kind ?? ""
    if stop.leaves {
      switch kind {
      case _ where NetworkMap.cables.contains(kind):
        return [map.peer(of: device)].compactMap { $0 }.map(entering)
      case "bridge": return map.ports(of: device).map(leaving)
      case _ where NetworkMap.stacked.contains(kind):
        guard let lower = map.below(device) else { return [] }
        let siblings = kind == "vlan" ? [] : map.above(lower).filter { $0 != device }
        // Through a bridge below, as if it were the bridge's own frame.
        return siblings.map(entering) + [leaving(lower)]
      case "vxlan": return tunnelEnds(link, device).map(entering)
      default: return []
      }
    }
    var stops = map.above(device).map(entering)
    if let bridge = map.bridge(of: device) {
      stops += [entering(bridge)] + map.ports(of: bridge).filter { $0 != device }.map(leaving)
    }
    return stops
  }

  private func tunnelEnds(_ link: Link, _ id: DeviceID) -> [DeviceID] {
    guard let tunnel = link.tunnel else { return [] }
    let told = (map.places[id.place]?.forwardingEntries ?? []).filter { $0.device == id.name }
      .compactMap(\.destination)
    let remotes = Set([tunnel.remote].compactMap { $0 } + told)
    return map.sortedPlaces.flatMap { place -> [DeviceID] in
      guard remotes.contains(where: { map.owns(place, $0) }) else { return [] }
      return map.links(of: place).filter { $0.tunnel?.id == tunnel.id }
        .map { DeviceID(place, $0.name) }.filter { $0 != id }
    }
  }

  /// The way of a frame from the start to where it comes in at a device.
  func path(to end: DeviceID) -> [Stop] {
    var stop = Stop(device: end, leaves: false)
    var path = [stop]
    while let parent = parents[stop] {
      path.append(parent)
      stop = parent
    }
    return path.reversed()
  }

  /// Who on the wire has an address: the device itself first, then places that have it elsewhere.
  func owners(of address: IPAddress) -> [DeviceID] {
    let others = ends.filter { $0.place != start.place }
    let exact = others.filter { id in
      map.link(id)?.addresses.contains { $0.prefix.address == address } ?? false
    }
    if !exact.isEmpty { return exact }
    // A host answers for each of its addresses on any of its devices.
    return others.filter { map.owns($0.place, address) }
  }
}
