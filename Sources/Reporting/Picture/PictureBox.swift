import NetworkState

/// A place in a picture: a box, with its devices in columns.
struct PictureBox {
  /// The side on which most cables end.
  enum Side { case top, bottom }

  /// A device, or a bridge's port, in a column of its own.
  struct Column {
    var id: DeviceID
    var label: PictureLabel
    /// The left end of the text, in columns of the picture.
    var x = 0
    /// Where cables end, from the left end of the text.
    var pinOffset = 1
    var pin: Int { x + pinOffset }
  }

  /// A bridge with the columns of its ports.
  struct Bridge {
    var id: DeviceID
    var label: PictureLabel
    var ports: Range<Int>
  }

  var place: Place
  var side: Side
  var columns: [Column] = []
  var bridges: [Bridge] = []
  /// Loopback, where it deserves a line and not a column.
  var footer: PictureLabel?
  var title: PictureLabel
  /// Whether a line from above ends on the upper edge, on which the title stands too.
  var isPlugged = false

  var x = 0
  var row = 0
  var width = 0

  /// The rows between the borders.
  var innerHeight: Int {
    let others = columns.indices.filter { bridge(of: $0) == nil }
    let single = others.map { columns[$0].label.rows.count }.max() ?? 0
    let bridged = bridges.isEmpty ? 0 : bridgeRows + 1 + portRows
    return max(1, max(single, bridged) + (footer == nil ? 0 : 1))
  }
  var height: Int { innerHeight + 2 }
  var bottomRow: Int { row + height - 1 }

  /// The rows of the bridges' own texts.
  var bridgeRows: Int { bridges.map(\.label.rows.count).max() ?? 0 }
  var portRows: Int {
    bridges.flatMap(\.ports).map { columns[$0].label.rows.count }.max() ?? 0
  }

  /// The row in which a column's text begins.
  func textRow(of index: Int) -> Int {
    guard bridge(of: index) != nil, side == .bottom else { return row + 1 }
    return busRow + 1
  }

  /// The row of the lines between bridges and their ports.
  var busRow: Int { side == .bottom ? row + 1 + bridgeRows : row + 1 + portRows }

  /// The row in which the bridges' texts begin.
  var bridgeRow: Int { side == .bottom ? row + 1 : busRow + 1 }

  func bridge(of index: Int) -> Bridge? { bridges.first { $0.ports.contains(index) } }

  /// Sets the columns one beside the other, without regard to what is above or below.
  mutating func layOut(from left: Int, gap: Int) {
    x = left
    var cursor = left + 2
    for index in columns.indices {
      columns[index].x = cursor
      cursor = endOfColumn(index) + gap
    }
    closeRight(cursor - gap)
  }

  /// The column behind a column's text, or behind the text of the bridge that ends with it.
  func endOfColumn(_ index: Int) -> Int {
    let end = columns[index].x + columns[index].label.width
    guard let bridge = bridge(of: index), index == bridge.ports.upperBound - 1 else { return end }
    return max(end, columns[bridge.ports.lowerBound].x + bridge.label.width)
  }

  /// Sets the width so that all texts fit.
  mutating func closeRight(_ end: Int) {
    // `┌──┴ title ─┐`: beside a line there is room for the title.
    let needed = max(title.width + (isPlugged ? 7 : 4), (footer?.width ?? 0) + 4)
    width = max(end - x + 2, needed)
  }

  /// Whether the title can stand on the upper edge beside a line so far from the left edge.
  func hasRoomForTitle(besidePin distance: Int) -> Bool {
    title.width + 3 <= distance || distance + 4 + title.width <= width
  }

  mutating func move(to left: Int) {
    for index in columns.indices { columns[index].x += left - x }
    x = left
  }
}

/// Rows of text with their inks.
struct PictureLabel {
  struct Word {
    var text: String
    var ink: Ink
  }

  var rows: [[Word]]

  var width: Int {
    rows.map { row in
      row.reduce(0) { $0 + DisplayWidth.of($1.text) } + max(0, row.count - 1)
    }.max() ?? 0
  }
}
