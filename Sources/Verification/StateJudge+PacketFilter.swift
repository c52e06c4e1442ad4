import NetworkState

extension StateJudge {
  /// Whether a rule is in any chain of nftables, both in the form in which `nft` lists rules.
  static func packetFilterRule(_ rule: String, in view: PlaceView) -> Finding {
    guard let filter = view.state.packetFilter else { return view.notRead("the nft rules") }
    guard let form = view.state.filterForms[rule] else {
      return .unknown("the form of the rule was not asked for")
    }
    let claimed: Set<[String]>
    switch form {
    case .refused(let words): return .unknown(words)
    case .rules(let rules): claimed = rules
    }
    for table in filter.tables {
      for chain in table.chains {
        guard let match = chain.rules.first(where: { claimed.contains($0.canonical) }) else {
          continue
        }
        let place = "the chain \(chain.name) of the table \(table.family) \(table.name)"
        return .matches("\(place) in \(view.place) has the rule `\(match)`")
      }
    }
    let there = filter.tables.flatMap(\.chains).flatMap(\.rules).map { "`\($0)`" }
    let start = "no nft rule in \(view.place) is as claimed"
    return .differs(
      there.isEmpty ? "\(start); there are none" : "\(start); its rules: \(list(there, limit: 6))")
  }
}
