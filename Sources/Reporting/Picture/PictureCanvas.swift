/// A grid of characters on which lines join where they meet.
struct PictureCanvas {
  /// The ways that lead out of a cell.
  struct Arms: OptionSet, Hashable {
    let rawValue: UInt8
    static let north = Arms(rawValue: 1)
    static let east = Arms(rawValue: 2)
    static let south = Arms(rawValue: 4)
    static let west = Arms(rawValue: 8)
    static let vertical: Arms = [.north, .south]
    static let horizontal: Arms = [.east, .west]
  }

  /// What a line is made of.
  enum Pen: Hashable {
    /// The border of a box, which takes in every line that ends on it.
    case border
    case solid
    /// Nothing gets through.
    case broken
    case stacked
    case tunnel
  }

  struct Point: Hashable {
    var row: Int
    var column: Int
  }

  private enum Cell {
    case blank
    case line(Arms, Pen, Ink)
    case letter(Character, Ink)
    /// The right half of a wide letter.
    case covered
  }

  private var rows: [[Cell]] = []

  /// Draws a net of lines at once; where it crosses another net, neither joins the other.
  mutating func draw(_ net: [Point: Arms], _ pen: Pen, _ ink: Ink) {
    for (point, arms) in net where point.row >= 0 && point.column >= 0 {
      switch self[point] {
      case .line(let old, .border, let oldInk) where pen != .border:
        self[point] = .line(old.union(arms), .border, oldInk)
      case .line(let old, let oldPen, let oldInk):
        if old == .vertical && arms == .horizontal { continue }
        self[point] =
          old == .horizontal && arms == .vertical
          ? .line(arms, pen, ink) : .line(old.union(arms), oldPen, oldInk)
      case .letter, .covered:
        continue
      case .blank:
        self[point] = .line(arms, pen, ink)
      }
    }
  }

  /// Writes a text over whatever is there.
  mutating func write(_ text: String, row: Int, column: Int, _ ink: Ink) {
    var column = column
    for character in text {
      let width = DisplayWidth.of(character)
      guard width > 0 else { continue }
      self[Point(row: row, column: column)] = .letter(character, ink)
      if width == 2 { self[Point(row: row, column: column + 1)] = .covered }
      column += width
    }
  }

  /// The grid as lines, without trailing blanks.
  func lines(_ style: Style) -> [String] {
    rows.map { cells in
      var glyphs: [(text: String, ink: Ink)] = cells.compactMap { cell in
        switch cell {
        case .blank: (" ", .plain)
        case .covered: nil
        case .letter(let character, let ink): (String(character), ink)
        case .line(let arms, let pen, let ink): (Self.glyph(arms, pen), ink)
        }
      }
      while glyphs.last?.text == " " { glyphs.removeLast() }
      var line = ""
      var start = 0
      for end in glyphs.indices
      where end + 1 == glyphs.count || glyphs[end + 1].ink != glyphs[start].ink {
        line += style.paint(glyphs[start...end].map(\.text).joined(), glyphs[start].ink)
        start = end + 1
      }
      return line
    }
  }

  private subscript(point: Point) -> Cell {
    get {
      guard rows.indices.contains(point.row), rows[point.row].indices.contains(point.column)
      else { return .blank }
      return rows[point.row][point.column]
    }
    set {
      while rows.count <= point.row { rows.append([]) }
      while rows[point.row].count <= point.column { rows[point.row].append(.blank) }
      rows[point.row][point.column] = newValue
    }
  }

  private static func glyph(_ arms: Arms, _ pen: Pen) -> String {
    switch (pen, arms) {
    case (.broken, .vertical): return "╎"
    case (.broken, .horizontal): return "╌"
    case (.stacked, .vertical): return "┊"
    case (.stacked, .horizontal): return "┈"
    case (.tunnel, _): return String(double[Int(arms.rawValue)])
    default: return String(light[Int(arms.rawValue)])
    }
  }

  // By the bits of the arms: north 1, east 2, south 4, west 8.
  private static let light = Array(" ╵╶└╷│┌├╴┘─┴┐┤┬┼")
  private static let double = Array(" ║═╚║║╔╠═╝═╩╗╣╦╬")
}
