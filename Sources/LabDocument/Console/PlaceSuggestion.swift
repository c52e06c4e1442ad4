import NetworkState

/// What to say of a name that no place can have.
enum PlaceSuggestion {
  static func message(for name: some StringProtocol, in world: World) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let hosts = world.hosts.map(\.name)
    if parts.count == 2, World.isNamespaceName(String(parts[1])) {
      let others = Set(hosts).subtracting([Place.defaultHostName]).sorted()
      if let near = Suggestion.nearest(to: String(parts[0]), in: hosts) {
        return "this world has no host `\(parts[0])`; write `\(near)/\(parts[1])`"
      }
      return "this world has no host `\(parts[0])`; write "
        + (others.isEmpty
          ? "`\(parts[1])`" : others.map { "`\($0)/\(parts[1])`" }.joined(separator: " or "))
    }
    let known = hosts + [Place.defaultHostName, "internet"]
    if let near = Suggestion.nearest(to: String(name), in: known) {
      return "`\(name)` is no place; write `\(near)`"
    }
    return "`\(name)` is no place; write `host`, `internet`, a host's name or that of a namespace"
  }
}
