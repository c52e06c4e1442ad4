import NetworkState

/// How a wire was crossed.
enum WireCrossing: Sendable {
  case to(DeviceID)
  case stopped(Obstacle)
  case lost
}

// From one place's device over cables and bridges to the next place.
extension PathWalk {
  /// - Parameter hasLeft: Whether the packet was seen to leave, which needs a resolved neighbour.
  mutating func cross(
    _ start: DeviceID, to hop: IPAddress, _ gateway: IPAddress?, _ route: Route,
    _ header: Header, _ hasLeft: Bool?
  ) -> WireCrossing {
    let segment = Segment(map, from: start)
    let owners = segment.owners(of: hop)
    let passed = Set(routers.filter { $0.isReply == header.isReply }.map(\.device.place))
    let seen = segment.ends.filter { end in
      trail.arrived(end, isReply: header.isReply) == true
        && (owners.contains(end) || !passed.contains(end.place))
    }
    if let next = seen.first(where: owners.contains), hasLeft != false {
      note(segment, next, header)
      return .to(next)
    }
    let own =
      look(.duplicateAddress) { duplicates(hop, owners) }
      ?? look(.linkDown) { ownLink(start) }
      ?? look(.addressOnPort) { onPort(start, header) }
      ?? look(.gatewayOffLink) { offLink(start, gateway, route) }
    if let own { return .stopped(own) }
    guard let owner = owners.first else {
      if let next = seen.first {
        note(segment, next, header)
        return .to(next)
      }
      guard let found = absence(start, hop, gateway != nil, segment) else { return .lost }
      return .stopped(found)
    }
    let path = segment.path(to: owner)
    let found =
      wrongNeighbour(start, hop, owner) ?? fault(on: path, header)
      ?? look(.duplicateMAC) { duplicateMAC(start, owner, segment) }
      ?? resolution(start, hop, owner, header, hasLeft)
      ?? look(.bridgeNetfilterDrop) { bridged(path, header) } ?? underlay(path)
    if let found { return .stopped(found) }
    // Somebody looked, and it did not come.
    if trail.sightings != nil { return .lost }
    note(segment, owner, header)
    return .to(owner)
  }

  private mutating func note(_ segment: Segment, _ end: DeviceID, _ header: Header) {
    crossings.append(
      Crossing(
        path: segment.path(to: end), isReply: header.isReply,
        mtu: map.link(segment.start)?.mtu ?? 0))
  }

  private func ownLink(_ id: DeviceID) -> Obstacle? {
    guard let link = map.link(id), !link.isUp else { return nil }
    return Obstacle(
      .linkDown, at: id.place, device: id.name,
      observed: "\(id.name) is DOWN in \(id.place)", expected: "\(id.name) up",
      command: id.place.ip("link show \(id.name)"))
  }

  private func onPort(_ id: DeviceID, _ header: Header) -> Obstacle? {
    guard let bridge = map.bridge(of: id), let link = map.link(id),
      let address = link.usable(header.destination.family).first
    else { return nil }
    return Obstacle(
      .addressOnPort, at: id.place, device: id.name,
      observed: "\(address.prefix) is on \(id.name), a port of \(bridge.name)",
      expected: "the address on \(bridge.name)", command: id.place.ip("addr show \(id.name)"))
  }

  private func offLink(_ id: DeviceID, _ gateway: IPAddress?, _ route: Route) -> Obstacle? {
    guard let gateway, let link = map.link(id), gateway.family == route.family,
      !gateway.isLinkLocal, route.flags.contains("onlink")
    else { return nil }
    let isNear = (map.places[id.place]?.routes ?? []).contains {
      $0.device == id.name && $0.gateway == nil && ($0.destination?.contains(gateway) ?? false)
    }
    guard !isNear, !link.addresses.contains(where: { $0.prefix.contains(gateway) }) else {
      return nil
    }
    return Obstacle(
      .gatewayOffLink, at: id.place, device: id.name,
      observed: "\(gateway) is in no subnet of \(id.name)",
      expected: "a gateway that is on the wire of \(id.name)", command: id.place.ip("route"))
  }

  private func duplicates(_ address: IPAddress, _ owners: [DeviceID]) -> Obstacle? {
    // Of a tentative address the kernel has found out itself, and does not use it.
    let exact = owners.filter { id in
      map.link(id)?.addresses.contains { $0.prefix.address == address && !$0.isTentative } ?? false
    }
    guard let first = exact.first, let other = exact.first(where: { $0.place != first.place })
    else { return nil }
    // The one to change is who should not have it, where that is known.
    let wanted = evidence.flow.answerer
    let wrong = wanted == first.place || wanted == nil ? other : first
    let right = wrong == first ? other : first
    return Obstacle(
      .duplicateAddress, at: wrong.place, device: wrong.name,
      observed: "\(address) is on \(wrong), and on \(right) too, on the same wire",
      expected: "one place with \(address)", command: wrong.place.ip("addr show \(wrong.name)"))
  }

  /// What a permanent entry of the sender's neighbour table makes of it.
  private func wrongNeighbour(_ start: DeviceID, _ hop: IPAddress, _ owner: DeviceID)
    -> Obstacle?
  {
    look(.wrongNeighbour) {
      guard
        let entry = map.places[start.place]?.neighbours?.first(where: {
          $0.address == hop && $0.device == start.name
        }), entry.states.contains("PERMANENT"), let mac = entry.macAddress,
        let right = map.link(owner)?.macAddress, mac != right
      else { return nil }
      return Obstacle(
        .wrongNeighbour, at: start.place, device: start.name,
        observed: "`\(entry)`, while \(owner) has \(right)", expected: "lladdr \(right)",
        command: start.place.ip("neigh show \(hop)"))
    }
  }

  private func duplicateMAC(_ start: DeviceID, _ owner: DeviceID, _ segment: Segment)
    -> Obstacle?
  {
    let own: Set<DeviceID> = [start, owner]
    let all = ([start] + segment.ends).filter { id in
      !NetworkMap.stacked.contains(map.link(id)?.kind ?? "")
    }
    for id in all {
      guard let mac = map.link(id)?.macAddress, mac.value != 0 else { continue }
      let same = all.filter { $0.place != id.place && map.link($0)?.macAddress == mac }
      guard let other = same.first, own.contains(id) || own.contains(other) else { continue }
      return Obstacle(
        .duplicateMAC, at: other.place, device: other.name,
        observed: "\(id) and \(other) both have \(mac)", expected: "a MAC address of its own",
        command: other.place.ip("link show \(other.name)"))
    }
    return nil
  }
}
