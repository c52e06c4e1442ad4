import NetworkState

// What becomes of a packet in the place that it is for.
extension PathWalk {
  /// Why a place takes a request and does not answer it.
  func delivery(_ place: Place, _ incoming: String?, _ header: Header) -> Obstacle? {
    if incoming == nil {
      let found = look(.loopbackDown) { loopback(place, header.destination) }
      if let found { return found }
    }
    let hooks = incoming == nil ? ["output", "input"] : ["input"]
    let found =
      look(.filteredHere, .rejected) { filtered(at: place, header, hooks: hooks) }
      ?? incoming.flatMap { device in
        look(.addressOnPort) { takenByPort(DeviceID(place, device), header) }
      }
    if let found { return found }
    switch evidence.flow.kind {
    case .ping: return look(.echoIgnored) { echoIgnored(place, header) }
    case .tcp, .udp:
      let found = look(.dnatNotLocal) { notLocal(place, incoming, header) }
      if let found { return found }
      guard !evidence.flow.bringsServer else { return nil }
      return look(.nothingListens) { deaf(place, header) }
    }
  }

  private func takenByPort(_ id: DeviceID, _ header: Header) -> Obstacle? {
    for owner in map.owners(of: header.destination) where owner.place == id.place {
      guard let bridge = map.bridge(of: owner) else { continue }
      let counter = trail.answered(id.place) == false ? ", and no answer left" : ""
      return Obstacle(
        .addressOnPort, at: owner.place, device: owner.name,
        observed: "\(header.destination) is on \(owner.name), a port of \(bridge.name)\(counter)",
        expected: "the address on \(bridge.name)",
        command: owner.place.ip("addr show \(owner.name)"))
    }
    return nil
  }

  private func echoIgnored(_ place: Place, _ header: Header) -> Obstacle? {
    let key =
      header.destination.family == .inet
      ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all"
    guard map.parameter(key, in: place) == 1 else { return nil }
    let counter = evidence.counters[place]?["IcmpInEchos"] ?? 0
    let counted = counter > 0 ? "; IcmpInEchos +\(counter), no answer" : ""
    return Obstacle(
      .echoIgnored, at: place, observed: "\(key) is 1 in \(place)\(counted)",
      expected: "\(key) = 0", command: place.command("sysctl \(key)"))
  }

  private func notLocal(_ place: Place, _ incoming: String?, _ header: Header) -> Obstacle? {
    guard incoming == nil, let port = header.port, let rule = outsideOnly(place, port) else {
      return nil
    }
    return Obstacle(
      .dnatNotLocal, at: place,
      observed: "`\(rule)` is not asked for what \(place) sends itself; no rule in OUTPUT is",
      expected: "the same rule in the OUTPUT chain of nat",
      command: place.command("iptables -t nat -S OUTPUT"))
  }

  private func deaf(_ place: Place, _ header: Header) -> Obstacle? {
    // The kernel says it to datagrams only now and then, but it counts each.
    let moved = evidence.counters[place] ?? [:]
    let counted = (moved["UdpNoPorts"] ?? 0) + (moved["Udp6NoPorts"] ?? 0) > 0
    guard let port = header.port, let listeners = map.places[place]?.listeners,
      trail.refused(place) != false || evidence.flow.kind == .udp && counted
    else { return nil }
    let isTCP = evidence.flow.kind == .tcp
    let all = listeners.filter { $0.isTCP == isTCP && $0.port == port }
    let hears = all.contains { listener in
      guard let address = listener.address, !address.isUnspecified else { return true }
      return address == header.destination
    }
    guard !hears else { return nil }
    let others = all.map { "\($0)" }.joined(separator: ", ")
    let kind = evidence.flow.kind.rawValue
    let said = trail.refused(place) == true ? "; the place says so" : ""
    let observed =
      all.isEmpty
      ? "nothing listens at \(kind) port \(port) in \(place)"
      : "\(kind) port \(port) of \(place) is heard on \(others), not on \(header.destination)"
    return Obstacle(
      .nothingListens, at: place, observed: observed + said,
      expected: "a server at \(header.destination), port \(port)",
      command: place.command("ss -Hl\(isTCP ? "t" : "u")n"))
  }
}
