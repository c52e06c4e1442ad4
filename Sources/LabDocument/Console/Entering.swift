import NetworkState

/// Lines of a transcript that go into a namespace instead of running something.
enum Entering {
  /// The namespace that a command without `sudo` enters.
  static func namespace(of command: Substring) -> String? {
    guard mayBeOne(command), !command.utf8.contains(ASCII.newline) else { return nil }
    let words = command.words
    switch words.count {
    case 2 where words[0] == "nsenter",
      3 where words[0] == "nsenter" && isShell(words[2]):
      for prefix in ["--net=/var/run/netns/", "--net=/run/netns/"] where words[1].hasPrefix(prefix)
      {
        return name(words[1].dropFirst(prefix.count))
      }
      return nil
    case 5 where words[0] == "ip" && words[1] == "netns" && words[2] == "exec" && isShell(words[4]):
      return name(words[3])
    default:
      return nil
    }
  }

  /// Whether a command starts a shell elsewhere in a way that netlab does not follow.
  static func looksLikeOne(_ command: Substring) -> Bool {
    guard mayBeOne(command), !command.utf8.contains(ASCII.newline) else { return false }
    let words = command.words
    guard let last = words.last else { return false }
    let isEnter = words[0] == "nsenter" || words.starts(with: ["ip", "netns", "exec"])
    return isEnter
      && (isShell(last) || ["-i", "-l"].contains(last) && words.contains(where: isShell))
  }

  /// A quick look that spares most commands the long one.
  private static func mayBeOne(_ command: Substring) -> Bool {
    switch command.utf8.first {
    case UInt8(ascii: "n")?:
      return command.utf8.starts(with: "nsenter".utf8)
    case UInt8(ascii: "i")?:
      return command.utf8.starts(with: "ip".utf8)
        && command.utf8.dropFirst(2).drop(while: ASCII.isBlank).starts(with: "netns".utf8)
    default:
      return false
    }
  }

  /// The place of a name on the host where the line stands; the internet has no namespaces.
  static func place(named name: String, at place: Place) -> Place? {
    switch place {
    case .host(let host), .namespace(_, let host): .namespace(name, host: host)
    case .internet: nil
    }
  }

  private static func isShell(_ word: Substring) -> Bool { word == "bash" || word == "sh" }

  private static func isShellPath(_ word: Substring) -> Bool {
    word.split(separator: "/").last.map(isShell) ?? false
  }

  private static func name(_ word: Substring) -> String? {
    World.isNamespaceName(String(word)) ? String(word) : nil
  }
}
