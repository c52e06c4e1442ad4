/// What is to be done about a recorded thing, now that the machine is as it is.
enum UndoDecision: Hashable, Sendable {
  /// It is not there any more, or never was.
  case gone
  /// The commands that undo it.
  case run([[String]])
  /// Writes kernel parameters, by their paths.
  case set([ParameterValue])
  /// It is no longer what the lab made, and is left; a sentence.
  case leave(String)

  struct ParameterValue: Hashable, Sendable {
    var path: String
    var value: String
  }
}

/// Decides how recorded things are undone, each by the most exact means that the tools have.
struct UndoPlanner {
  let facts: any HostFacts
  /// What a namespace of a name is told by; `nil` if the name is no namespace.
  let namespaceMark: (String) -> String?

  func decide(_ recorded: RecordedThing) -> UndoDecision {
    switch recorded.thing {
    case .folder, .session:
      // Not the network's; ended and removed by themselves.
      return .gone
    case .namespace(let name):
      return namespace(name, recorded.mark)
    case .link(let name, _):
      guard let index = facts.linkIndex(name) else { return .gone }
      if let mark = recorded.mark, mark != String(index) {
        return .leave("the device \(name) is another one than the lab's, and stays")
      }
      return .run([["ip", "link", "delete", "dev", name]])
    case .switchedOn(let device):
      guard facts.linkIndex(device) != nil, facts.isUp(device) else { return .gone }
      return .run([["ip", "link", "set", "dev", device, "down"]])
    case .address(let prefix, let device):
      guard facts.linkIndex(device) != nil, facts.addresses(of: device).contains(prefix) else {
        return .gone
      }
      return .run([["ip", "address", "delete", prefix, "dev", device]])
    case .route(let isIPv6, let words):
      return route(RouteWords(isIPv6: isIPv6, words: words))
    case .rule(let isIPv6, _, let before):
      return rule(isIPv6, recorded.mark, before)
    case .neighbour(let words):
      return .run([["ip", "neighbour", "delete"] + Self.withoutState(words)])
    case .chain(let place):
      guard facts.listing(place.tool, place.table, place.chain) != nil else { return .gone }
      let tool = [place.tool, "-w", "-t", place.table]
      return .run([tool + ["-F", place.chain], tool + ["-X", place.chain]])
    case .firewallRule(let place, let words, let isFirst, let before):
      return firewallRule(place, words, isFirst, before, recorded.mark)
    case .policy(let place, let old, let new):
      let now = facts.listing(place.tool, place.table, place.chain)?
        .first { $0.hasPrefix("-P \(place.chain) ") }.map { $0.split(separator: " ").last! }
      guard let now, now != old else { return .gone }
      guard now == new else {
        return .leave("the policy of \(place.chain) has become \(now) since, and stays")
      }
      return .run([[place.tool, "-w", "-t", place.table, "-P", place.chain, old]])
    case .nftTable(let family, let name, let onlyIfEmpty):
      return table(family, name, onlyIfEmpty)
    case .parameter(let path, let old, let new, let spread):
      return parameter(path, old, recorded.mark ?? new, spread)
    }
  }

  private func namespace(_ name: String, _ mark: String?) -> UndoDecision {
    guard facts.hasNamespace(name) else { return .gone }
    if let mark, let now = namespaceMark(name), now != mark {
      return .leave("the namespace \(name) is another one than the lab's, and stays")
    }
    return .run([["ip", "netns", "delete", name]])
  }

  private func route(_ route: RouteWords) -> UndoDecision {
    guard !facts.devices(of: route).isEmpty else { return .gone }
    return .run([["ip", route.isIPv6 ? "-6" : "-4", "route", "delete"] + route.words])
  }

  private func rule(_ isIPv6: Bool, _ mark: String?, _ before: [String]) -> UndoDecision {
    let now = facts.rules(isIPv6: isIPv6)
    // A run that was killed has no mark yet: what is new is its rule.
    guard let line = mark ?? Aftermath.added(now, to: before).first, now.contains(line),
      let colon = line.firstIndex(of: ":")
    else { return .gone }
    let words = line[line.index(after: colon)...].split(separator: " ").map(String.init)
    return .run([
      ["ip", isIPv6 ? "-6" : "-4", "rule", "delete", "priority", String(line[..<colon])] + words
    ])
  }

  private func firewallRule(
    _ place: FirewallPlace, _ words: [String], _ isFirst: Bool, _ before: [String],
    _ mark: String?
  ) -> UndoDecision {
    guard let listing = facts.listing(place.tool, place.table, place.chain) else { return .gone }
    guard let line = mark ?? Aftermath.added(listing, to: before).first else { return .gone }
    let rules = listing.filter { $0.hasPrefix("-A ") }
    let places = rules.indices.filter { rules[$0] == line }
    guard let index = isFirst ? places.first : places.last else { return .gone }
    let tool = [place.tool, "-w", "-t", place.table, "-D", place.chain]
    // By its own words where it is the only one; of twins, the one that stands where it was put.
    return .run([tool + (places.count == 1 && mark != nil ? words : [String(index + 1)])])
  }

  private func table(_ family: String, _ name: String, _ onlyIfEmpty: Bool) -> UndoDecision {
    guard facts.hasTable(family: family, name: name) else { return .gone }
    if onlyIfEmpty {
      let tool = family == "ip6" ? "ip6tables" : "iptables"
      let listing = facts.listing(tool, name, nil) ?? ["?"]
      // In use by others now; nobody misses what is left of a table that is not.
      guard listing.allSatisfy({ $0.hasPrefix("-P ") && $0.hasSuffix(" ACCEPT") }) else {
        return .gone
      }
    }
    return .run([["nft", "delete", "table", family, name]])
  }

  private func parameter(
    _ path: String, _ old: String, _ new: String, _ spread: [String: String]
  ) -> UndoDecision {
    guard let now = facts.parameter(path) else { return .gone }
    // A run that was killed may not have got to noting what the lab wrote.
    guard now == new.spaced || now == old || new.isEmpty else {
      return .leave("\(path.replacing("/", with: ".")) has become \(now) since, and stays so")
    }
    var values = now == old ? [] : [UndoDecision.ParameterValue(path: path, value: old)]
    for (other, before) in spread.sorted(by: { $0.key < $1.key }) {
      guard let value = facts.parameter(other) else { continue }
      // What passed its value on does so again; a value that somebody has set since is kept.
      let isPassedOn = other.hasSuffix("/accept_redirects") ? value != now : value == now
      let wanted = isPassedOn ? before : value
      if now != old || value != wanted { values.append(.init(path: other, value: wanted)) }
    }
    return values.isEmpty ? .gone : .set(values)
  }

  private static func withoutState(_ words: [String]) -> [String] {
    var rest = words[...]
    var kept: [String] = []
    while let word = rest.popFirst() {
      if ["lladdr", "nud"].contains(word) {
        rest.removeFirst(min(1, rest.count))
      } else {
        kept.append(word)
      }
    }
    return kept
  }
}
