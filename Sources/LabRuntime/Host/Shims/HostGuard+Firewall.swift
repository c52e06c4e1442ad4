extension HostGuard {
  /// What a call of iptables and its kin makes on the machine's own network.
  func firewallThings(for change: ToolChange) throws(HostRefusal) -> [HostThing] {
    switch change {
    case .addChain(let place):
      guard listing(place) == nil else { return [] }
      return table(behind: place) + [.chain(place)]
    case .deleteChain(let place):
      guard owns(.chain(place)) || listing(place) == nil else {
        throw .notOurs("the chain \(place.chain)")
      }
    case .addFirewallRule(let place, let words, let isFirst):
      guard !owns(.chain(place)), let before = listing(place) else { return [] }
      return table(behind: place)
        + [.firewallRule(place, words: words, isFirst: isFirst, before: before)]
    case .deleteFirewallRule(let place, let words):
      try demandRule(place, words)
    case .flushChain(let tool, let table, let chain):
      try demandRules(tool, table, chain)
    case .setPolicy(let place, let new):
      let begin = "-P \(place.chain) "
      guard let line = listing(place)?.first(where: { $0.hasPrefix(begin) }) else { return [] }
      let old = String(line.dropFirst(begin.count))
      return old == new ? [] : table(behind: place) + [.policy(place, old: old, new: new)]
    default:
      break
    }
    return []
  }

  private func listing(_ place: FirewallPlace) -> [String]? {
    facts.listing(place.tool, place.table, place.chain)
  }

  /// The table that the tool makes by itself, recorded where it is not there yet.
  private func table(behind place: FirewallPlace) -> [HostThing] {
    guard facts.hasTable(behind: place) == false else { return [] }
    let table = HostThing.nftTable(
      family: place.tool.hasPrefix("ip6") ? "ip6" : "ip", name: place.table, onlyIfEmpty: true)
    return owns(table) ? [] : [table]
  }

  /// The rules that the lab has added to a chain, as `-S` lists them.
  private func ownRules(_ tool: String, _ table: String) -> [String] {
    state.things.compactMap { recorded in
      guard case .firewallRule(let place, _, _, _) = recorded.thing, place.tool == tool,
        place.table == table
      else { return nil }
      return recorded.mark
    }
  }

  private func demandRule(_ place: FirewallPlace, _ words: [String]) throws(HostRefusal) {
    guard !owns(.chain(place)) else { return }
    let own = ownRules(place.tool, place.table)
    if words.count == 1, let number = Int(words[0]) {
      let rules = (listing(place) ?? []).filter { $0.hasPrefix("-A ") }
      guard rules.indices.contains(number - 1), !own.contains(rules[number - 1]) else { return }
      throw .notOurs("the rule `\(rules[number - 1])`")
    }
    let isRecorded = state.things.contains { recorded in
      guard case .firewallRule(place, let other, _, _) = recorded.thing else { return false }
      return other == words
    }
    let text = "-A \(place.chain) \(words.joined(separator: " "))"
    // A rule that is not there at all is left to the tool's own words; its form cannot be told here.
    let isThere = (listing(place) ?? []).contains { $0.hasPrefix("-A ") && !own.contains($0) }
    guard isRecorded || own.contains(text) || !isThere else { throw .notOurs("the rule `\(text)`") }
  }

  private func demandRules(_ tool: String, _ table: String, _ chain: String?) throws(HostRefusal) {
    let own = ownRules(tool, table)
    let foreign = (facts.listing(tool, table, chain) ?? []).filter { line in
      guard line.hasPrefix("-A "), !own.contains(line) else { return false }
      let name = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      return !owns(.chain(FirewallPlace(tool: tool, table: table, chain: name)))
    }
    guard foreign.isEmpty else {
      throw HostRefusal(
        description: "\(tool) -t \(table) has rules that were there before the lab, such as "
          + "`\(foreign[0])`; a lab may not flush them on the machine itself")
    }
  }
}
