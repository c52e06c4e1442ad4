/// `sudo` in front of a command, which a lab does not need: it is root in its sandbox.
enum Sudo {
  /// Options that change nothing for a root whose shell is the lab's own.
  private static let simpleOptions: Set<String> = [
    "-n", "-E", "-H", "-S", "-b", "-k", "-P", "--non-interactive", "--preserve-env", "--set-home",
  ]

  struct Result {
    /// The command without `sudo`.
    var command: Substring
    /// An option for which netlab has nothing to offer; the command then stays as it is.
    var option: Substring?
  }

  static func strip(_ source: String) -> Result {
    guard source.utf8.starts(with: "sudo".utf8) else { return Result(command: source[...]) }
    var rest = source.utf8[...]
    func nextWord() -> (word: Substring, after: Substring.UTF8View) {
      let word = rest.prefix { !ASCII.isBlank($0) && $0 != ASCII.newline }
      return (Substring(word), rest.dropFirst(word.count))
    }
    func skipBlanks(_ text: Substring.UTF8View) -> Substring.UTF8View {
      text.drop(while: ASCII.isBlank)
    }
    var isSudo = false
    while true {
      let (word, after) = nextWord()
      guard word == "sudo", !skipBlanks(after).isEmpty else { break }
      isSudo = true
      rest = skipBlanks(after)
      options: while true {
        let (option, after) = nextWord()
        if option == "--" {
          rest = skipBlanks(after)
          break options
        }
        guard option.hasPrefix("-") else { break options }
        guard simpleOptions.contains(String(option)) else {
          return Result(command: source[...], option: option)
        }
        rest = skipBlanks(after)
      }
    }
    return Result(command: isSudo ? Substring(rest) : source[...])
  }
}
