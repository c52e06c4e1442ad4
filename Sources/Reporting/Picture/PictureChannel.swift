import NetworkState

/// The lines between two tiers of boxes, each on a track of its own where they would touch.
struct PictureChannel {
  /// What is joined with one device of the upper tier, or two devices of it with each other.
  struct Net {
    var connections: [Connection]
    /// The pins on the upper edge, and those on the lower one.
    var tops: [Int]
    var bottoms: [Int]
    var track: Int?
    /// It leads to where nobody can see.
    var isStub = false

    var isStraight: Bool { tops.count == 1 && bottoms == tops }
    var columns: ClosedRange<Int> {
      let all = tops + bottoms
      return (all.min() ?? 0)...(all.max() ?? 0)
    }
  }

  private(set) var nets: [Net] = []
  private(set) var firstRow = 0
  private var trackCount = 0

  /// The rows that the channel takes.
  var height: Int { nets.isEmpty ? 0 : max(1, trackCount) }

  init(below tier: Int, of tiers: [[PictureBox]], _ topology: Topology) {
    let upper = Self.pins(tiers[tier])
    let lower = tier + 1 < tiers.count ? Self.pins(tiers[tier + 1]) : [:]
    var byUpper: [DeviceID: Net] = [:]
    for connection in topology.connections {
      switch (upper[connection.from], upper[connection.to]) {
      case (let first?, let second?):
        nets.append(Net(connections: [connection], tops: [first, second], bottoms: []))
      case (let top?, nil):
        guard let bottom = lower[connection.to] else { continue }
        byUpper[connection.from, default: Net(connections: [], tops: [top], bottoms: [])]
          .add(connection, bottom)
      case (nil, let top?):
        guard let bottom = lower[connection.from] else { continue }
        byUpper[connection.to, default: Net(connections: [], tops: [top], bottoms: [])]
          .add(connection, bottom)
      case (nil, nil): continue
      }
    }
    nets += byUpper.sorted { $0.key < $1.key }.map(\.value)
    nets += Self.stubs(upper, topology)
    layTracks()
  }

  /// The cables whose other ends are in namespaces without a name.
  private static func stubs(_ pins: [DeviceID: Int], _ topology: Topology) -> [Net] {
    pins.sorted { $0.key < $1.key }.compactMap { id, pin in
      guard let device = topology.device(id), device.hasHiddenPeer else { return nil }
      let cable = Connection(
        kind: .cable, from: id, to: id, isCarrying: device.isUp && device.hasCarrier)
      return Net(connections: [cable], tops: [pin], bottoms: [], isStub: true)
    }
  }

  /// Where a stub ends, in `?`.
  func end(of net: Net) -> PictureCanvas.Point? {
    guard net.isStub, let track = net.track, let column = net.tops.first else { return nil }
    return PictureCanvas.Point(row: firstRow + track, column: column)
  }

  private static func pins(_ boxes: [PictureBox]) -> [DeviceID: Int] {
    var pins: [DeviceID: Int] = [:]
    for box in boxes {
      for column in box.columns { pins[column.id] = column.pin }
    }
    return pins
  }

  private mutating func layTracks() {
    // A line between two devices of one tier goes below those that lead on.
    let order = nets.indices.sorted {
      (nets[$0].bottoms.isEmpty ? 1 : 0, nets[$0].columns.lowerBound)
        < (nets[$1].bottoms.isEmpty ? 1 : 0, nets[$1].columns.lowerBound)
    }
    var tracks: [[ClosedRange<Int>]] = []
    for index in order where !nets[index].isStraight {
      let columns = nets[index].columns
      let wide = (columns.lowerBound - 1)...(columns.upperBound + 1)
      let free = tracks.firstIndex { taken in !taken.contains { $0.overlaps(wide) } }
      if let free {
        tracks[free].append(columns)
      } else {
        tracks.append([columns])
      }
      nets[index].track = free ?? tracks.count - 1
    }
    trackCount = tracks.count
  }

  mutating func place(from row: Int) { firstRow = row }

  /// The lines of a net, from border to border.
  func lines(of net: Net) -> [PictureCanvas.Point: PictureCanvas.Arms] {
    var cells: [PictureCanvas.Point: PictureCanvas.Arms] = [:]
    func add(_ row: Int, _ column: Int, _ arms: PictureCanvas.Arms) {
      cells[PictureCanvas.Point(row: row, column: column), default: []].formUnion(arms)
    }
    let top = firstRow - 1
    let bottom = firstRow + height
    let track = net.track.map { firstRow + $0 }
    for column in net.tops {
      let end = track ?? bottom
      add(top, column, .south)
      for row in firstRow..<end { add(row, column, .vertical) }
      add(end, column, .north)
    }
    if let track {
      for column in net.bottoms {
        add(track, column, .south)
        for row in (track + 1)..<max(track + 1, bottom) { add(row, column, .vertical) }
        add(bottom, column, .north)
      }
      let range = net.columns
      for column in range {
        if column > range.lowerBound { add(track, column, .west) }
        if column < range.upperBound { add(track, column, .east) }
      }
    }
    return cells
  }
}

extension PictureChannel.Net {
  fileprivate mutating func add(_ connection: Connection, _ bottom: Int) {
    connections.append(connection)
    bottoms.append(bottom)
  }
}
