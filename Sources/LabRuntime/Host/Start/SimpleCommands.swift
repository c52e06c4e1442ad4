/// Cuts a script into its simple commands, as far as names in it can be told without running it.
enum SimpleCommands {
  static func read(_ text: String) -> [[String]] {
    var commands: [[String]] = []
    var words: [String] = []
    var word = ""
    var hasWord = false
    var quote: Character?
    func endWord() {
      if hasWord { words.append(word) }
      word = ""
      hasWord = false
    }
    func endCommand() {
      endWord()
      let command = stripped(words)
      if !command.isEmpty { commands.append(command) }
      words = []
    }
    var isEscaped = false
    var isComment = false
    for character in text {
      if isComment {
        guard character == "\n" else { continue }
        isComment = false
      }
      if isEscaped {
        isEscaped = false
        if character != "\n" {
          word.append(character)
          hasWord = true
        }
      } else if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else {
        switch character {
        case "\\": isEscaped = true
        case "'", "\"":
          quote = character
          hasWord = true
        case " ", "\t": endWord()
        case "\n", ";", "|", "&", "(", ")": endCommand()
        case "#" where !hasWord: isComment = true
        default:
          word.append(character)
          hasWord = true
        }
      }
    }
    endCommand()
    return commands
  }

  /// The command that runs in the namespace that the words go into first; `nil` if they go nowhere.
  static func inside(_ words: [String]) -> [String]? {
    if words.count > 4, words[0] == "ip", "netns".hasPrefix(words[1]), words[1].count > 4,
      "exec".hasPrefix(words[2])
    {
      return stripped(Array(words[4...]))
    }
    guard words.first == "nsenter" else { return nil }
    let rest = words.dropFirst().drop { $0.hasPrefix("-") }
    return rest.isEmpty ? nil : stripped(Array(rest))
  }

  /// Without reserved words, `sudo` and assignments in front; the tool without its folder.
  private static func stripped(_ words: [String]) -> [String] {
    let front: Set<String> = [
      "sudo", "do", "then", "else", "if", "while", "until", "!", "{", "time", "exec", "command",
      "env",
    ]
    var rest = words.drop { word in
      front.contains(word)
        || word.firstIndex(of: "=").map { index in
          index != word.startIndex
            && word[..<index].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        } ?? false
    }
    if let first = rest.first, let name = first.split(separator: "/").last, first.hasPrefix("/") {
      rest[rest.startIndex] = String(name)
    }
    return Array(rest)
  }
}
