/// A network stack that a lab speaks of: a host's own, a network namespace's, or the internet's.
public enum Place: Hashable, Sendable, Codable {
  /// The root network namespace of a host of the lab's world; a world with one host calls it `host`.
  case host(String)
  /// A namespace that `ip netns` of a host lists.
  case namespace(String, host: String)
  /// The world outside the hosts.
  case internet

  /// The name of the only host of a world that does not name its hosts.
  public static let defaultHostName = "host"
}

extension Place: CustomStringConvertible {
  /// The name as prompts and claims write it; a namespace of a named host is `HOST/NAME`.
  public var description: String {
    switch self {
    case .host(let name): name
    case .namespace(let name, Place.defaultHostName): name.onOneLine
    case .namespace(let name, let host): "\(host)/\(name.onOneLine)"
    case .internet: "internet"
    }
  }
}
