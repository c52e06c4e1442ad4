/// Reads the arguments of `nft` (nft(8)).
enum NFTArguments {
  static func read(_ arguments: [String]) -> [ToolChange] {
    var words: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-f", "--file", "-i", "--interactive", "-D", "--define", "-I", "--includepath":
        return [
          .refused("`nft \(word)` is not recorded; give the commands to `nft` one by one instead")
        ]
      case "-c", "--check", "-h", "--help", "-v", "--version", "-V": return []
      case _ where word.hasPrefix("-") && words.isEmpty: break
      default: words.append(word)
      }
    }
    return statements(words.joined(separator: " ")).flatMap(changes)
  }

  /// The statements of a text, cut where no brace is open.
  static func statements(_ text: String) -> [[String]] {
    var statements: [[String]] = []
    var words: [String] = []
    var word = ""
    var depth = 0
    var isQuoted = false
    func endWord() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in text {
      switch character {
      case "\"":
        isQuoted.toggle()
        word.append(character)
      case _ where isQuoted: word.append(character)
      case "{", "}":
        endWord()
        words.append(String(character))
        depth += character == "{" ? 1 : -1
      case ";" where depth == 0, "\n" where depth == 0:
        endWord()
        if !words.isEmpty { statements.append(words) }
        words = []
      case _ where character.isWhitespace || character == ";": endWord()
      default: word.append(character)
      }
    }
    endWord()
    if !words.isEmpty { statements.append(words) }
    return statements
  }

  private static let families: Set<String> = ["ip", "ip6", "inet", "arp", "bridge", "netdev"]

  private static func changes(_ statement: [String]) -> [ToolChange] {
    var rest = statement[...]
    var command = rest.popFirst() ?? ""
    if command == "table" {
      rest.insert("table", at: rest.startIndex)
      command = "add"
    }
    guard !["list", "describe", "monitor", "export", "get"].contains(command) else { return [] }
    let object = rest.popFirst() ?? ""
    guard object != "ruleset" else {
      return [.refused("`nft \(command) ruleset` would take the machine's own rules")]
    }
    let family = rest.first.map(families.contains) == true ? rest.removeFirst() : "ip"
    guard let name = rest.first, name != "handle" else {
      return [.refused("`nft \(statement.joined(separator: " "))` must name a table of the lab's")]
    }
    return object == "table" && ["add", "create"].contains(command)
      ? [.addTable(family: family, name: name)] : [.changeTable(family: family, name: name)]
  }
}
