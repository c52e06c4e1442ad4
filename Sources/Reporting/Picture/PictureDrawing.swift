import NetworkState

/// Puts a layout on a canvas.
struct PictureDrawing {
  private var canvas = PictureCanvas()
  private let layout: PictureLayout

  static func canvas(_ layout: PictureLayout) -> PictureCanvas {
    var drawing = PictureDrawing(layout: layout)
    drawing.draw()
    return drawing.canvas
  }

  private init(layout: PictureLayout) { self.layout = layout }

  private mutating func draw() {
    for tier in layout.tiers {
      let height = tier.map(\.height).max() ?? 0
      for box in tier { frame(box, height: height) }
    }
    for channel in layout.channels {
      // Lines that stand are drawn last: where two cross, the upright one is not broken.
      for net in channel.nets {
        let (pen, ink) = Self.look(net.connections)
        canvas.draw(channel.lines(of: net), pen, ink)
        if let end = channel.end(of: net) {
          canvas.write("?", row: end.row, column: end.column, ink)
        }
      }
    }
    for (index, tier) in layout.tiers.enumerated() {
      for box in tier {
        buses(box)
        stems(box, tier: index, height: tier.map(\.height).max() ?? 0)
      }
    }
    for tier in layout.tiers {
      for box in tier { texts(box) }
    }
  }

  private static func look(_ connections: [Connection]) -> (PictureCanvas.Pen, Ink) {
    guard connections.contains(where: \.isCarrying) else { return (.broken, .bad) }
    switch connections.first?.kind {
    case .stacked: return (.stacked, .plain)
    case .tunnel: return (.tunnel, .plain)
    case .cable, nil: return (.solid, .plain)
    }
  }

  private mutating func frame(_ box: PictureBox, height: Int) {
    var net: [PictureCanvas.Point: PictureCanvas.Arms] = [:]
    let right = box.x + box.width - 1
    let bottom = box.row + height - 1
    for column in (box.x + 1)..<right {
      net[.init(row: box.row, column: column)] = .horizontal
      net[.init(row: bottom, column: column)] = .horizontal
    }
    for row in (box.row + 1)..<bottom {
      net[.init(row: row, column: box.x)] = .vertical
      net[.init(row: row, column: right)] = .vertical
    }
    net[.init(row: box.row, column: box.x)] = [.south, .east]
    net[.init(row: box.row, column: right)] = [.south, .west]
    net[.init(row: bottom, column: box.x)] = [.north, .east]
    net[.init(row: bottom, column: right)] = [.north, .west]
    canvas.draw(net, .border, .dim)
  }

  /// The line between a bridge and its ports.
  private mutating func buses(_ box: PictureBox) {
    let toPort: PictureCanvas.Arms = box.side == .bottom ? .south : .north
    let toBridge: PictureCanvas.Arms = box.side == .bottom ? .north : .south
    for bridge in box.bridges {
      let start = box.columns[bridge.ports.lowerBound].x + 1
      let pins = bridge.ports.map { box.columns[$0].pin }
      let range = min(start, pins.min() ?? start)...max(start, pins.max() ?? start)
      var net: [PictureCanvas.Point: PictureCanvas.Arms] = [:]
      for column in range {
        var arms: PictureCanvas.Arms = []
        if column > range.lowerBound { arms.insert(.west) }
        if column < range.upperBound { arms.insert(.east) }
        if pins.contains(column) { arms.insert(toPort) }
        if column == start { arms.insert(toBridge) }
        net[.init(row: box.busRow, column: column)] = arms
      }
      canvas.draw(net, .solid, .plain)
      // A bridge's text may be shorter than its neighbours'.
      let rows =
        box.side == .bottom
        ? (box.bridgeRow + bridge.label.rows.count)..<box.busRow : box.busRow..<box.busRow
      vertical(rows, start, .solid, .plain)
    }
  }

  /// The lines between a column's text and the edge of the box.
  private mutating func stems(_ box: PictureBox, tier: Int, height: Int) {
    let bottom = box.row + height - 1
    for index in box.columns.indices {
      let column = box.columns[index]
      let text = box.textRow(of: index)
      let end = text + column.label.rows.count
      for (pen, ink) in joins(column.id, below: tier) {
        vertical(end..<bottom, column.pin, pen, ink)
      }
      guard tier > 0 else { continue }
      for (pen, ink) in joins(column.id, below: tier - 1) where text > box.row + 1 {
        vertical((box.row + 1)..<text, column.pin, pen, ink)
      }
      if box.side == .top, box.bridge(of: index) != nil {
        vertical(end..<box.busRow, column.pin, .solid, .plain)
      }
    }
  }

  /// How the lines look that a device has in a channel.
  private func joins(_ id: DeviceID, below tier: Int) -> [(PictureCanvas.Pen, Ink)] {
    layout.channels[tier].nets.filter { net in
      net.connections.contains { $0.from == id || $0.to == id }
    }.prefix(1).map { Self.look($0.connections) }
  }

  private mutating func vertical(
    _ rows: Range<Int>, _ column: Int, _ pen: PictureCanvas.Pen, _ ink: Ink
  ) {
    var net: [PictureCanvas.Point: PictureCanvas.Arms] = [:]
    for row in rows { net[.init(row: row, column: column)] = .vertical }
    canvas.draw(net, pen, ink)
  }

  private mutating func texts(_ box: PictureBox) {
    let title = titleColumn(box)
    canvas.write(" ", row: box.row, column: title - 1, .plain)
    write(box.title, row: box.row, column: title)
    canvas.write(" ", row: box.row, column: title + box.title.width, .plain)
    for index in box.columns.indices {
      write(box.columns[index].label, row: box.textRow(of: index), column: box.columns[index].x)
    }
    for bridge in box.bridges {
      write(bridge.label, row: box.bridgeRow, column: box.columns[bridge.ports.lowerBound].x)
    }
    if let footer = box.footer {
      write(footer, row: box.row + box.innerHeight, column: box.x + 2)
    }
  }

  /// Where the title stands: where no line ends on the upper edge, if there is such a place.
  private func titleColumn(_ box: PictureBox) -> Int {
    let tier = PictureLayout.tier(of: box.place)
    let first = box.x + 2
    guard tier > 0 else { return first }
    let pins = Set(box.columns.filter { !joins($0.id, below: tier - 1).isEmpty }.map(\.pin))
    let last = box.x + box.width - 2 - box.title.width
    guard last > first else { return first }
    return (first...last).first { start in
      pins.isDisjoint(with: (start - 1)...(start + box.title.width))
    } ?? first
  }

  private mutating func write(_ label: PictureLabel, row: Int, column: Int) {
    for (offset, words) in label.rows.enumerated() {
      var column = column
      for word in words {
        canvas.write(word.text, row: row + offset, column: column, word.ink)
        column += DisplayWidth.of(word.text) + 1
      }
    }
  }
}
