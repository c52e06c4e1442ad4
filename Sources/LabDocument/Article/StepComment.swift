/// What a comment `<!-- netlab: … -->` under a heading says of its step.
struct StepComment {
  var position: Position
  var id: (text: String, position: Position)?
  var points: Int?
  var bonus: Int?
  var timeout: Duration?
  var isExercise = false
  var isOptional = false
  var diagnosisLevel: DiagnosisLevel?

  private static let keys = ["id", "points", "bonus", "timeout", "why"]
  private static let words = ["exercise", "optional"]

  /// Whether a comment is for netlab, or was probably meant to be.
  static func isOne(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.trimmed
    return text.hasPrefix("netlab") && text.dropFirst(6).first.map { !ASCII.isLetter($0) } ?? true
  }

  /// Whether a comment that is none was probably meant to be one.
  static func isNearlyOne(_ text: ArraySlice<UInt8>) -> Bool {
    let word = text.trimmed.prefix(12).prefix { $0 != UInt8(ascii: ":") && !ASCII.isBlank($0) }
    return Suggestion.isNear(String(bytes: word).lowercased(), "netlab", within: 2)
  }

  /// - Parameters:
  ///   - text: What stands between `<!--` and `-->`.
  ///   - place: The position of a byte of the text.
  init(_ text: ArraySlice<UInt8>, at place: (Int) -> Position, log: DiagnosticLog) {
    let trimmed = text.trimmed
    position = place(trimmed.startIndex)
    var rest = trimmed.dropFirst("netlab".utf8.count)
    if rest.first == UInt8(ascii: ":") {
      rest = rest.dropFirst()
    } else {
      log.error(position, "a comment for netlab has a colon; write `<!-- netlab: id=NAME -->`")
    }
    var seen: Set<String> = []
    for word in rest.split(whereSeparator: { ASCII.isBlank($0) || $0 == ASCII.newline }) {
      let position = place(word.startIndex)
      let parts = word.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(bytes: parts[0])
      if !seen.insert(key).inserted {
        log.error(position, "`\(key)` stands here twice; keep one")
      }
      if parts.count == 1 {
        read(word: key, at: position, log)
      } else {
        read(key, value: String(bytes: parts[1]), at: position, log)
      }
    }
  }

  private mutating func read(word: String, at position: Position, _ log: DiagnosticLog) {
    switch word {
    case "exercise": isExercise = true
    case "optional": isOptional = true
    case _ where Self.keys.contains(word):
      log.error(position, "`\(word)` has no value; write `\(Self.example(of: word))`")
    default:
      unknown(word, at: position, log)
    }
  }

  private mutating func read(
    _ key: String, value: String, at position: Position, _ log: DiagnosticLog
  ) {
    func fail(_ what: String) {
      log.error(position, "`\(key)=\(value.prefix(60))` \(what); write `\(Self.example(of: key))`")
    }
    switch key {
    case "id":
      let isID =
        !value.isEmpty
        && value.unicodeScalars.allSatisfy {
          $0.isWordPart || $0 == "-" || $0 == "."
        }
      if isID { id = (value, position) } else { fail("is no id of letters, digits, `-` and `_`") }
    case "points":
      points = number(value)
      if points == nil { fail("is no number of points") }
    case "bonus":
      bonus = number(value)
      if bonus == nil { fail("is no number of points") }
    case "timeout":
      timeout = DurationText.duration(value)
      if timeout == nil { fail("is no duration such as `500ms`, `20s` or `2m`") }
    case "why":
      diagnosisLevel = DiagnosisLevel(rawValue: value)
      if diagnosisLevel == nil {
        let levels = DiagnosisLevel.allCases.map(\.rawValue)
        if let near = Suggestion.nearest(to: value, in: levels) {
          log.error(position, "`why=\(value)` is no level of a diagnosis; write `why=\(near)`")
        } else {
          fail("is none of \(levels.map { "`\($0)`" }.joined(separator: ", "))")
        }
      }
    case _ where Self.words.contains(key):
      log.error(position, "`\(key)` takes no value; write `\(key)` alone")
    default:
      unknown(key, at: position, log)
    }
  }

  private func unknown(_ key: String, at position: Position, _ log: DiagnosticLog) {
    let known = Self.keys + Self.words
    if let near = Suggestion.nearest(to: key, in: known) {
      log.error(position, "a step has no `\(key)`; write `\(Self.example(of: near))`")
    } else {
      let all = known.map { "`\(Self.example(of: $0))`" }.joined(separator: ", ")
      log.error(position, "a step has no `\(key.prefix(60))`; it has \(all)")
    }
  }

  private func number(_ value: String) -> Int? {
    guard (1...4).contains(value.utf8.count), value.utf8.allSatisfy(ASCII.isDigit) else {
      return nil
    }
    return Int(value)
  }

  private static func example(of key: String) -> String {
    switch key {
    case "id": "id=cable"
    case "points": "points=2"
    case "bonus": "bonus=1"
    case "timeout": "timeout=20s"
    case "why": "why=symptom"
    default: key
    }
  }
}
