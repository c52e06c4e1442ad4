/// What stands in a transcript for something that varies.
enum TranscriptPlaceholder: CaseIterable {
  case any, number, address, mac, time
  /// `<any>` at a line's end together with the blank in front of it.
  case blankAndAny

  var spelling: String {
    switch self {
    case .any: "<any>"
    case .number: "<n>"
    case .address: "<ip>"
    case .mac: "<mac>"
    case .time: "<time>"
    case .blankAndAny: " <any>"
    }
  }

  /// The placeholder that is written at an index of a line.
  static func spelled(in text: ArraySlice<UInt8>, at index: Int) -> TranscriptPlaceholder? {
    allCases.first { text[index...].starts(with: $0.spelling.utf8) }
  }

  /// The places of a line that can be reached over this placeholder from some others.
  func step(from reached: [Bool], in line: [UInt8]) -> [Bool] {
    var next = [Bool](repeating: false, count: reached.count)
    switch self {
    case .any:
      guard let first = reached.firstIndex(of: true) else { return next }
      for index in first...line.count { next[index] = true }
    case .blankAndAny:
      if reached[line.count] { next[line.count] = true }
      if line.indices.contains(where: { reached[$0] && line[$0] == 0x20 }) {
        next[line.count] = true
      }
    case .number:
      for start in line.indices where reached[start] {
        for end in TranscriptShape.numberEnds(line, at: start) { next[end] = true }
      }
    case .address:
      for start in line.indices where reached[start] {
        for end in TranscriptShape.addressEnds(line, at: start) { next[end] = true }
      }
    case .mac:
      for start in line.indices where reached[start] {
        if let end = TranscriptShape.macEnd(line, at: start) { next[end] = true }
      }
    case .time:
      for start in line.indices where reached[start] {
        for end in TranscriptShape.timeEnds(line, at: start) { next[end] = true }
      }
    }
    return next
  }
}
