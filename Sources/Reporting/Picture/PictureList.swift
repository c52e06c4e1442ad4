import NetworkState

/// The network as a list, for what is too wide to be drawn.
struct PictureList {
  private let topology: Topology
  private let marks: [DeviceID: String]

  init(_ topology: Topology, _ marks: [DeviceID: String]) {
    self.topology = topology
    self.marks = marks
  }

  func lines(_ style: Style) -> [String] {
    topology.places.flatMap { place -> [String] in
      let shown = place.devices.filter { !$0.isPlainLoopback }
      let bridges = shown.filter { $0.kind == "bridge" }.map(\.name)
      let roots = shown.filter { !bridges.contains($0.bridge ?? "") }
      var lines = [style.paint(VisibleText.line(place.title), .bold)]
      for (index, device) in roots.enumerated() {
        let isLast = index == roots.count - 1
        lines.append((isLast ? "└ " : "├ ") + text(device, of: place.place, style))
        let ports = shown.filter { $0.bridge == device.name }
        for (number, port) in ports.enumerated() {
          lines.append(
            (isLast ? "  " : "│ ") + (number == ports.count - 1 ? "└ " : "├ ")
              + text(port, of: place.place, style))
        }
      }
      return lines
    }.map { style.colour ? $0 : DisplayWidth.truncate($0, to: style.width) }
  }

  private func text(_ device: TopologyDevice, of place: Place, _ style: Style) -> String {
    let id = DeviceID(place, device.name)
    let isBad = marks[id] != nil || device.fault != nil
    var words = marks[id] == nil ? [] : [style.paint("✗", .bad)]
    words.append(style.paint(VisibleText.line(device.name), isBad ? .bad : .plain))
    if let fault = device.fault { words.append(style.paint(fault, .bad)) }
    words += device.notes.map { style.paint($0, .dim) }
    words += device.addresses.map { style.paint("\($0)", .code) }
    for connection in topology.connections(of: id) {
      let other = connection.from == id ? connection.to : connection.from
      let line =
        switch connection.kind {
        case .cable: connection.isCarrying ? "──" : "╌╌"
        case .stacked: "┈┈"
        case .tunnel: "══"
        }
      words.append("\(line) \(VisibleText.line("\(other)"))")
    }
    if device.hasHiddenPeer { words.append("── ?") }
    return words.joined(separator: " ")
  }
}
