import NetworkState

// Why a place has no route: what took it away, or kept it from being there.
extension PathWalk {
  func missingRoute(_ place: Place, _ incoming: String?, _ header: Header) -> Obstacle {
    let destination = header.destination
    let links = map.links(of: place).filter { !$0.isLoopback }
    let missing = "no route to \(destination) in \(place)"
    let found =
      look(.loopbackDown) { loopback(place, destination) }
      ?? look(.peerNotMoved) { unmoved(place, links) }
      ?? look(.linkDown) { downLink(place, links, destination) }
      ?? look(.addressTentative) { tentativeSource(place, links.map(\.name), header) }
      ?? look(.hostPrefix) { hostPrefix(place, links, destination.family, missing) }
      ?? look(.gatewayOffLink) { refusedGateway(place, destination, missing) }
      ?? look(.noAddress) { withoutAddress(place, links, destination, missing) }
      ?? look(.routeLost) { lostRoute(place, destination, missing) }
      ?? look(.maskMismatch) { mismatch(place, links, destination) }
    return found ?? withoutRoute(place, incoming, header, missing)
  }

  private func hostPrefix(
    _ place: Place, _ links: [Link], _ family: AddressFamily, _ missing: String
  ) -> Obstacle? {
    for link in links where link.isUp {
      let prefixes = link.usable(family).map(\.prefix)
      guard let own = prefixes.first, prefixes.allSatisfy(\.isHost),
        !hasRoute(place, link, beyond: own)
      else { continue }
      return Obstacle(
        .hostPrefix, at: place, device: link.name,
        observed: "\(link.name) has \(own), a prefix of one address: \(missing)",
        expected: "the subnet's prefix length, which brings a route",
        command: place.ip("addr show \(link.name)"))
    }
    return nil
  }

  /// Whether a route by the device leads to others than the address itself.
  private func hasRoute(_ place: Place, _ link: Link, beyond own: IPPrefix) -> Bool {
    (map.places[place]?.routes ?? []).contains { route in
      guard route.device == link.name, route.type == "unicast", route.family == own.family
      else { return false }
      guard let target = route.destination else { return true }
      return !target.address.isLinkLocal && !(target.isHost && target.contains(own.address))
    }
  }

  private func refusedGateway(_ place: Place, _ destination: IPAddress, _ missing: String)
    -> Obstacle?
  {
    History(evidence.history, place).refusedGateway(for: destination).map { command in
      Obstacle(
        .gatewayOffLink, at: place,
        observed: "`\(command)` was refused: Nexthop has invalid gateway; so \(missing)",
        expected: "a gateway that is on a wire of \(place)", command: place.ip("route"))
    }
  }

  private func lostRoute(_ place: Place, _ destination: IPAddress, _ missing: String) -> Obstacle? {
    History(evidence.history, place).lostRoute(to: destination).map { lost in
      Obstacle(
        .routeLost, at: place, device: lost.device,
        observed: "\(missing); `\(lost.added)` was undone by `\(lost.down)`",
        expected: "the route again, after the link was up", command: place.ip("route"))
    }
  }

  private func withoutRoute(
    _ place: Place, _ incoming: String?, _ header: Header, _ missing: String
  ) -> Obstacle {
    let expected = "a route to \(header.destination), or a default route"
    let command = place.ip("route get \(header.destination)")
    if header.isReply {
      if incoming == nil, let found = untranslated(place, header) { return found }
      if incoming != nil, place == .internet, let last = routers.last(where: \.isReply) {
        return Obstacle(
          .noReturnRoute, at: last.device.place, device: last.device.name,
          observed: "the request arrived, and \(last.device.place) sends the answer for"
            + " \(header.destination) to the internet, for want of a better route",
          expected: "a route to \(header.destination)",
          command: last.device.place.ip("route get \(header.destination)"))
      }
      return Obstacle(
        .noReturnRoute, at: place,
        observed: "the request arrived, and there is \(missing)", expected: expected,
        command: command)
    }
    guard incoming == nil else {
      let counter = evidence.counters[place]?["IpExtInNoRoutes"] ?? 0
      let counted = counter > 0 ? "; IpExtInNoRoutes +\(counter)" : ""
      return Obstacle(
        .routerNoRoute, at: place, observed: missing + counted, expected: expected,
        command: command)
    }
    return Obstacle(.noRoute, at: place, observed: missing, expected: expected, command: command)
  }

  func loopback(_ place: Place, _ destination: IPAddress) -> Obstacle? {
    guard destination.isLoopback || map.owns(place, destination),
      let lo = map.links(of: place).first(where: \.isLoopback), !lo.isUp
    else { return nil }
    return Obstacle(
      .loopbackDown, at: place, device: lo.name,
      observed: "lo is DOWN in \(place), and \(destination) is the place's own",
      expected: "lo up", command: place.ip("link show lo"))
  }

  /// A namespace without any device, for which a pair waits in its host whose ends are both there.
  private func unmoved(_ place: Place, _ links: [Link]) -> Obstacle? {
    guard case .namespace(_, let host) = place, links.isEmpty else { return nil }
    for link in map.links(of: .host(host)) {
      let id = DeviceID(.host(host), link.name)
      guard let peer = map.peer(of: id), peer.place == id.place, link.master == nil,
        link.usable(.inet).isEmpty, link.usable(.inet6).isEmpty
      else { continue }
      let addressed = map.link(peer).map { !$0.addresses.isEmpty || $0.master != nil } ?? false
      guard addressed || id < peer else { continue }
      return Obstacle(
        .peerNotMoved, at: id.place, device: id.name,
        observed: "\(place) has no device but lo; both ends of \(peer.name) and \(id.name) are in"
          + " \(id.place)",
        expected: "one end in \(place)", command: id.place.ip("link show type veth"))
    }
    return nil
  }

  private func downLink(_ place: Place, _ links: [Link], _ destination: IPAddress) -> Obstacle? {
    let down = links.filter { !$0.isUp }
    let covering = down.first { link in
      link.addresses.contains { $0.prefix.contains(destination) }
    }
    // With nothing else that could carry a packet, the way out is what is down.
    let others = links.filter { $0.isUp && !$0.usable(destination.family).isEmpty }
    let only = others.isEmpty ? down.first { !$0.addresses.isEmpty } ?? down.first : nil
    // One without an address is to blame only if nothing else is there.
    let isBlameless = only?.addresses.isEmpty == true && links.contains(where: \.isUp)
    guard let link = covering ?? (isBlameless ? nil : only) else { return nil }
    let addresses = link.usable(destination.family).map { "\($0.prefix)" }.joined(separator: ", ")
    let had = addresses.isEmpty ? "" : ", with \(addresses)"
    return Obstacle(
      .linkDown, at: place, device: link.name,
      observed: "\(link.name) is DOWN in \(place)\(had); its routes are gone",
      expected: "\(link.name) up", command: place.ip("link show \(link.name)"))
  }

  /// None of the addresses that a packet could come from is ready.
  func tentativeSource(_ place: Place, _ devices: [String], _ header: Header) -> Obstacle? {
    guard header.destination.family == .inet6, !header.destination.isLinkLocal else { return nil }
    let links = map.links(of: place).filter { devices.contains($0.name) }
    let all = links.flatMap { link in link.usable(.inet6).map { (link, $0) } }
    guard let first = all.first, all.allSatisfy({ $0.1.isTentative }) else { return nil }
    return tentative(DeviceID(place, first.0.name), first.1.prefix.address)
  }

  func tentative(_ id: DeviceID, _ address: IPAddress) -> Obstacle {
    Obstacle(
      .addressTentative, at: id.place, device: id.name,
      observed: "\(address) on \(id.name) is tentative",
      expected: "an address that duplicate detection is done with",
      command: id.place.ip("-6 addr show \(id.name)"))
  }

  private func withoutAddress(
    _ place: Place, _ links: [Link], _ destination: IPAddress, _ missing: String
  ) -> Obstacle? {
    let family = destination.family
    // Neither a port nor what carries another device needs an address of its own.
    let carriers = map.links(of: place).filter { NetworkMap.stacked.contains($0.kind ?? "") }
      .compactMap(\.peerName)
    let bare = links.filter { link in
      link.isUp && link.usable(family).isEmpty && link.master == nil
        && !carriers.contains(link.name)
    }
    let hasOther = links.contains { $0.isUp && !$0.usable(family).isEmpty }
    let found = bare.first { link in
      // Without another address it is the way out; else the one whose wire leads there.
      !hasOther
        || !Segment(map, from: DeviceID(place, link.name)).owners(of: destination).isEmpty
    }
    guard let found else { return nil }
    return Obstacle(
      .noAddress, at: place, device: found.name,
      observed: "\(found.name) is up in \(place) and has no address: \(missing)",
      expected: "an address on \(found.name)", command: place.ip("addr show \(found.name)"))
  }

  private func mismatch(_ place: Place, _ links: [Link], _ destination: IPAddress) -> Obstacle? {
    for link in links where link.isUp {
      let own = link.usable(destination.family).map(\.prefix)
      guard !own.isEmpty else { continue }
      let owners = Segment(map, from: DeviceID(place, link.name)).owners(of: destination)
      for owner in owners {
        let theirs = map.link(owner)?.usable(destination.family).map(\.prefix) ?? []
        guard let other = theirs.first(where: { $0.address == destination }),
          let mine = own.first(where: { $0.length != other.length && !$0.contains(destination) }),
          other.contains(mine.address)
        else { continue }
        return Obstacle(
          .maskMismatch, at: place, device: link.name,
          observed: "\(link.name) has \(mine), and \(other) is on the same wire",
          expected: "the same prefix length on both", command: place.ip("addr show \(link.name)"))
      }
    }
    return nil
  }
}
