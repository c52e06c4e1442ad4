import NetworkState

extension SVGPicture {
  func frame(_ box: PictureBox, _ tier: Int) -> String {
    "<rect class=\"place\(freshPlaces.contains(box.place) ? " new" : "")\" x=\"\(box.x * Self.column)\" y=\"\(tops[tier])\" "
      + "width=\"\(box.width * Self.column)\" height=\"\(heights[tier])\" rx=\"7\"/>"
  }

  /// The lines of a channel; each is set off from those that it crosses.
  func wires(below tier: Int) -> [String] {
    layout.channels[tier].nets.flatMap { net -> [String] in
      let paths = net.connections.compactMap { connection in
        path(of: connection, net, below: tier).map { (connection, $0) }
      }
      let gaps = net.connections.compactMap { path(of: $0, net, below: tier, isGap: true) }
      return gaps.map { "<path class=\"gap\" d=\"\($0)\"/>" } + paths.flatMap { wire($0, $1) }
        + question(net, below: tier)
    }
  }

  private func wire(_ connection: Connection, _ path: String) -> [String] {
    let look =
      switch connection.kind {
      case .cable: "wire"
      case .stacked: "wire stacked"
      case .tunnel: "wire tunnel"
      }
    let names = [connection.from, connection.to].map(\.description).joined(separator: " – ")
    let state = connection.isCarrying ? "" : ", carries nothing"
    let title = "<title>\(HTMLText.line(names + state))</title>"
    let line = "<path class=\"\(look)\(connection.isCarrying ? "" : " off")\" d=\"\(path)\">"
    // A tunnel is two lines: a wide one with another in it.
    let core = connection.kind == .tunnel ? ["<path class=\"core\" d=\"\(path)\"/>"] : []
    return [line + title + "</path>"] + core
  }

  /// - Parameter isGap: It is what sets the line off from others, between the boxes alone.
  private func path(
    of connection: Connection, _ net: PictureChannel.Net, below tier: Int, isGap: Bool = false
  ) -> String? {
    guard let first = chips[connection.from], let second = chips[connection.to] else { return nil }
    let track = net.track.map { trackY($0, below: tier) }
    let edge = tops[tier] + heights[tier] + 2
    if net.isStub {
      return track.map { "M\(first.pin) \(isGap ? edge : first.y + first.height)V\($0 - 8)" }
    }
    let (upper, lower) = first.tier <= second.tier ? (first, second) : (second, first)
    let start = "M\(upper.pin) \(isGap ? edge : upper.y + upper.height)"
    let isLoop = upper.tier == lower.tier
    let end =
      isGap
      ? (isLoop ? edge : tops[lower.tier] - 2) : isLoop ? lower.y + lower.height : lower.y
    guard let track else { return start + "V\(end)" }
    return start + "V\(track)H\(lower.pin)V\(end)"
  }

  /// The end of a cable that leads to where nobody can see.
  private func question(_ net: PictureChannel.Net, below tier: Int) -> [String] {
    guard net.isStub, let track = net.track,
      let chip = net.connections.first.flatMap({ chips[$0.from] })
    else { return [] }
    let y = trackY(track, below: tier) + 5
    return ["<text x=\"\(chip.pin)\" y=\"\(y)\" text-anchor=\"middle\">?</text>"]
  }

  /// The lines between bridges and their ports.
  func buses(_ box: PictureBox) -> [String] {
    box.bridges.flatMap { bridge in
      bridge.ports.compactMap { index -> String? in
        guard let port = chips[box.columns[index].id], let own = chips[bridge.id] else {
          return nil
        }
        let (upper, lower) = own.y < port.y ? (own, port) : (port, own)
        return "<path class=\"wire\" d=\"M\(port.pin) \(upper.y + upper.height)V\(lower.y)\"/>"
      }
    }
  }

  func drawing(of chip: Chip) -> [String] {
    let device = topology.device(chip.id)
    var look = "device"
    if device?.kind == "bridge" { look += " bridge" }
    if device?.fault != nil || marks[chip.id] != nil { look += " bad" }
    if fresh.contains(chip.id) { look += " new" }
    let frame =
      "<rect class=\"\(look)\" x=\"\(chip.x)\" y=\"\(chip.y)\" width=\"\(chip.width)\" "
      + "height=\"\(chip.height)\" rx=\"4\"/>"
    return [frame] + words(chip.label, x: chip.x + 5, y: chip.y + 1)
  }

  func texts(_ box: PictureBox, _ tier: Int) -> [String] {
    var lines: [String] = []
    let y = hasTitleAbove(tier) ? tops[tier] + 4 : tops[tier] + heights[tier] - 22
    lines += words(box.title, x: titleColumn(box, tier) * Self.column, y: y, look: "name")
    if let footer = box.footer {
      let row = box.innerHeight - 1
      lines += words(
        footer, x: (box.x + 2) * Self.column, y: contentTop(tier) + row * Self.row + 3)
    }
    return lines
  }

  /// Where the title stands: beside the lines that go through there.
  private func titleColumn(_ box: PictureBox, _ tier: Int) -> Int {
    let first = box.x + 2
    let last = max(first, box.x + box.width - 2 - box.title.width)
    let channel = hasTitleAbove(tier) ? tier - 1 : tier
    guard layout.channels.indices.contains(channel) else { return first }
    let joined = layout.channels[channel].nets.flatMap(\.connections).flatMap { [$0.from, $0.to] }
    let pins = Set(box.columns.filter { joined.contains($0.id) }.map(\.pin))
    return (first...last).first { pins.isDisjoint(with: ($0 - 1)...($0 + box.title.width)) }
      ?? first
  }

  /// Rows of words, each as wide as it was reckoned, whatever letters the reader has.
  private func words(_ label: PictureLabel, x: Int, y: Int, look: String = "") -> [String] {
    label.rows.enumerated().flatMap { number, row -> [String] in
      var column = 0
      return row.map { word in
        let width = DisplayWidth.of(word.text)
        defer { column += width + 1 }
        let classes = [look, Self.look(of: word.ink)].filter { !$0.isEmpty }
        let named = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        return "<text\(named) x=\"\(x + column * Self.column)\" "
          + "y=\"\(y + number * Self.row + 14)\" textLength=\"\(width * Self.column)\">"
          + "\(HTMLText.line(word.text))</text>"
      }
    }
  }

  private static func look(of ink: Ink) -> String {
    switch ink {
    case .bad: "bad"
    case .dim: "dim"
    case .code: "address"
    default: ""
    }
  }
}
