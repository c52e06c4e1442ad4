import NetworkState

/// What a call of a tool would change, read from its arguments alone.
enum ToolChange: Hashable, Sendable {
  case addNamespace(String)
  case deleteNamespace(String)
  /// `into` is the namespace in which it is born, if the call names one.
  case addLink(name: String, kind: String?, into: String?)
  case deleteLink(String)
  /// A device is renamed, moved, or set otherwise.
  case setLink(String, LinkSetting)
  /// A call that is right for devices of the lab's alone: `bridge`, `tc`, `ethtool`.
  case configure(device: String)
  case addAddress(String, device: String, replaces: Bool)
  case deleteAddress(String, device: String)
  case flushAddresses(device: String)
  case addRoute(RouteWords, replaces: Bool)
  case deleteRoute(RouteWords)
  case addRule(isIPv6: Bool, words: [String])
  case deleteRule(isIPv6: Bool, words: [String])
  case addNeighbour(words: [String], device: String)
  case deleteNeighbour(words: [String], device: String)
  case addChain(FirewallPlace)
  case deleteChain(FirewallPlace)
  /// All rules of a chain, or of the table.
  case flushChain(tool: String, table: String, chain: String?)
  case addFirewallRule(FirewallPlace, words: [String], isFirst: Bool)
  case deleteFirewallRule(FirewallPlace, words: [String])
  case setPolicy(FirewallPlace, String)
  case addTable(family: String, name: String)
  /// Something in a table, or the table itself.
  case changeTable(family: String, name: String)
  /// A path below `/proc/sys`.
  case setParameter(path: String, value: String)
  /// netlab cannot record it; why, and what to do.
  case refused(String)

  /// What `ip link set` changes.
  struct LinkSetting: Hashable, Sendable {
    var newName: String?
    var namespace: String?
    /// `up` or `down`, when that is all.
    var isUp: Bool?
    /// Anything but `up` and `down`.
    var hasMore = false
    /// The bridge or bond that it becomes a port of.
    var master: String?
  }
}

/// The words of a route as `ip route` takes them.
struct RouteWords: Hashable, Sendable {
  var isIPv6: Bool
  var words: [String]

  /// `default`, or a prefix; `nil` if none stands there.
  var destination: String? {
    let types: Set<String> = [
      "unicast", "local", "broadcast", "multicast", "blackhole", "unreachable", "prohibit",
      "throw", "nat", "anycast",
    ]
    return words.first { !types.contains($0) && $0 != "to" }
  }

  var device: String? { value(of: ["dev", "oif"]) }
  var table: String { value(of: ["table"]) ?? "main" }
  var metric: String? { value(of: ["metric", "priority", "preference"]) }

  private func value(of keys: Set<String>) -> String? {
    words.firstIndex { keys.contains($0) }
      .flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
  }
}

/// A call of a tool, and what its arguments say.
struct ToolReading: Hashable, Sendable {
  /// The namespace of `ip -n NAME`; the caller's own if `nil`.
  var namespace: String?
  /// Empty for a call that only looks.
  var changes: [ToolChange] = []

  /// Reads the arguments of one of the tools that have a stand-in.
  static func read(_ tool: String, _ arguments: [String]) -> ToolReading {
    switch tool {
    case "ip": IPArguments.read(arguments)
    case "iptables", "ip6tables", "iptables-nft", "ip6tables-nft", "iptables-legacy",
      "ip6tables-legacy":
      ToolReading(changes: IPTablesArguments.read(tool, arguments))
    case "nft": ToolReading(changes: NFTArguments.read(arguments))
    case "sysctl": ToolReading(changes: OtherArguments.sysctl(arguments))
    case "bridge": ToolReading(changes: OtherArguments.bridge(arguments))
    case "tc": ToolReading(changes: OtherArguments.tc(arguments))
    case "brctl": ToolReading(changes: OtherArguments.brctl(arguments))
    case "ethtool": ToolReading(changes: OtherArguments.ethtool(arguments))
    case "ifconfig", "route": ToolReading(changes: OtherArguments.old(tool, arguments))
    default: ToolReading(changes: OtherArguments.unrecorded(tool, arguments))
    }
  }

  /// The tools that have a stand-in while a lab runs on the machine itself.
  static let tools: [String] = [
    "ip", "iptables", "ip6tables", "iptables-nft", "ip6tables-nft", "iptables-legacy",
    "ip6tables-legacy", "iptables-restore", "ip6tables-restore", "iptables-nft-restore",
    "ip6tables-nft-restore", "iptables-legacy-restore", "ip6tables-legacy-restore",
    "iptables-apply", "nft", "sysctl", "bridge", "tc", "brctl", "ethtool", "ifconfig", "route",
    "ebtables", "arptables", "ipset", "conntrack", "sudo",
  ]
}
