import LabDocument
import NetworkState

extension StateJudge {
  static func rule(_ pattern: RulePattern, in view: PlaceView) -> Finding {
    guard let rules = view.state.rules else { return view.notRead("the rules") }
    let ours = rules.filter { $0.family == pattern.family }
    if let rule = ours.first(where: { matches($0, pattern) }) {
      return .matches("\(view.place) has the rule `\(rule)`")
    }
    let there = ours.isEmpty ? "none" : list(ours.map { "`\($0)`" }, limit: 8)
    return .differs("no rule in \(view.place) is as claimed; its rules: \(there)")
  }

  private static func matches(_ rule: PolicyRule, _ pattern: RulePattern) -> Bool {
    if let priority = pattern.priority, priority != rule.priority { return false }
    // A rule that is turned round says the opposite, so that `not` can never go unsaid.
    let isReversed = pattern.attributes.contains { $0.key == "not" }
    guard isReversed == (rule.attributes["not"] != nil) else { return false }
    return pattern.attributes.allSatisfy { attribute in
      // `ip rule` does not print it.
      if attribute.key == "to", attribute.value == "all" { return rule.attributes["to"] == nil }
      guard let actual = rule.attributes[attribute.key] else { return false }
      return attribute.value == nil || attribute.value == actual
    }
  }

  static func neighbour(_ pattern: NeighbourPattern, in view: PlaceView) -> Finding {
    guard let neighbours = view.state.neighbours else { return view.notRead("the neighbours") }
    let entries = neighbours.filter { $0.address == pattern.address }
    guard let first = entries.first else {
      let others = neighbours.map(\.address.description)
      let there = others.isEmpty ? "no neighbours" : "as neighbours: \(list(others))"
      return .differs("no neighbour \(pattern.address) in \(view.place); it has \(there)")
    }
    let match = entries.first { entry in
      (pattern.device == nil || pattern.device == entry.device)
        && (pattern.linkLayerAddress == nil || pattern.linkLayerAddress == entry.macAddress)
        && (pattern.state == nil || entry.states.contains(pattern.state ?? ""))
    }
    if let match { return .matches("\(view.place) has the neighbour `\(match)`") }
    let there = entries.count == 1 ? "`\(first)`" : list(entries.map { "`\($0)`" })
    var expected: [String] = []
    if let device = pattern.device { expected.append("dev \(device)") }
    if let address = pattern.linkLayerAddress { expected.append("lladdr \(address)") }
    if let state = pattern.state { expected.append(state) }
    return .differs(
      "the neighbour in \(view.place) is \(there); expected \(expected.joined(separator: " "))")
  }
}
