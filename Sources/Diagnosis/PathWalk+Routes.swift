import NetworkState

// What a place does with a packet before it goes out: the checks in the order of the kernel.
extension PathWalk {
  /// What stops a packet as it comes in by a device.
  func entering(_ id: DeviceID, _ header: Header) -> Obstacle? {
    let hooks = ["prerouting", "ingress"]
    return look(.filteredHere, .rejected) { filtered(at: id.place, header, hooks: hooks) }
      ?? look(.reversePathFilter) { reversePath(id, header) }
  }

  /// The reverse path filter (`rp_filter`); confirmed by its counter where that was read.
  func reversePath(_ id: DeviceID, _ header: Header) -> Obstacle? {
    guard header.destination.family == .inet, let source = header.source else { return nil }
    let mode = map.strongest("rp_filter", of: id)
    guard mode > 0 else { return nil }
    let decision = routing.decide(in: id.place, to: source, from: nil)
    let isFine: Bool
    let way: String
    switch decision {
    case .local: return nil
    case .forward(let device, _, let route, _):
      isFine = mode == 2 || device == id.name || route.nexthops.contains { $0.device == id.name }
      way = "goes by \(device)"
    case .forbidden(let type, _):
      (isFine, way) = (false, "is \(type)")
    case .noRoute:
      (isFine, way) = (false, "has no route")
    case .unknown: return nil
    }
    guard !isFine else { return nil }
    let counter = evidence.counters[id.place]?["TcpExtIPReversePathFilter"]
    if trail.arrived(id, isReply: header.isReply) == true, let counter, counter == 0 { return nil }
    let counted = counter.map { $0 > 0 ? "; TcpExtIPReversePathFilter +\($0)" : "" } ?? ""
    return Obstacle(
      .reversePathFilter, at: id.place, device: id.name,
      observed: "rp_filter is \(mode) on \(id.name), and the way back to \(source) \(way)"
        + counted,
      expected: "a route to \(source) by \(id.name), or rp_filter 0",
      command: id.place.command("sysctl net.ipv4.conf.\(id.name).rp_filter"))
  }

  /// What stops a packet between its arrival, or its making, and its way out.
  func passing(
    _ place: Place, _ incoming: String?, _ header: Header, _ decision: Routing.Decision,
    _ isTranslated: Bool
  ) -> Obstacle? {
    if let incoming {
      let id = DeviceID(place, incoming)
      let found = look(.forwardingOff) { forwarding(id, header, isTranslated) }
      if let found { return found }
    }
    if let found = refusal(place, incoming, header, decision) { return found }
    let hooks = incoming == nil ? ["output", "postrouting"] : ["forward", "postrouting"]
    let named: Cause =
      incoming == nil ? .filteredHere : header.isReply ? .replyFiltered : .forwardDrop
    let found = look(.rejected, named) {
      filtered(at: place, header, hooks: hooks, isTranslated: isTranslated)
    }
    if let found { return found }
    guard case .forward(let device, _, _, _) = decision else { return nil }
    return look(.mtu) { tooLarge(DeviceID(place, device), header) }
  }

  private func forwarding(_ id: DeviceID, _ header: Header, _ isTranslated: Bool) -> Obstacle? {
    guard map.forwards(id, header.destination.family) == false else { return nil }
    let key =
      header.destination.family == .inet
      ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding"
    let counter = evidence.counters[id.place]?["IpInAddrErrors"] ?? 0
    let counted = counter > 0 ? "; IpInAddrErrors +\(counter)" : ""
    if isTranslated {
      return Obstacle(
        .publishedNotForwarded, at: id.place, device: id.name,
        observed: "DNAT made the destination \(header.destination), and \(key) is 0\(counted)",
        expected: "\(key) = 1", command: id.place.command("sysctl \(key)"))
    }
    return Obstacle(
      .forwardingOff, at: id.place, device: id.name,
      observed: "forwarding is 0 in \(id.place), which is not \(header.destination)\(counted)",
      expected: "\(key) = 1", command: id.place.command("sysctl \(key)"))
  }

  /// A routing table that has no way, or forbids it.
  private func refusal(
    _ place: Place, _ incoming: String?, _ header: Header, _ decision: Routing.Decision
  ) -> Obstacle? {
    switch decision {
    case .forbidden(let type, let rule):
      if let rule { return byRule(rule, place, header, "which is \(type)") }
      return Obstacle(
        .unreachableRoute, at: place,
        observed: "the route to \(header.destination) in \(place) is \(type)",
        expected: "a unicast route", command: place.ip("route show type \(type)"))
    case .noRoute:
      _ = look(.unreachableRoute) { nil }
      return missingRoute(place, incoming, header)
    case .forward:
      for cause: Cause in [.unreachableRoute, incoming == nil ? .noRoute : .routerNoRoute] {
        _ = look(cause) { nil }
      }
      return nil
    case .local, .unknown: return nil
    }
  }

  func byRule(_ rule: PolicyRule, _ place: Place, _ header: Header, _ what: String) -> Obstacle {
    Obstacle(
      .policyRule, at: place,
      observed: "`\(rule)` decides over packets for \(header.destination), \(what)",
      expected: "the table main, which has a way", command: place.ip("rule"))
  }

  private func tooLarge(_ id: DeviceID, _ header: Header) -> Obstacle? {
    guard let mtu = map.link(id)?.mtu, mtu > 0, header.length > mtu else { return nil }
    let isRouter = id.place != evidence.flow.place || header.isReply
    guard header.dontFragment || (isRouter && header.destination.family == .inet6) else {
      return nil
    }
    return Obstacle(
      .mtu, at: id.place, device: id.name,
      observed: "the packet has \(header.length) bytes and must not be cut; the MTU of"
        + " \(id.name) is \(mtu)",
      expected: "an MTU of \(header.length) or more", command: id.place.ip("link show \(id.name)"))
  }
}
