import Yams

/// Says in an author's words what the YAML library says in its own.
enum YAMLProblem {
  static func report(_ error: any Error, text: ArraySlice<UInt8>, _ reading: YAMLReading) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      reading.log.error(
        reading.position(line: mark.line, column: mark.column),
        "the front matter is not YAML here: \(problem); write `KEY: VALUE` lines")
    case .reader?:
      let offset = text.firstIndex { ASCII.isControl($0) && $0 != ASCII.newline && $0 != ASCII.tab }
      let position = offset.map(reading.source.position(of:)) ?? Position(reading.lineOffset + 1)
      reading.log.error(
        position, "the front matter has a character that YAML does not allow; remove it")
    case .duplicatedKeysInMapping(let keys, let context)?:
      for key in keys {
        reading.log.error(
          second(key, text, from: context.mark, reading),
          "`\(reading.shortened(key))` stands here twice; keep one")
      }
    default:
      reading.log.error(
        Position(reading.lineOffset + 1),
        "the front matter cannot be read as YAML; write `KEY: VALUE` lines")
    }
  }

  /// Where a key of a mapping stands for the second time, which the library does not tell.
  private static func second(
    _ key: String, _ text: ArraySlice<UInt8>, from mark: Mark, _ reading: YAMLReading
  ) -> Position {
    let start = reading.position(line: mark.line, column: mark.column)
    let key = Array(key.utf8)
    var count = 0
    var index = max(
      text.startIndex, reading.source.offset(ofLine: start.line) + start.column - 1)
    while !key.isEmpty, index + key.count <= text.endIndex {
      let end = index + key.count
      let before = index > text.startIndex ? text[index - 1] : ASCII.newline
      let isStart = [
        ASCII.newline, ASCII.space, ASCII.openBrace, ASCII.doubleQuote, ASCII.singleQuote,
        UInt8(ascii: ","),
      ].contains(before)
      if isStart, isKeyEnd(text[end...]), text[index..<end].elementsEqual(key) {
        count += 1
        if count == 2 { return reading.source.position(of: index) }
      }
      index += 1
    }
    return start
  }

  /// Whether a key ends where these bytes begin: with a quotation mark or not, a colon, a blank.
  private static func isKeyEnd(_ rest: ArraySlice<UInt8>) -> Bool {
    let isQuoted = [ASCII.doubleQuote, ASCII.singleQuote].contains(rest.first ?? 0)
    let colon = rest.dropFirst(isQuoted ? 1 : 0).drop(while: ASCII.isBlank)
    guard colon.first == UInt8(ascii: ":") else { return false }
    let next = colon.dropFirst().first ?? ASCII.newline
    return isQuoted || ASCII.isBlank(next) || next == ASCII.newline
  }
}
