import NetworkState

// What stands in a frame's way between two devices.
extension PathWalk {
  /// The first fault on a way; with a header, packets that are too large count as well.
  func fault(on path: [Segment.Stop], _ header: Header?) -> Obstacle? {
    for (index, stop) in path.enumerated() {
      let previous = index > 0 ? path[index - 1] : nil
      let broken = look(.linkDown, .peerDown, .portDown, .bridgeDown) { down(stop, previous) }
      if let broken { return broken }
      guard map.bridge(of: stop.device) != nil else { continue }
      let late = look(.stpLearning, .portDown) { waiting(stop.device) }
      if let late { return late }
      guard previous != nil, stop.leaves, let entry = entry(before: index, in: path) else {
        continue
      }
      let parted =
        look(.portsIsolated) { isolated(entry, stop.device) }
        ?? look(.vlanMismatch) { vlans(entry, stop.device) }
      if let parted { return parted }
    }
    guard let header else { return nil }
    return look(.mtu) { narrow(path, header.length) }
  }

  /// The port by which a frame came into the bridge that it leaves by the stop.
  private func entry(before index: Int, in path: [Segment.Stop]) -> DeviceID? {
    let bridge = map.bridge(of: path[index].device)
    let previous = path[index - 1]
    guard !previous.leaves, map.bridge(of: previous.device) == bridge else { return nil }
    return previous.device
  }

  private func down(_ stop: Segment.Stop, _ previous: Segment.Stop?) -> Obstacle? {
    let id = stop.device
    guard let link = map.link(id) else { return nil }
    if let bridge = map.bridge(of: id), let bridgeLink = map.link(bridge), !bridgeLink.isUp,
      link.isUp
    {
      return Obstacle(
        .bridgeDown, at: bridge.place, device: bridge.name,
        observed: "the bridge \(bridge.name) is DOWN in \(bridge.place); its port \(id.name) is"
          + " \(link.bridgePort?.state ?? "disabled")",
        expected: "\(bridge.name) up", command: bridge.place.ip("link show \(bridge.name)"))
    }
    guard !link.isUp else { return nil }
    let cause: Cause =
      link.kind == "bridge"
      ? .bridgeDown
      : link.master != nil ? .portDown : previous == nil || stop.leaves ? .linkDown : .peerDown
    var observed = "\(id.name) is DOWN in \(id.place)"
    if cause == .peerDown, let previous, let other = map.link(previous.device) {
      let carrier = other.hasCarrier ? "" : ": NO-CARRIER"
      observed += "; its peer \(previous.device) is \(other.operationalState)\(carrier)"
    }
    if cause == .portDown {
      observed += "; as a port it is \(link.bridgePort?.state ?? "disabled")"
    }
    return Obstacle(
      cause, at: id.place, device: id.name, observed: observed, expected: "\(id.name) up",
      command: id.place.ip("link show \(id.name)"))
  }

  private func waiting(_ id: DeviceID) -> Obstacle? {
    guard let link = map.link(id), link.isUp, link.hasCarrier, let port = link.bridgePort,
      ["listening", "learning", "disabled"].contains(port.state)
    else { return nil }
    // A port whose cable has no other end yet is disabled for that.
    if port.state == "disabled", map.peer(of: id).flatMap({ map.link($0) })?.isUp == false {
      return nil
    }
    return Obstacle(
      port.state == "disabled" ? .portDown : .stpLearning, at: id.place, device: id.name,
      observed: "the port \(id.name) is \(port.state)", expected: "forwarding",
      command: id.place.bridge("link show dev \(id.name)"))
  }

  private func isolated(_ entry: DeviceID, _ exit: DeviceID) -> Obstacle? {
    guard map.link(entry)?.bridgePort?.isIsolated == true,
      map.link(exit)?.bridgePort?.isIsolated == true
    else { return nil }
    return Obstacle(
      .portsIsolated, at: exit.place, device: exit.name,
      observed: "\(entry.name) and \(exit.name) are both isolated",
      expected: "isolated off on one of them",
      command: exit.place.bridge("-d link show dev \(exit.name)"))
  }

  private func vlans(_ entry: DeviceID, _ exit: DeviceID) -> Obstacle? {
    guard let from = evidence.vlans[entry], let to = evidence.vlans[exit] else { return nil }
    // Untagged both ways: the frame, and the answer to it.
    let there = from.primary.map(to.members.contains) ?? false
    let back = to.primary.map(from.members.contains) ?? false
    guard !there || !back else { return nil }
    func text(_ id: DeviceID, _ port: PortVLANs) -> String {
      let members = port.members.sorted().map(String.init).joined(separator: ", ")
      return "\(id.name) is in \(members.isEmpty ? "no VLAN" : "VLAN \(members)")"
        + (port.primary.map { ", pvid \($0)" } ?? ", without a pvid")
    }
    return Obstacle(
      .vlanMismatch, at: exit.place, device: exit.name,
      observed: "\(text(entry, from)); \(text(exit, to))",
      expected: "both in the VLAN of the frame", command: exit.place.bridge("vlan show"))
  }

  /// A device through which a packet does not fit, and which says nothing of it.
  func narrow(_ path: [Segment.Stop], _ length: Int) -> Obstacle? {
    guard let first = path.first, let mtu = map.link(first.device)?.mtu else { return nil }
    let size = min(length, mtu)
    for stop in path.dropFirst() {
      // The kernel leaves room for the tag of a VLAN.
      guard let link = map.link(stop.device), link.mtu > 0, link.kind != "bridge",
        size > link.mtu + 4
      else { continue }
      return Obstacle(
        .mtu, at: stop.device.place, device: stop.device.name,
        observed: "packets of \(size) bytes leave \(first.device), and the MTU of"
          + " \(stop.device) is \(link.mtu)",
        expected: "the same MTU along the wire",
        command: stop.device.place.ip("link show \(stop.device.name)"))
    }
    return nil
  }

  /// A frame that only crosses a bridge, and is dropped by a FORWARD chain all the same.
  func bridged(_ path: [Segment.Stop], _ header: Header) -> Obstacle? {
    for stop in path {
      guard let bridge = map.bridge(of: stop.device) else { continue }
      let drop = evidence.verdicts[bridge.place, default: []].last {
        $0.isDropped && !$0.isDiscovery && $0.isReply == header.isReply
      }
      guard let drop else { continue }
      let what = Self.words(of: drop)
      if drop.isRejected { return rejected(at: bridge.place, drop) }
      let setting = map.parameter("net.bridge.bridge-nf-call-iptables", in: bridge.place) ?? 1
      return Obstacle(
        .bridgeNetfilterDrop, at: bridge.place, device: bridge.name,
        observed: "\(what) dropped the packet on its way over \(bridge.name);"
          + " bridge-nf-call-iptables is \(setting)",
        expected: "a rule that accepts it, or bridge-nf-call-iptables 0",
        command: bridge.place.command("iptables -L FORWARD -v -n"))
    }
    return nil
  }

  /// A tunnel is a packet of its own, with a way of its own.
  func underlay(_ path: [Segment.Stop]) -> Obstacle? {
    for (from, to) in zip(path, path.dropFirst()) {
      guard let tunnel = map.link(from.device)?.tunnel, map.link(to.device)?.tunnel != nil,
        from.leaves, !to.leaves
      else { continue }
      let address = map.links(of: to.device.place).flatMap { $0.addresses.map(\.prefix.address) }
        .first { remote in
          remote == tunnel.remote
            || (map.places[from.device.place]?.forwardingEntries ?? []).contains {
              $0.device == from.device.name && $0.destination == remote
            }
        }
      guard let address else { continue }
      var below = Evidence(flow: evidence.flow, snapshot: evidence.snapshot)
      below.history = evidence.history
      below.vlans = evidence.vlans
      var walk = PathWalk(below)
      let header = Header(source: tunnel.local, destination: address, length: 134)
      if case .stopped(let obstacle) = walk.go(header, from: from.device.place) { return obstacle }
    }
    return nil
  }
}
