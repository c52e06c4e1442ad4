import NetworkState

/// Reads the arguments of the tools that need few words.
enum OtherArguments {
  static func sysctl(_ arguments: [String]) -> [ToolChange] {
    var changes: [ToolChange] = []
    for word in arguments {
      if ["-p", "--load", "--system", "-f"].contains(where: { word.hasPrefix($0) }) {
        return [.refused("`sysctl \(word)` is not recorded; set parameters with `sysctl -w`")]
      }
      guard !word.hasPrefix("-"), let equals = word.firstIndex(of: "="),
        let path = KernelParameter.path(of: word[..<equals].trimmed)
      else { continue }
      changes.append(
        .setParameter(path: path, value: word[word.index(after: equals)...].spaced))
    }
    return changes
  }

  /// `bridge fdb|vlan|link|mdb COMMAND … dev DEV` (bridge(8)).
  static func bridge(_ arguments: [String]) -> [ToolChange] {
    let words = arguments.drop { $0.hasPrefix("-") }
    guard words.count > 1, !IPArguments.looks(Array(words.dropFirst())) else { return [] }
    return configured(by: "bridge", Array(words))
  }

  /// `tc qdisc|class|filter COMMAND dev DEV …` (tc(8)).
  static func tc(_ arguments: [String]) -> [ToolChange] {
    let words = arguments.drop { $0.hasPrefix("-") }
    guard words.count > 1, !IPArguments.looks(Array(words.dropFirst())),
      !["list", "ls", "l"].contains(words.dropFirst().first ?? "")
    else { return [] }
    return configured(by: "tc", Array(words))
  }

  private static func configured(by tool: String, _ words: [String]) -> [ToolChange] {
    guard let device = IPArguments.value(of: "dev", in: words) else {
      return [.refused("`\(tool) \(words[0]) \(words[1])` must name a `dev` of the lab's")]
    }
    return [.configure(device: device)]
  }

  static func brctl(_ arguments: [String]) -> [ToolChange] {
    guard let command = arguments.first, arguments.count > 1 else { return [] }
    switch command {
    case "show", "showmacs", "showstp": return []
    case "addbr": return [.addLink(name: arguments[1], kind: "bridge", into: nil)]
    case "delbr": return [.deleteLink(arguments[1])]
    case "addif", "delif": return arguments.dropFirst().map { .configure(device: $0) }
    default: return [.configure(device: arguments[1])]
    }
  }

  static func ethtool(_ arguments: [String]) -> [ToolChange] {
    let looking: Set<String> = [
      "-a", "-c", "-g", "-i", "-d", "-e", "-k", "-n", "-u", "-S", "-x", "-P", "-T", "-l", "-m",
      "-h", "--version", "--show-features", "--statistics", "--driver", "--show-channels",
    ]
    guard let first = arguments.first, first.hasPrefix("-"), !looking.contains(first),
      arguments.count > 1
    else { return [] }
    return [.configure(device: arguments[1])]
  }

  /// `ifconfig` and `route`, which `ip` has replaced.
  static func old(_ tool: String, _ arguments: [String]) -> [ToolChange] {
    let words = arguments.filter { !$0.hasPrefix("-") }
    let isLook = tool == "ifconfig" ? words.count < 2 : words.isEmpty
    return isLook ? [] : [.refused("what `\(tool)` changes is not recorded; use `ip`")]
  }

  /// Tools whose changes netlab cannot record: they may look.
  static func unrecorded(_ tool: String, _ arguments: [String]) -> [ToolChange] {
    let looking: Set<String> = [
      "-L", "-S", "-C", "-E", "-V", "-h", "--help", "--version", "list", "--list", "test",
      "--stats",
    ]
    if arguments.contains(where: looking.contains) { return [] }
    if tool.hasSuffix("-restore"), arguments.contains("--test") || arguments.contains("-t") {
      return []
    }
    return [.refused("what `\(tool)` changes is not recorded")]
  }
}
