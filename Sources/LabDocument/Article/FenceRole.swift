/// What a fence is for, as its info string says.
enum FenceRole {
  /// It never runs.
  case text
  case console(ConsoleBlock.Role)
  case expect(isKeep: Bool)
  case file(path: String, language: String)
  /// It has a mistake that has been reported.
  case unknown

  static func of(
    _ fence: Fence, in source: SourceText, _ substitution: Substitution, log: DiagnosticLog
  ) -> FenceRole {
    let words = fence.info.words
    guard let language = words.first else { return .text }
    let second = words.count > 1 ? words[1] : nil
    func position(_ word: Substring) -> Position { fence.position(ofWord: word, in: source) }
    if let second, second.hasPrefix("file=") {
      let path = substitution.text(String(second.dropFirst("file=".count)))
      switch LabPath.normalized(path) {
      case .success(let path):
        return .file(path: path, language: String(language))
      case .failure(let problem):
        log.error(position(second), problem.message)
        return .unknown
      }
    }
    switch language {
    case "console":
      guard let second else { return .console(.shown) }
      if let role = ConsoleBlock.Role(rawValue: String(second)) { return .console(role) }
      let roles = ConsoleBlock.Role.allCases.map(\.rawValue).filter { !$0.isEmpty }
      log.error(
        position(second),
        "a `console` block cannot be `\(second)`; write "
          + choice(second, of: roles, prefix: "console"))
      return .unknown
    case "expect":
      guard let second else { return .expect(isKeep: false) }
      if second == "keep" { return .expect(isKeep: true) }
      log.error(
        position(second),
        "an `expect` block cannot be `\(second)`; write "
          + choice(second, of: ["keep"], prefix: "expect"))
      return .unknown
    default:
      warn(of: language, second, position: position, log: log)
      return .text
    }
  }

  private static func choice(_ word: Substring, of roles: [String], prefix: String) -> String {
    if let near = Suggestion.nearest(to: String(word), in: roles) { return "`\(prefix) \(near)`" }
    let all = roles.map { "`\(prefix) \($0)`" }.joined(separator: ", ")
    return "`\(prefix)` alone or \(all)"
  }

  /// A misspelt fence is text and would silently not run.
  private static func warn(
    of language: Substring, _ second: Substring?, position: (Substring) -> Position,
    log: DiagnosticLog
  ) {
    let word = language.lowercased()
    for name in ["console", "expect"] where Suggestion.isNear(word, name, within: 2) {
      log.warning(
        position(language), "a `\(language)` block is text and never runs; write `\(name)`")
    }
    guard let second, let equals = second.firstIndex(of: "=") else { return }
    let key = second[..<equals].lowercased()
    if Suggestion.isNear(key, "file", within: 1) {
      log.warning(
        position(second), "`\(second[..<equals])=` means nothing here; write `file=PATH`")
    }
  }
}

/// A path inside the lab's directory.
enum LabPath {
  struct Problem: Error {
    var message: String
  }

  /// The path without `.` parts, or why the lab may not write there.
  static func normalized(_ path: String) -> Result<String, Problem> {
    func fail(_ what: String) -> Result<String, Problem> {
      .failure(
        Problem(message: "`file=` \(what); write a path in the lab's directory: `file=NAME`"))
    }
    guard !path.isEmpty else { return fail("has no path") }
    guard !path.utf8.contains(where: ASCII.isControl) else {
      return fail("has a control character in its path")
    }
    guard !path.utf8.contains(ASCII.doubleQuote), !path.utf8.contains(ASCII.singleQuote) else {
      return fail("has a quotation mark in its path")
    }
    guard !path.hasPrefix("/") else { return fail("names the absolute path `\(path)`") }
    guard !path.hasPrefix("~") else { return fail("leads out of the lab with `\(path)`") }
    guard !path.hasSuffix("/") else { return fail("names the directory `\(path)`") }
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else { return fail("leads out of the lab with `\(path)`") }
    guard let last = path.split(separator: "/").last, last != "." else {
      return fail("names the directory `\(path)`")
    }
    guard path.utf8.count <= 1024, parts.allSatisfy({ $0.utf8.count <= 255 }) else {
      return fail("has a longer name than a file system takes")
    }
    return .success(parts.joined(separator: "/"))
  }
}
