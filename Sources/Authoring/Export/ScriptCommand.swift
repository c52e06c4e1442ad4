import LabDocument

/// A command of a transcript as lines of a script that stops at errors.
struct ScriptCommand {
  private let text: String
  private let status: Int
  /// The first word, without quotes in it.
  private let name: Substring

  init(_ command: ConsoleCommand) {
    text = command.command
    status = command.expectedStatus
    name = text.prefix { $0 != " " && $0 != "\t" && $0 != "\n" }
  }

  /// Nothing but words: it means the same wherever it stands, and in a shell of its own.
  var isPlain: Bool {
    isBare && !text.contains(where: { "$`*?[~{|<>".contains($0) }) && !isBuiltin
      && !name.contains("=")
  }

  /// One command or pipeline, of which `set -e` and a lab think the same.
  private var isBare: Bool {
    !text.utf8.contains { "\n;&#()\\".utf8.contains($0) } && !text.contains("||")
      && !Self.keywords.contains(name)
  }

  var mentionsSudo: Bool {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "/") }
      .contains("sudo")
  }

  /// Whether the shell in which it ran is another one afterwards, as far as its text tells.
  var keepsState: Bool {
    if text.contains("()") || name.contains("=") { return true }
    let words = text.split { " \t\n;|&({".contains($0) }
    return words.contains { Self.keepers.contains($0) } || startsJob
  }

  /// Whether an `&` is left when those are gone that mean something else.
  var startsJob: Bool {
    ["&&", ">&", "&>", "<&", "|&"].reduce(text) { $0.replacing($1, with: "") }.contains("&")
  }

  /// The lines that run it and go on only if it ends as in the lab.
  var lines: [String] {
    if status != 0 {
      return isBare ? ["\(text) \(check)"] : block(check)
    }
    // `set -e` overlooks what fails within a list, and sees what a list forgives.
    return isBare ? [text] : block("|| exit")
  }

  /// The lines that run it behind a command that takes another as its arguments.
  func lines(behind prefix: String) -> [String] {
    ["\(prefix) \(text)" + (status == 0 ? "" : " \(check)")]
  }

  /// Goes on after the announced status alone: not after another, nor after none.
  private var check: String { "&& exit 1 || [ $? -eq \(status) ]" }

  private func block(_ check: String) -> [String] {
    ["{"] + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      + ["} \(check)"]
  }

  private var isBuiltin: Bool { Self.builtins.contains(name) || Self.keepers.contains(name) }

  private static let keepers: Set<Substring> = [
    "cd", "pushd", "popd", "export", "declare", "typeset", "local", "readonly", "unset", "alias",
    "unalias", "set", "shopt", "source", ".", "trap", "umask", "ulimit", "function", "exec", "read",
    "mapfile", "readarray", "hash", "enable",
  ]

  private static let builtins: Set<Substring> = [
    ":", "[", "bg", "bind", "break", "builtin", "caller", "command", "compgen", "complete",
    "continue",
    "dirs", "disown", "eval", "exit", "fc", "fg", "getopts", "help", "history", "jobs", "kill",
    "let",
    "logout", "return", "shift", "suspend", "test", "times", "type", "wait", "sudo",
  ]

  private static let keywords: Set<Substring> = [
    "!", "[[", "{", "case", "coproc", "do", "for", "function", "if", "select", "time", "until",
    "while",
  ]

  /// The text as one word of the shell; plain names stay as they are.
  static func quoted(_ text: String) -> String {
    let isName = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    if isName, !text.isEmpty { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
