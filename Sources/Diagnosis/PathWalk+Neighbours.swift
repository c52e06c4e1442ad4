import NetworkState

// Finding the next hop on a wire: ARP and neighbour discovery, and why nobody is found.
extension PathWalk {
  /// Why the owner of an address does not say that it has it.
  func resolution(
    _ start: DeviceID, _ hop: IPAddress, _ owner: DeviceID, _ header: Header, _ hasLeft: Bool?
  ) -> Obstacle? {
    let address = map.link(owner)?.addresses.first { $0.prefix.address == hop }
    let found =
      look(.arpOff) { arpOff(start, hop, owner) }
      ?? look(.addressTentative) {
        address?.isTentative == true ? tentative(owner, hop) : nil
      }
    if found != nil || hasLeft == true { return found }
    if hop.family == .inet6, let found = discoveryFiltered(start, owner) { return found }
    // The same filter looks at who asks by ARP.
    return look(.reversePathFilter) { reversePath(owner, header) }
  }

  private func arpOff(_ start: DeviceID, _ hop: IPAddress, _ owner: DeviceID) -> Obstacle? {
    let plain: Set<String> = ["veth", "bridge", "dummy", "vlan"]
    for id in [start, owner] {
      guard let link = map.link(id), plain.contains(link.kind ?? ""),
        link.flags.contains("NOARP")
      else { continue }
      return Obstacle(
        .arpOff, at: id.place, device: id.name,
        observed: "\(id.name) has the flag NOARP in \(id.place)", expected: "ARP on",
        command: id.place.ip("link show \(id.name)"))
    }
    guard hop.family == .inet else { return nil }
    let ignore = map.strongest("arp_ignore", of: owner)
    let isOnDevice =
      map.link(owner)?.addresses.contains { $0.prefix.address == hop } ?? false
    guard ignore == 8 || (ignore == 1 || ignore == 2) && !isOnDevice else { return nil }
    return Obstacle(
      .arpOff, at: owner.place, device: owner.name,
      observed: "arp_ignore is \(ignore) on \(owner.name) in \(owner.place)",
      expected: "arp_ignore 0",
      command: owner.place.command("sysctl net.ipv4.conf.all.arp_ignore"))
  }

  /// Nobody on the wire has the address: what was meant to be there, and is not.
  func absence(
    _ start: DeviceID, _ hop: IPAddress, _ isGateway: Bool, _ segment: Segment
  ) -> Obstacle? {
    let family = hop.family
    let far = segment.ends.filter { $0.place != start.place }
    let only = far.count == 1 ? far.first : nil
    let found =
      look(.peerNotMoved) { peerBeside(start) }
      ?? only.flatMap { fault(on: segment.path(to: $0), nil) }
      ?? look(.portNotInBridge) { besideBridge(far, family, hop) }
      ?? look(.noAddress) { isGateway ? nil : bareEnd(far, family, hop) }
    if let found { return found }
    guard map.isWhole else { return nil }
    if isGateway {
      return Obstacle(
        .gatewayUnknown, at: start.place, device: start.name,
        observed: "the gateway \(hop) is asked for on \(start.name), and nobody there has it",
        expected: "a gateway that is there", command: start.place.ip("neigh show \(hop)"))
    }
    _ = look(.gatewayUnknown) { nil }
    if let found = look(.maskMismatch, for: { tooWide(start, hop, far) }) { return found }
    return Obstacle(
      .noSuchAddress, at: start.place, device: start.name,
      observed: "\(hop) is asked for on \(start.name), and nobody there has it",
      expected: "a place on this wire with \(hop)", command: start.place.ip("neigh show \(hop)"))
  }

  /// The one on the wire that has no address at all, where nobody has the wanted one.
  private func bareEnd(_ far: [DeviceID], _ family: AddressFamily, _ hop: IPAddress) -> Obstacle? {
    let bare = far.filter { id in
      let links = map.links(of: id.place).filter { !$0.isLoopback }
      return map.link(id)?.kind != "bridge" && links.allSatisfy { $0.usable(family).isEmpty }
    }
    guard let end = bare.first, bare.count == 1, map.owners(of: hop).isEmpty else { return nil }
    return Obstacle(
      .noAddress, at: end.place, device: end.name,
      observed: "\(end.name) is on the wire in \(end.place) and has no address",
      expected: "\(hop) on \(end.name)", command: end.place.ip("addr show \(end.name)"))
  }

  private func peerBeside(_ start: DeviceID) -> Obstacle? {
    guard let peer = map.peer(of: start), peer.place == start.place, let link = map.link(peer),
      link.master == nil
    else { return nil }
    let state = map.link(start)?.operationalState ?? ""
    return Obstacle(
      .peerNotMoved, at: peer.place, device: peer.name,
      observed: "\(peer.name), the other end of \(start.name), is in \(peer.place) as well"
        + (state == "UP" ? "" : "; \(start.name) is \(state)"),
      expected: "\(peer.name) in another namespace",
      command: peer.place.ip("link show \(peer.name)"))
  }

  /// A cable that ends beside a bridge: on this side, or before who has the address.
  private func besideBridge(_ far: [DeviceID], _ family: AddressFamily, _ hop: IPAddress)
    -> Obstacle?
  {
    let theirs = map.owners(of: hop).compactMap { map.peer(of: $0) }
    for id in far + theirs {
      guard let link = map.link(id), NetworkMap.cables.contains(link.kind ?? ""),
        link.master == nil, link.usable(family).isEmpty,
        let bridge = map.links(of: id.place).first(where: { $0.kind == "bridge" })
      else { continue }
      return Obstacle(
        .portNotInBridge, at: id.place, device: id.name,
        observed: "\(id.name) has no master in \(id.place), where the bridge \(bridge.name) is",
        expected: "\(id.name) a port of \(bridge.name)",
        command: id.place.ip("link show master \(bridge.name)"))
    }
    return nil
  }

  /// The sender's own prefix is wider than that of its neighbours.
  private func tooWide(_ start: DeviceID, _ hop: IPAddress, _ far: [DeviceID]) -> Obstacle? {
    let prefixes = map.link(start)?.usable(hop.family).map(\.prefix) ?? []
    guard let own = prefixes.first(where: { $0.contains(hop) }), !map.owners(of: hop).isEmpty
    else { return nil }
    for id in far {
      for other in map.link(id)?.usable(hop.family).map(\.prefix) ?? []
      where own.contains(other.address) && other.length > own.length && !other.contains(hop) {
        return Obstacle(
          .maskMismatch, at: start.place, device: start.name,
          observed: "\(start.name) has \(own), and its neighbour \(id) has \(other)",
          expected: "the same prefix length on both",
          command: start.place.ip("addr show \(start.name)"))
      }
    }
    return nil
  }
}
