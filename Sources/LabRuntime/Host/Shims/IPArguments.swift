/// Reads the arguments of `ip` (ip(8)).
enum IPArguments {
  static func read(_ arguments: [String]) -> ToolReading {
    var reading = ToolReading()
    var rest = arguments[...]
    var isIPv6 = false
    while let word = rest.first, word.hasPrefix("-"), word != "-" {
      rest.removeFirst()
      // `--brief` is `-brief`, and options can be cut short.
      let option = word.hasPrefix("--") ? String(word.dropFirst()) : word
      if option == "-6" { isIPv6 = true }
      if ["-n", "-net", "-netn", "-netns"].contains(option) {
        reading.namespace = rest.popFirst()
      } else if "-family".hasPrefix(option) {
        isIPv6 = rest.popFirst() == "inet6"
      } else if "-batch".hasPrefix(option) {
        reading.changes = [
          .refused("`ip -batch` is not recorded; write one `ip` command a line instead")
        ]
        return reading
      } else if ["-l", "-loops", "-rc", "-rcvbuf"].contains(option) {
        rest.removeFirst(min(1, rest.count))
      }
    }
    guard let first = rest.popFirst(), let object = objects.first(where: { $0.hasPrefix(first) })
    else { return reading }
    let words = Array(rest)
    switch object {
    case "link": reading.changes = IPLinkArguments.read(words)
    case "address": reading.changes = address(words)
    case "route": reading.changes = route(words, isIPv6: isIPv6)
    case "rule": reading.changes = rule(words, isIPv6: isIPv6)
    case "neighbor", "neighbour": reading.changes = neighbour(words)
    case "netns": reading.changes = namespace(words)
    case "tuntap", "tunnel": reading.changes = tunnel(object, words)
    case "monitor", "netconf", "help", "stats", "vrf":
      break
    default:
      if !looks(words) {
        reading.changes = [.refused("what `ip \(object)` changes is not recorded")]
      }
    }
    return reading
  }

  /// In the order in which `ip` tries abbreviations.
  private static let objects = [
    "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour", "ntable",
    "ntbl", "link", "l2tp", "fou", "ila", "macsec", "tunnel", "tunl", "tuntap", "tap", "token",
    "tcpmetrics", "tcp_metrics", "monitor", "xfrm", "mroute", "mrule", "netns", "netconf", "vrf",
    "sr", "nexthop", "mptcp", "ioam", "help", "stats",
  ]

  /// Whether a command of an object only looks.
  static func looks(_ words: [String]) -> Bool {
    guard let command = words.first else { return true }
    return [
      "show", "list", "lst", "get", "save", "showdump", "help", "identify", "pids", "monitor",
    ]
    .contains { $0.hasPrefix(command) }
  }

  private static func address(_ words: [String]) -> [ToolChange] {
    guard let command = words.first, !looks(words) else { return [] }
    let rest = Array(words.dropFirst())
    guard let device = value(of: "dev", in: rest) else {
      return [
        .refused("`ip address \(command)` without `dev` may change the machine's own devices")
      ]
    }
    if "flush".hasPrefix(command) { return [.flushAddresses(device: device)] }
    let address = value(of: "local", in: rest) ?? rest.first { $0 != "dev" && $0 != device }
    guard let address else { return [] }
    return switch command {
    case _ where "add".hasPrefix(command):
      [.addAddress(address, device: device, replaces: false)]
    case _ where "change".hasPrefix(command) || "replace".hasPrefix(command):
      [.addAddress(address, device: device, replaces: true)]
    case _ where "delete".hasPrefix(command): [.deleteAddress(address, device: device)]
    default: [.refused("what `ip address \(command)` changes is not recorded")]
    }
  }

  private static func route(_ words: [String], isIPv6: Bool) -> [ToolChange] {
    guard let command = words.first, !looks(words) else { return [] }
    let rest = Array(words.dropFirst())
    let isIPv6 =
      isIPv6 || rest.first { $0.contains("/") || $0.contains(":") }?.contains(":") == true
    let route = RouteWords(isIPv6: isIPv6, words: rest)
    switch command {
    case _ where "add".hasPrefix(command) || ["append", "prepend"].contains(command):
      return [.addRoute(route, replaces: false)]
    case _ where ["change", "chg", "replace"].contains { $0.hasPrefix(command) }:
      return [.addRoute(route, replaces: true)]
    case _ where "delete".hasPrefix(command):
      return [.deleteRoute(route)]
    case _ where "flush".hasPrefix(command):
      if rest == ["cache"] { return [] }
      return route.device.map { [.configure(device: $0)] }
        ?? [.refused("`ip route flush` would take routes of the machine's own; name a `dev`")]
    default:
      return [.refused("what `ip route \(command)` changes is not recorded")]
    }
  }

  private static func rule(_ words: [String], isIPv6: Bool) -> [ToolChange] {
    guard let command = words.first, !looks(words) else { return [] }
    let rest = Array(words.dropFirst())
    let isIPv6 = isIPv6 || rest.contains { $0.contains(":") }
    return switch command {
    case _ where "add".hasPrefix(command): [.addRule(isIPv6: isIPv6, words: rest)]
    case _ where "delete".hasPrefix(command): [.deleteRule(isIPv6: isIPv6, words: rest)]
    default: [.refused("`ip rule \(command)` would change rules of the machine's own")]
    }
  }

  private static func neighbour(_ words: [String]) -> [ToolChange] {
    guard let command = words.first, !looks(words) else { return [] }
    // What the kernel has learned it learns again.
    if "flush".hasPrefix(command) { return [] }
    let rest = Array(words.dropFirst())
    guard let device = value(of: "dev", in: rest) else { return [] }
    return "delete".hasPrefix(command)
      ? [.deleteNeighbour(words: rest, device: device)]
      : [.addNeighbour(words: rest, device: device)]
  }

  private static func namespace(_ words: [String]) -> [ToolChange] {
    guard let command = words.first, words.count > 1 else { return [] }
    switch command {
    case _ where "add".hasPrefix(command) || command == "attach": return [.addNamespace(words[1])]
    case _ where "delete".hasPrefix(command): return [.deleteNamespace(words[1])]
    // What runs there finds the stand-ins by itself.
    default: return []
    }
  }

  private static func tunnel(_ object: String, _ words: [String]) -> [ToolChange] {
    guard let command = words.first, !looks(words) else { return [] }
    let rest = Array(words.dropFirst())
    let name =
      value(of: "dev", in: rest) ?? value(of: "name", in: rest)
      ?? rest.first { !["mode", "tun", "tap"].contains($0) }
    guard let name else {
      return [.refused("give the device of `ip \(object) \(command)` a name, to be recorded by")]
    }
    return switch command {
    case _ where "add".hasPrefix(command): [.addLink(name: name, kind: nil, into: nil)]
    case _ where "delete".hasPrefix(command): [.deleteLink(name)]
    default: [.configure(device: name)]
    }
  }

  /// The word behind a keyword.
  static func value(of key: String, in words: [String]) -> String? {
    words.firstIndex(of: key).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
  }
}
