import Diagnosis

/// What a folded piece of an article is, as its summary says.
enum FoldSummary {
  case hint(HintCondition)
  case solution, instructors, answer
  /// Only text that is folded.
  case prose
  /// A condition with a mistake, which has been reported.
  case unknown

  private static let names = ["Hint", "Solution", "Answer", "For instructors"]

  /// - Parameter text: What stands between `<summary>` and `</summary>`.
  static func of(_ text: String, at position: Position, log: DiagnosticLog) -> FoldSummary {
    switch text {
    case "Hint": return .hint(.always)
    case "Solution": return .solution
    case "Answer": return .answer
    case "For instructors": return .instructors
    default: break
    }
    if text == "If" || text.hasPrefix("If ") {
      return condition(text.dropFirst(2).trimmed, at: position, log: log).map(FoldSummary.hint)
        ?? .unknown
    }
    for name in names
    where Suggestion.isNear(
      text.lowercased(), name.lowercased(), within: name.count > 6 ? 2 : 1)
    {
      log.warning(
        position, "`\(text)` is only folded text; write `<summary>\(name)</summary>` if it is meant"
      )
    }
    return .prose
  }

  private static func condition(
    _ text: String, at position: Position, log: DiagnosticLog
  ) -> HintCondition? {
    var text = text
    if text.hasSuffix(":") { text = text.dropLast().trimmed }
    for (open, close) in [("\"", "\""), ("“", "”"), ("`", "`")] where text.hasPrefix(open) {
      guard let end = text.dropFirst().lastIndex(of: Character(close)) else { break }
      let claim = text[text.index(after: text.startIndex)..<end].trimmed
      let verb = text[text.index(after: end)...].trimmed
      guard !claim.isEmpty else { break }
      switch verb {
      case "fails": return .claim(claim, fails: true)
      case "holds": return .claim(claim, fails: false)
      default:
        let near = Suggestion.nearest(to: verb, in: ["fails", "holds"]) ?? "fails"
        log.error(
          position,
          "a hint waits for a claim that `fails` or `holds`; write `If \"\(claim)\" \(near)`"
        )
        return nil
      }
    }
    if Cause.ids.contains(text) { return .cause(text) }
    if let near = Suggestion.nearest(to: text, in: Cause.ids) {
      log.error(position, "no diagnosis has the cause `\(text)`; write `If \(near)`")
    } else {
      log.error(
        position,
        "no diagnosis has the cause `\(text)`; write one such as `If forwarding-off`, or a claim: "
          + "`If \"link ceth0 up\" fails`")
    }
    return nil
  }
}

/// When a hint is shown, before its claim has been found.
enum HintCondition {
  case always
  case claim(String, fails: Bool)
  case cause(String)
}

/// The few entities that a summary needs, so that `<any>` can stand in it.
enum HTMLEntities {
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let entities = ["lt": "<", "gt": ">", "quot": "\"", "#34": "\"", "#39": "'", "amp": "&"]
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      let name = rest.dropFirst().prefix(5).prefix { $0 != ";" }
      if rest.dropFirst(name.count + 1).first == ";", let character = entities[String(name)] {
        result += character
        rest = rest.dropFirst(name.count + 2)
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
