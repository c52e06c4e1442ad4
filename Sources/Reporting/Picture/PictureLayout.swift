import NetworkState

/// Where everything of a picture stands.
///
/// Three tiers of boxes, with channels for the lines between them: the internet, the hosts, and the
/// hosts' namespaces, each below the device that it is plugged into where there is room.
struct PictureLayout {
  private(set) var tiers: [[PictureBox]]
  /// The lines below each tier.
  private(set) var channels: [PictureChannel] = []
  private let topology: Topology
  /// Whether room counts more than looks.
  private let isTight: Bool
  private var gap: Int { isTight ? 1 : 2 }

  init(_ topology: Topology, marks: [DeviceID: String], isTight: Bool = false) {
    self.topology = topology
    self.isTight = isTight
    let boxes = PictureBoxes(topology: topology, marks: marks, isTight: isTight)
    tiers = [[], [], []]
    for place in topology.places {
      let box = boxes.box(place)
      // An internet that nothing is plugged into is not worth a box.
      if place.place == .internet,
        box.columns.allSatisfy({ topology.connections(of: $0.id).isEmpty })
      {
        continue
      }
      tiers[Self.tier(of: place.place)].append(box)
    }
    placeHosts()
    placeInternet()
    shiftToMargin()
    spreadPins()
    channels = tiers.indices.map { PictureChannel(below: $0, of: tiers, topology) }
    placeRows()
  }

  var width: Int { tiers.joined().map { $0.x + $0.width }.max() ?? 0 }

  static func tier(of place: Place) -> Int {
    switch place {
    case .internet: 0
    case .host: 1
    case .namespace: 2
    }
  }

  /// The hosts side by side, and under each what is plugged into it.
  private mutating func placeHosts() {
    var waiting = tiers[2]
    var placed: [PictureBox] = []
    var left = 0
    for index in tiers[1].indices {
      var host = tiers[1][index]
      host.x = left
      var cursor = left + 2
      var below = left
      for column in host.columns.indices {
        host.columns[column].x = cursor
        if let child = waiting.firstIndex(where: { isJoined($0, host.columns[column].id) }) {
          var box = waiting.remove(at: child)
          box.layOut(from: 0, gap: gap)
          hang(&box, below: &host, column, cursor: cursor, left: below)
          below = box.x + box.width + 1
          placed.append(box)
        } else if let pin = freePin(host.columns[column].id, in: placed) {
          // The second cable of a place that stands already.
          host.columns[column].x = max(cursor, pin - host.columns[column].pinOffset)
        }
        cursor = host.endOfColumn(column) + gap
      }
      for child in waiting.indices.reversed() where waiting[child].place.host == host.place.host {
        // What is not plugged into a host stands at the end.
        var box = waiting.remove(at: child)
        box.layOut(from: below, gap: gap)
        below = box.x + box.width + 1
        placed.append(box)
      }
      host.closeRight(cursor - gap)
      tiers[1][index] = host
      left = max(host.x + host.width, below - 1) + gap
    }
    for var box in waiting {
      box.layOut(from: left, gap: gap)
      left += box.width + 1
      placed.append(box)
    }
    tiers[2] = placed
  }

  /// Sets a column, and a box so that its pin is below the column's.
  private func hang(
    _ box: inout PictureBox, below host: inout PictureBox, _ column: Int, cursor: Int, left: Int
  ) {
    let id = host.columns[column].id
    let own = box.columns.firstIndex { isJoined($0.id, id) } ?? 0
    let offset = host.columns[column].pinOffset
    let reach = isTight ? max(1, box.columns[own].label.width - 1) : 1
    // The box may reach to the left as far as there is room, its pin anywhere over the text.
    host.columns[column].x = max(cursor, left + box.columns[own].pin - offset)
    if isTight {
      host.columns[column].x = max(cursor, left + box.columns[own].x + 1 - offset)
    }
    let pin = host.columns[column].x + offset
    let wanted = min(reach, pin - left - box.columns[own].x)
    box.columns[own].pinOffset =
      (1...max(1, wanted)).last { box.hasRoomForTitle(besidePin: box.columns[own].x + $0 - box.x) }
      ?? 1
    box.move(to: pin - box.columns[own].pin)
  }

  /// The internet above, each of its devices over the host's that is plugged in there.
  private mutating func placeInternet() {
    for index in tiers[0].indices {
      var box = tiers[0][index]
      let pins = box.columns.map { column in
        tiers[1].flatMap(\.columns).first { isJoined(column.id, $0.id) }?.pin
      }
      box.x = max(0, (pins.compactMap { $0 }.min() ?? 3) - 3)
      var cursor = box.x + 2
      for column in box.columns.indices {
        let wanted = pins[column].map { $0 - box.columns[column].pinOffset } ?? cursor
        box.columns[column].x = max(cursor, wanted)
        cursor = box.endOfColumn(column) + gap
      }
      box.closeRight(cursor - gap)
      tiers[0][index] = box
    }
  }

  private func isJoined(_ first: DeviceID, _ second: DeviceID) -> Bool {
    topology.connections.contains {
      ($0.from == first && $0.to == second) || ($0.from == second && $0.to == first)
    }
  }

  private func isJoined(_ box: PictureBox, _ device: DeviceID) -> Bool {
    box.columns.contains { isJoined($0.id, device) }
  }

  private func pin(of box: PictureBox, to device: DeviceID) -> Int {
    box.columns.first { isJoined($0.id, device) }?.pin ?? box.x + 3
  }

  private func freePin(_ device: DeviceID, in boxes: [PictureBox]) -> Int? {
    boxes.lazy.filter { isJoined($0, device) }.map { pin(of: $0, to: device) }.first
  }

  private mutating func shiftToMargin() {
    let left = tiers.joined().map(\.x).min() ?? 0
    for tier in tiers.indices {
      for index in tiers[tier].indices {
        tiers[tier][index].move(to: tiers[tier][index].x - left)
      }
    }
  }

  /// Two lines of one column must not be taken for one: the lower pin moves a little.
  private mutating func spreadPins() {
    let above = tiers[1].flatMap(\.columns)
    for index in tiers[2].indices {
      for column in tiers[2][index].columns.indices {
        let lower = tiers[2][index].columns[column]
        func collides(_ pin: Int) -> Bool {
          above.contains { $0.pin == pin && !isJoined($0.id, lower.id) }
        }
        let box = tiers[2][index]
        let offsets =
          [lower.pinOffset]
          + (0..<max(1, lower.label.width)).filter {
            box.hasRoomForTitle(besidePin: lower.x + $0 - box.x)
          } + Array(0..<max(1, lower.label.width))
        if let offset = offsets.first(where: { !collides(lower.x + $0) }) {
          tiers[2][index].columns[column].pinOffset = offset
        }
      }
    }
  }

  private mutating func placeRows() {
    var row = 0
    for tier in tiers.indices {
      for index in tiers[tier].indices { tiers[tier][index].row = row }
      guard !tiers[tier].isEmpty else { continue }
      // Boxes of one tier are equally high, so that lines leave them in one row.
      let height = tiers[tier].map(\.height).max() ?? 0
      row += height
      channels[tier].place(from: row)
      row += channels[tier].height
    }
  }
}

extension Place {
  /// The host that the place belongs to.
  var host: String? {
    switch self {
    case .host(let name): name
    case .namespace(_, let host): host
    case .internet: nil
    }
  }
}
