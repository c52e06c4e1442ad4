/// Puts the values of a lab's variables where the article writes `{{NAME}}`.
struct Substitution {
  /// By name; empty for a lab without variables, whose text stays as it is.
  private let values: [[UInt8]: [UInt8]]

  static let none = Substitution([], seed: nil)

  init(_ variables: [Variable], seed: String?) {
    values = Dictionary(
      variables.map { (Array($0.name.utf8), Array($0.value(seed: seed).utf8)) },
      uniquingKeysWith: { first, _ in first })
  }

  var isEmpty: Bool { values.isEmpty }

  /// A replacement in a line, counted in bytes from 0.
  struct Edit {
    /// In the line as written.
    var source: Range<Int>
    /// In the line as it became.
    var result: Range<Int>
  }

  func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(bytes: isEmpty ? bytes : replaced(in: bytes).bytes)
  }

  func text(_ string: String) -> String {
    isEmpty ? string : text(Array(string.utf8)[...])
  }

  /// The text with its values, and where they stand in it.
  func replaced(in bytes: ArraySlice<UInt8>) -> (bytes: ArraySlice<UInt8>, edits: [Edit]) {
    guard !isEmpty else { return (bytes, []) }
    var result: [UInt8] = []
    var edits: [Edit] = []
    var copied = bytes.startIndex
    for reference in Self.references(in: bytes) {
      guard let value = values[Array(bytes[reference.name])] else { continue }
      result += bytes[copied..<reference.whole.lowerBound]
      let source = reference.whole.lowerBound - bytes.startIndex
      edits.append(
        Edit(
          source: source..<source + reference.whole.count,
          result: result.count..<result.count + value.count))
      result += value
      copied = reference.whole.upperBound
    }
    guard !edits.isEmpty else { return (bytes, []) }
    result += bytes[copied...]
    return (result[...], edits)
  }

  /// Says where a text has the name of no variable that looks like one's.
  func check(_ source: SourceText, fromLine line: Int, log: DiagnosticLog) {
    guard !isEmpty else { return }
    let names = values.keys.map { String(bytes: $0) }.sorted()
    for reference in Self.references(in: source.bytes[source.offset(ofLine: line)...])
    where values[Array(source.bytes[reference.name])] == nil {
      let written = String(bytes: source.bytes[reference.name])
      guard let near = Suggestion.nearest(to: written.trimmed, in: names) else { continue }
      log.error(
        source.position(of: reference.whole.lowerBound),
        "`{{\(written)}}` is no variable of this lab; write `{{\(near)}}`")
    }
  }

  /// What stands between `{{` and `}}` in one line, and what it stands in.
  private static func references(
    in bytes: ArraySlice<UInt8>
  ) -> [(whole: Range<Int>, name: Range<Int>)] {
    /// Longer than any name that is near one.
    let maximumLength = 80
    var found: [(whole: Range<Int>, name: Range<Int>)] = []
    var index = bytes.startIndex
    bytes.withUnsafeBufferPointer { buffer in
      let base = bytes.startIndex
      func byte(_ index: Int) -> UInt8 { index < bytes.endIndex ? buffer[index - base] : 0 }
      while index + 1 < bytes.endIndex {
        guard byte(index) == ASCII.openBrace, byte(index + 1) == ASCII.openBrace else {
          index += 1
          continue
        }
        let start = index
        var end = index + 2
        while end - start <= maximumLength, end < bytes.endIndex,
          !ASCII.isControl(byte(end)), byte(end) != ASCII.openBrace,
          byte(end) != ASCII.closeBrace
        {
          end += 1
        }
        if byte(end) == ASCII.closeBrace, byte(end + 1) == ASCII.closeBrace {
          found.append((start..<end + 2, start + 2..<end))
          index = end + 2
        } else {
          index = max(end, start + 1)
          // In `{{{name}}`, the second brace may begin the reference.
          if byte(start + 2) == ASCII.openBrace { index = start + 1 }
        }
      }
    }
    return found
  }
}
