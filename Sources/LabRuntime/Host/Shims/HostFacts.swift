/// What must be known of the machine to judge a call of a tool.
protocol HostFacts {
  /// Whether the words by which `ip` names a namespace mean the machine's own.
  func isRoot(_ namespace: String) -> Bool
  func hasNamespace(_ name: String) -> Bool
  /// The number of a device in the machine's own network; `nil` if there is none of the name.
  func linkIndex(_ name: String) -> Int?
  func isUp(_ link: String) -> Bool
  /// The addresses of a device as `ip` prints them, with their lengths.
  func addresses(of link: String) -> [String]
  /// The devices of the routes to a destination in a table, `nil` for routes that have none.
  func devices(of route: RouteWords) -> [String?]
  /// The lines of `ip rule`.
  func rules(isIPv6: Bool) -> [String]
  /// The lines of `-S CHAIN`, or of all chains; `nil` if there is no such chain.
  func listing(_ tool: String, _ table: String, _ chain: String?) -> [String]?
  /// Whether nftables has a table that the tool of iptables would make by itself; `nil` if it makes none.
  func hasTable(behind place: FirewallPlace) -> Bool?
  func hasTable(family: String, name: String) -> Bool
  /// The value of a file below `/proc/sys`, blanks made single; `nil` if there is none.
  func parameter(_ path: String) -> String?
  /// The names in a folder below `/proc/sys`.
  func parameterNames(_ path: String) -> [String]
}

/// Why a call of a tool is not let through on the machine itself.
struct HostRefusal: Error, Hashable, CustomStringConvertible {
  var description: String

  /// Something was there before the lab.
  static func notOurs(_ thing: String) -> HostRefusal {
    HostRefusal(
      description:
        "\(thing) was there before the lab, which may not change it on the machine itself")
  }
}
