/// Replaces what varies from run to run by marks; what matters stays as it is.
struct TranscriptMask {
  var line: [UInt8]
  var index = 0
  var output: [UInt8] = []

  /// The masked form of a line, which may hold placeholders.
  static func mask(_ line: ArraySlice<UInt8>, below above: ArraySlice<UInt8>?) -> [UInt8] {
    if let above, isCounterHeading(above), let row = counterRow(line) { return row }
    var mask = TranscriptMask(line: Array(line))
    if mask.maskWholeLine() { return mask.output }
    mask.maskStart()
    mask.maskRest()
    while mask.output.last == 0x20 { mask.output.removeLast() }
    return mask.output
  }

  init(line: [UInt8]) {
    self.line = line
    output.reserveCapacity(line.count)
  }

  /// Goes through the line and masks what may stand anywhere.
  private mutating func maskRest() {
    while index < line.count {
      if !maskHere() {
        output.append(line[index])
        index += 1
      }
    }
  }

  private mutating func maskHere() -> Bool {
    switch line[index] {
    case UInt8(ascii: "@"):
      guard skip("@if") else { return false }
      maskNumber()
      // `ip -br` pads the column to a width that the index's digits take part in.
      if line[safe: index] == 0x20 {
        output.append(0x20)
        while line[safe: index] == 0x20 { index += 1 }
      }
      return true
    case UInt8(ascii: "l"):
      return isAtWord && skipThenNumber("link-netnsid ")
    case UInt8(ascii: "n"):
      return output.isEmpty && skipThenNumber("nsid ")
    case UInt8(ascii: " "):
      return maskNamespaceID()
    case UInt8(ascii: "t"):
      return maskTime()
    case UInt8(ascii: "p"):
      return maskCounterWords()
    case UInt8(ascii: "b"):
      return maskByteCount() || maskAddress()
    case UInt8(ascii: "_"):
      return maskTimer()
    case UInt8(ascii: "("):
      return maskPolicyCounters()
    case UInt8(ascii: "-"):
      return maskRuleCounters()
    case UInt8(ascii: "\""):
      return skipThenNumber("\"ifindex\":") || skipThenNumber("\"link_index\":")
        || skipThenNumber("\"link_netnsid\":")
    case UInt8(ascii: "<"):
      return maskPlaceholder()
    default:
      return maskAddress()
    }
  }

  /// ` (id: 0)`: whether a namespace has an id yet depends on who asked; the note goes as a whole.
  private mutating func maskNamespaceID() -> Bool {
    guard starts(with: " (id: "), let end = numberEnd(at: index + 6),
      line[safe: end] == UInt8(ascii: ")"), end + 1 == line.count
    else { return false }
    index = end + 1
    return true
  }

  /// `time=0.03 ms` of an answer, `time 4ms` of the statistics.
  private mutating func maskTime() -> Bool {
    guard isAtWord else { return false }
    let start = index
    let copied = output.count
    let isStatistics = starts(with: "time ")
    if skip("time=") || skip("time<") || (isStatistics && skip("time ")),
      maskNumber(as: TranscriptMark.time), skip(isStatistics ? "ms" : " ms"),
      !isStatistics || index == line.count || line[index] == UInt8(ascii: ",")
    {
      return true
    }
    index = start
    output.removeLast(output.count - copied)
    return false
  }

  /// `<mac>` where an address is masked on the other side.
  private mutating func maskPlaceholder() -> Bool {
    guard starts(with: "<mac>") else { return false }
    output.append(TranscriptMark.mac)
    index += 5
    return true
  }

  private mutating func maskAddress() -> Bool {
    guard isAtWord else { return false }
    if let end = TranscriptShape.macEnd(line, at: index) {
      output.append(TranscriptMark.mac)
      index = end
      return true
    }
    if let end = bridgeIDEnd() {
      output.append(contentsOf: line[index..<(index + 5)])
      output.append(TranscriptMark.mac)
      index = end
      return true
    }
    if let end = linkLocalEnd() {
      output.append(TranscriptMark.linkLocal)
      index = end
      return true
    }
    return false
  }

  // MARK: - Steps

  /// Whether a word or a number can begin here.
  var isAtWord: Bool {
    guard let before = line[safe: index - 1] else { return true }
    return !TranscriptShape.isWord(before) && before != UInt8(ascii: ":") && before < 0x80
  }

  func starts(with text: String) -> Bool {
    line[index...].starts(with: text.utf8)
  }

  /// Copies a text that stands here.
  mutating func skip(_ text: String) -> Bool {
    guard starts(with: text) else { return false }
    output.append(contentsOf: text.utf8)
    index += text.utf8.count
    return true
  }

  /// Copies a text that stands here, and masks the number behind it; `false` without the text.
  mutating func skipThenNumber(_ text: String) -> Bool {
    guard skip(text) else { return false }
    while line[safe: index] == 0x20 { index += 1 }
    maskNumber()
    return true
  }

  /// Puts a mark in place of a number, or of a placeholder for one, that stands here.
  @discardableResult
  mutating func maskNumber(as mark: UInt8 = TranscriptMark.number) -> Bool {
    guard let end = numberEnd(at: index) else { return false }
    output.append(mark)
    index = end
    return true
  }

  /// The end of a number or of a placeholder for one.
  func numberEnd(at start: Int) -> Int? {
    guard start < line.count else { return nil }
    for placeholder in ["<n>", "<time>"] where line[start...].starts(with: placeholder.utf8) {
      return start + placeholder.utf8.count
    }
    return TranscriptShape.numberEnds(line, at: start).last
  }
}
