import NetworkState

/// The picture of a network as SVG for a page, whose style sheet gives it its colours.
///
/// It stands where ``PictureLayout`` says, a column of characters being so many units wide. Texts
/// stay texts, and those who cannot see it are told the same.
struct SVGPicture {
  /// What one column of characters and one row of them take, in units of the picture.
  static let column = 8
  static let row = 18

  let topology: Topology
  let marks: [DeviceID: String]
  /// Devices and places that stand out as new.
  let fresh: Set<DeviceID>
  let freshPlaces: Set<Place>
  let layout: PictureLayout
  /// Where the boxes of each tier begin, and how high they are.
  private(set) var tops = [0, 0, 0]
  private(set) var heights = [0, 0, 0]
  private var height = 0
  /// Where the devices are, for lines to begin and end.
  private(set) var chips: [DeviceID: Chip] = [:]

  /// A device's own frame.
  struct Chip {
    var id: DeviceID
    var label: PictureLabel
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    /// Where its cables end, from the left of the picture.
    var pin: Int
    var tier: Int
  }

  init(
    _ topology: Topology, marks: [DeviceID: String] = [:], fresh: Set<DeviceID> = [],
    freshPlaces: Set<Place> = []
  ) {
    self.topology = topology
    self.marks = marks
    self.fresh = fresh
    self.freshPlaces = freshPlaces
    layout = PictureLayout(topology, marks: marks)
    placeTiers()
    placeChips()
  }

  /// How narrow it can be made and still be read: as a telephone, or as an article.
  private var size: String {
    switch layout.width {
    case ...56: " small"
    case ...110: " medium"
    default: ""
    }
  }

  /// The picture.
  ///
  /// - Parameters:
  ///   - id: Stands once in the page.
  ///   - title: What the picture is of.
  func text(id: String, title: String) -> String {
    let id = HTMLText.line(id)
    let (width, height) = (layout.width * Self.column + 12, self.height + 2)
    var lines = [
      "<svg class=\"network\(size)\" role=\"img\" "
        + "aria-labelledby=\"\(id)-title \(id)-desc\" viewBox=\"-6 0 \(width) \(height)\" "
        + "width=\"\(width)\" height=\"\(height)\">",
      "<title id=\"\(id)-title\">\(HTMLText.line(title))</title>",
      "<desc id=\"\(id)-desc\">\(HTMLText.line(description))</desc>",
    ]
    for (tier, boxes) in layout.tiers.enumerated() {
      for box in boxes { lines.append(frame(box, tier)) }
    }
    for tier in layout.channels.indices { lines += wires(below: tier) }
    for box in layout.tiers.joined() { lines += buses(box) }
    for chip in chips.values.sorted(by: { $0.id < $1.id }) { lines += drawing(of: chip) }
    for (tier, boxes) in layout.tiers.enumerated() {
      for box in boxes { lines += texts(box, tier) }
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  // MARK: - Places

  /// The title of a namespace is below its devices, because cables come from above.
  func hasTitleAbove(_ tier: Int) -> Bool { tier < 2 }

  func contentTop(_ tier: Int) -> Int { tops[tier] + (hasTitleAbove(tier) ? 28 : 13) }

  private mutating func placeTiers() {
    var y = 1
    for tier in layout.tiers.indices {
      tops[tier] = y
      guard let rows = layout.tiers[tier].map(\.innerHeight).max() else { continue }
      heights[tier] = rows * Self.row + 45
      y += heights[tier]
      height = y
      let nets = layout.channels[tier].nets
      let tracks = nets.compactMap(\.track).max().map { $0 + 1 } ?? 0
      let isLast = layout.tiers.dropFirst(tier + 1).allSatisfy(\.isEmpty)
      if nets.isEmpty {
        y += isLast ? 0 : 18
      } else {
        y += 14 + max(1, tracks) * 14
        height = y
      }
    }
  }

  func trackY(_ track: Int, below tier: Int) -> Int { tops[tier] + heights[tier] + 13 + track * 14 }

  private mutating func placeChips() {
    for (tier, boxes) in layout.tiers.enumerated() {
      for box in boxes {
        for (index, column) in box.columns.enumerated() {
          let offset = box.textRow(of: index) - box.row - 1
          add(column.label, column.id, at: column.x, pin: column.pin, row: offset, tier)
        }
        for bridge in box.bridges {
          let first = box.columns[bridge.ports.lowerBound]
          let last = box.columns[bridge.ports.upperBound - 1]
          let end = max(last.x + last.label.width, first.x + bridge.label.width)
          add(
            bridge.label, bridge.id, at: first.x, pin: first.pin,
            row: box.bridgeRow - box.row - 1, tier)
          chips[bridge.id]?.width = (end - first.x) * Self.column + 10
        }
      }
    }
  }

  private mutating func add(
    _ label: PictureLabel, _ id: DeviceID, at column: Int, pin: Int, row: Int, _ tier: Int
  ) {
    chips[id] = Chip(
      id: id, label: label, x: column * Self.column - 5, y: contentTop(tier) + row * Self.row - 1,
      width: label.width * Self.column + 10, height: label.rows.count * Self.row + 2,
      pin: pin * Self.column + Self.column / 2, tier: tier)
  }

  /// The same in words.
  private var description: String {
    topology.places.map { place in
      let devices = place.devices.filter { !$0.isPlainLoopback }.map { device -> String in
        let id = DeviceID(place.place, device.name)
        var words = [device.name] + [device.fault].compactMap(\.self) + device.notes
        words += device.addresses.map { "\($0)" }
        if let bridge = device.bridge { words.append("in \(bridge)") }
        for connection in topology.connections(of: id) {
          words.append("joined to \(connection.from == id ? connection.to : connection.from)")
        }
        if let mark = marks[id] { words.append("(\(mark))") }
        return words.joined(separator: " ")
      }
      return "\(place.title): \(devices.isEmpty ? "lo" : devices.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
