/// Writes JSON in the order in which it is told.
struct JSONWriter {
  private(set) var text = ""
  private var needsComma = false

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    nest("{", "}", members)
  }

  mutating func array<Element>(
    _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
  ) {
    nest("[", "]") { writer in
      for element in elements { write(&writer, element) }
    }
  }

  /// The name of the value that is written next.
  mutating func key(_ name: String) {
    string(name)
    text += ": "
    needsComma = false
  }

  mutating func member(_ name: String, _ value: String?) {
    key(name)
    if let value { string(value) } else { scalar("null") }
  }

  mutating func member(_ name: String, _ value: Int?) {
    key(name)
    scalar(value.map { "\($0)" } ?? "null")
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    scalar(value ? "true" : "false")
  }

  /// A time in seconds, to the millisecond.
  mutating func member(_ name: String, _ value: Duration) {
    key(name)
    let (seconds, attoseconds) = value.components
    let total = max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    let thousandths = "\(total % 1000 + 1000)".dropFirst()
    scalar("\(total / 1000).\(thousandths)")
  }

  mutating func string(_ value: String) {
    separate()
    text += "\""
    var output = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": output.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": output.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": output.append(contentsOf: "\\n".unicodeScalars)
      case "\t": output.append(contentsOf: "\\t".unicodeScalars)
      case "\r": output.append(contentsOf: "\\r".unicodeScalars)
      // Controls must be escaped; so are those that a terminal would obey.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.count)
        output.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      default: output.append(scalar)
      }
    }
    text += String(output)
    text += "\""
  }

  mutating func scalar(_ value: String) {
    separate()
    text += value
  }

  private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    text += open
    needsComma = false
    body(&self)
    text += close
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { text += ", " }
    needsComma = true
  }
}
