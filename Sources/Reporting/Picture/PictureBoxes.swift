import NetworkState

/// Makes the boxes of a topology, in three tiers: the internet, the hosts, their namespaces.
struct PictureBoxes {
  let topology: Topology
  /// Devices that are to stand out, with a word why.
  let marks: [DeviceID: String]
  /// Whether each word has a row of its own, to save columns.
  var isTight = false

  func box(_ place: TopologyPlace) -> PictureBox {
    let side: PictureBox.Side
    if case .namespace = place.place { side = .top } else { side = .bottom }
    var box = PictureBox(
      place: place.place, side: side,
      title: PictureLabel(rows: [[.init(text: VisibleText.line(title(place)), ink: .bold)]]))
    let loopback = place.devices.first(where: \.isLoopback)
    let ports = Dictionary(
      grouping: place.devices.filter { device in
        place.devices.contains { $0.name == device.bridge && $0.kind == "bridge" }
      }, by: { $0.bridge ?? "" })
    let others = place.devices.filter { device in
      !device.isLoopback && ports[device.name] == nil
        && !ports.values.contains { $0.contains(device) }
    }
    let outward = others.filter { isOutward($0, of: place.place) }
    let connected = others.filter {
      !isOutward($0, of: place.place) && isJoined($0, of: place.place)
    }
    let rest = others.filter { !isOutward($0, of: place.place) && !isJoined($0, of: place.place) }
    box.isPlugged =
      side == .bottom ? !outward.isEmpty : connected.contains { isPluggedIn($0, of: place.place) }
    for device in outward { box.columns.append(column(device, of: place.place)) }
    for bridge in place.devices {
      guard let members = ports[bridge.name] else { continue }
      let start = box.columns.count
      for port in members { box.columns.append(column(port, of: place.place)) }
      box.bridges.append(
        PictureBox.Bridge(
          id: DeviceID(place.place, bridge.name), label: label(bridge, of: place.place),
          ports: start..<box.columns.count))
    }
    for device in connected + rest { box.columns.append(column(device, of: place.place)) }
    if let loopback, !loopback.isPlainLoopback || side == .top {
      if side == .top {
        box.footer = label(loopback, of: place.place, inOneRow: true)
      } else {
        box.columns.append(column(loopback, of: place.place))
      }
    }
    return box
  }

  private func title(_ place: TopologyPlace) -> String {
    ([place.place] + place.otherNames).map { place in
      // Beside the box of its host the short name is enough.
      if case .namespace(let name, _) = place, hostCount < 2 { return name }
      return "\(place)"
    }.joined(separator: " = ")
  }

  private var hostCount: Int {
    topology.places.filter { if case .host = $0.place { true } else { false } }.count
  }

  /// Whether a host's device is plugged into the internet.
  private func isOutward(_ device: TopologyDevice, of place: Place) -> Bool {
    guard case .host = place else { return false }
    return topology.connections(of: DeviceID(place, device.name)).contains {
      $0.kind == .cable && ($0.from.place == .internet || $0.to.place == .internet)
    }
  }

  /// Whether a namespace's device is plugged into a host.
  private func isPluggedIn(_ device: TopologyDevice, of place: Place) -> Bool {
    topology.connections(of: DeviceID(place, device.name)).contains { connection in
      [connection.from.place, connection.to.place].contains {
        if case .host = $0 { true } else { false }
      }
    }
  }

  private func isJoined(_ device: TopologyDevice, of place: Place) -> Bool {
    device.hasHiddenPeer || !topology.connections(of: DeviceID(place, device.name)).isEmpty
  }

  private func column(_ device: TopologyDevice, of place: Place) -> PictureBox.Column {
    PictureBox.Column(id: DeviceID(place, device.name), label: label(device, of: place))
  }

  private func label(_ device: TopologyDevice, of place: Place, inOneRow: Bool = false)
    -> PictureLabel
  {
    let mark = marks[DeviceID(place, device.name)]
    var first: [PictureLabel.Word] = []
    if mark != nil { first.append(.init(text: "✗", ink: .bad)) }
    first.append(
      .init(
        text: VisibleText.line(device.name),
        ink: mark != nil || device.fault != nil
          ? .bad : device.isPlainLoopback ? .dim : .plain))
    var words = device.notes.map { PictureLabel.Word(text: $0, ink: .dim) }
    if let fault = device.fault { words.insert(.init(text: fault, ink: .bad), at: 0) }
    let addresses = device.addresses.map { PictureLabel.Word(text: "\($0)", ink: .code) }
    if inOneRow { return PictureLabel(rows: [first + words + addresses]) }
    var rows = [first]
    for word in words {
      // What fits beside the name is written there.
      let used = rows[rows.count - 1].reduce(0) { $0 + DisplayWidth.of($1.text) + 1 }
      if used + DisplayWidth.of(word.text) <= (isTight ? 0 : 18) {
        rows[rows.count - 1].append(word)
      } else {
        rows.append([word])
      }
    }
    return PictureLabel(rows: rows + addresses.map { [$0] })
  }
}
