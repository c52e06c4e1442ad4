import LabResults
import NetworkState

/// The hops of a trace in columns: place, device, direction, packet.
struct TraceTable {
  private let hops: [TraceHop]
  private let colours: PlaceColours
  private let style: Style
  private let placeWidth: Int
  private let deviceWidth: Int

  /// A packet that goes in circles is shown so far.
  private static let bound = 60

  init(_ hops: [TraceHop], colours: PlaceColours, style: Style) {
    self.hops = hops
    self.colours = colours
    self.style = style
    placeWidth = min(24, hops.map { DisplayWidth.of("\($0.device.place)") }.max() ?? 0)
    deviceWidth = min(15, hops.map { DisplayWidth.of($0.device.name) }.max() ?? 0)
  }

  /// The hops that have a line of their own.
  var shown: ArraySlice<TraceHop> { hops.filter { !$0.isCopy }.prefix(Self.bound) }

  /// What is said of the others.
  var copies: String? {
    let places = Set(hops.filter { $0.isCopy && !$0.isOutgoing }.map { "\($0.device.place)" })
    let left = hops.count { !$0.isCopy } - shown.count
    var sentences: [String] = []
    if left > 0 { sentences.append("… and \(left) more") }
    if !places.isEmpty {
      let names =
        places.count > 4 ? "\(places.count) places" : places.sorted().joined(separator: ", ")
      sentences.append("a bridge that did not know the way sent copies to \(names)")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }

  func lines(_ hop: TraceHop) -> [String] {
    let place = DisplayWidth.pad(
      DisplayWidth.truncate("\(hop.device.place)", to: placeWidth), to: placeWidth)
    let name = DisplayWidth.truncate(VisibleText.line(hop.device.name), to: deviceWidth)
    let device = DisplayWidth.pad(name, to: deviceWidth)
    let direction = hop.isOutgoing ? "out" : "in "
    let front =
      hop.leg == .asking
      ? style.paint("\(place)  \(device)  \(direction)", .dim)
      : style.paint(place, colours.ink(of: hop.device.place)) + "  \(device)  "
        + style.paint(direction, .dim)
    let indent = placeWidth + deviceWidth + 9
    let told = pieces(of: hop)
    let ink: Ink = hop.leg == .asking ? .dim : .plain
    let wrapped = Self.wrap(told, to: max(20, style.width - indent))
    guard let first = wrapped.first else { return [front.trimmingBlanks] }
    let blanks = String(repeating: " ", count: indent)
    return [front + "  " + style.paint(first, ink)]
      + wrapped.dropFirst().map { blanks + style.paint($0, ink) }
  }

  /// What is new of it since the hop before.
  private func pieces(of hop: TraceHop) -> [String] {
    if hop.leg == .asking { return [hop.packet] }
    let own = hops.filter { $0.leg == hop.leg && !$0.isCopy }
    let previous = own.firstIndex(of: hop).flatMap { $0 > 0 ? own[$0 - 1] : nil }
    let isNew = previous.map { $0.packet != hop.packet } ?? true
    var pieces: [String] = []
    if isNew || previous?.source != hop.source || previous?.destination != hop.destination {
      pieces.append("\(hop.source) > \(hop.destination)")
    }
    if isNew { pieces.append(hop.packet) }
    return pieces + hop.changes
  }

  private static func wrap(_ pieces: [String], to width: Int) -> [String] {
    var lines: [String] = []
    for (number, piece) in pieces.enumerated() {
      let text = number == pieces.count - 1 ? piece : piece + ","
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(text) <= width {
        lines[lines.count - 1] = last + " " + text
      } else {
        lines.append(text)
      }
    }
    return lines
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(self[...(lastIndex { $0 != " " } ?? startIndex)])
  }
}
