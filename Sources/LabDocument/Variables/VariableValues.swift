/// The values that a lab's variables have with a seed, in texts and back.
public struct VariableValues: Sendable {
  private let substitution: Substitution
  /// The longest value first, so that a part of one is not taken for another.
  private let known: [(name: String, value: [UInt8])]

  public init(_ variables: [Variable], seed: String?) {
    substitution = Substitution(variables, seed: seed)
    known = variables.map { ($0.name, Array($0.value(seed: seed).utf8)) }
      .sorted { ($0.value.count, $1.name) > ($1.value.count, $0.name) }
  }

  public var isEmpty: Bool { substitution.isEmpty }

  /// The text with the values in place of `{{NAME}}`.
  public func filled(_ text: [UInt8]) -> [UInt8] {
    Array(substitution.replaced(in: text[...]).bytes)
  }

  /// A way to write a text, so that filled in it is the text again.
  ///
  /// Values that stand for themselves in it, not as a part of a longer word or number, become
  /// `{{NAME}}`; those of fewer than three bytes would be found everywhere and do not.
  public func written(_ text: String) -> String {
    guard !isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let (name, value) = known.first(where: { stands($0.value, in: bytes, at: index) }) {
        result += Array("{{\(name)}}".utf8)
        index += value.count
      } else if bytes[index...].hasPrefix("{{") {
        // What was printed is no variable.
        result += Array("<any>".utf8)
        index += bytes[index...].prefix { $0 == ASCII.openBrace }.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(bytes: result)
  }

  private func stands(_ value: [UInt8], in text: [UInt8], at index: Int) -> Bool {
    guard value.count >= 3, text[index...].starts(with: value) else { return false }
    func isWord(_ byte: UInt8) -> Bool {
      ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: "_")
    }
    let end = index + value.count
    if index > 0 {
      let before = text[index - 1]
      if isWord(before) { return false }
      // `72.18` is no part of `10.72.18.1`.
      if before == UInt8(ascii: "."), ASCII.isDigit(value[0]) { return false }
    }
    return end == text.count || !isWord(text[end])
  }
}
