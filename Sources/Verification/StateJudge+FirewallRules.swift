import LabDocument
import NetworkState

extension StateJudge {
  /// Whether a chain has a rule, both in the form in which the tool lists rules.
  static func ruleInChain(_ query: RuleQuery, in view: PlaceView) -> Finding {
    guard let listing = view.state.firewalls[query.table] else {
      return view.notRead(rules(of: query.table))
    }
    guard let form = view.state.ruleForms[query] else {
      return .unknown("the form of the rule was not asked for")
    }
    let claimed: [[String]]
    switch form {
    case .refused(let words): return .unknown(words)
    case .rules(let rules): claimed = rules
    }
    guard listing.chains.contains(query.chain) else {
      return .differs(noChain(query.chain, of: query.table, listing, in: view))
    }
    let there = listing.rules[query.chain] ?? []
    let known = Set(there.map(FirewallRule.canonical))
    let chain = "\(query.chain) of the table \(query.table.name) in \(view.place)"
    guard let missing = claimed.first(where: { !known.contains(FirewallRule.canonical($0)) }) else {
      return .matches("the chain \(chain) has the rule `\(FirewallRule.text(claimed[0]))`")
    }
    let rule = "no rule of \(chain) is `\(FirewallRule.text(missing))`"
    guard !there.isEmpty else { return .differs("\(rule); the chain is empty") }
    let texts = there.map { "`\(FirewallRule.text($0))`" }
    return .differs("\(rule); its rules: \(list(texts, limit: 6))")
  }
}

/// What makes two rules of `iptables -S` the same.
enum FirewallRule {
  /// The rule's matches in a fixed order and its target, without comments.
  ///
  /// `iptables -S` puts addresses and devices into an order of its own, but keeps that of the
  /// matches behind `-m`; all of them have to hold, so their order means nothing.
  static func canonical(_ words: [String]) -> [[String]] {
    var groups: [[String]] = [[]]
    var target: [String] = []
    let words = RuleQuery.withoutComments(words)
    for (index, word) in words.enumerated() {
      if word == "-j" || word == "-g" {
        target = Array(words[index...])
        break
      }
      if word == "-m" { groups.append([]) }
      groups[groups.count - 1].append(word)
    }
    let matches = groups[1...].sorted { $0.lexicographicallyPrecedes($1) }
    return [groups[0]] + matches + [target]
  }

  /// The rule on one line.
  static func text(_ words: [String]) -> String {
    words.map { word in
      let isPlain = !word.isEmpty && !word.contains { $0.isWhitespace || $0 == "\"" }
      if isPlain { return word }
      let line = word.split(whereSeparator: \.isNewline).joined(separator: " ")
      return "\"\(line.replacing("\"", with: "\\\""))\""
    }.joined(separator: " ")
  }
}
