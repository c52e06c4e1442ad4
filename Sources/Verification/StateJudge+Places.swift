import LabDocument
import NetworkState

extension StateJudge {
  static func existence(of place: Place, in snapshot: NetworkSnapshot) -> Finding {
    switch snapshot.places[place] {
    case .state: return .matches("\(place) is there")
    case .missing: return .differs(missing(place, in: snapshot))
    case .unreadable(let reason): return .unknown("\(place) could not be read: \(reason)")
    case nil: break
    }
    guard case .namespace(let name, let host) = place, let names = snapshot.namespaces[host] else {
      return .unknown("\(place) was not looked for")
    }
    return names.contains(name)
      ? .matches("\(place) is there") : .differs(missing(place, in: snapshot))
  }

  /// That a place is not there, and what is.
  static func missing(_ place: Place, in snapshot: NetworkSnapshot) -> String {
    guard case .namespace(_, let host) = place, let names = snapshot.namespaces[host] else {
      return "there is no place \(place)"
    }
    guard !names.isEmpty else { return "there is no place \(place); \(host) has no namespaces" }
    return "there is no place \(place); the namespaces of \(host): \(list(names))"
  }

  static func namespaces(
    _ names: [String], of place: Place, in snapshot: NetworkSnapshot
  ) -> Finding {
    guard case .host(let host) = place, let actual = snapshot.namespaces[host] else {
      return .unknown("the namespaces of \(place) were not read")
    }
    return set(expected: names, actual: actual, of: "namespaces of \(host)")
  }

  /// Compares an exact set by what is missing and what is too many.
  static func set(expected: [String], actual: [String], of what: String) -> Finding {
    let missing = expected.filter { !actual.contains($0) }
    let extra = actual.filter { !expected.contains($0) }
    let there =
      actual.isEmpty ? "there are no \(what)" : "the \(what) are: \(list(actual))"
    guard !missing.isEmpty || !extra.isEmpty else { return .matches(there) }
    if expected.isEmpty { return .differs("\(there); expected none") }
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing: \(list(missing))") }
    if !extra.isEmpty, !actual.isEmpty { parts.append("not expected: \(list(extra))") }
    return .differs("\(there); \(parts.joined(separator: "; "))")
  }

  /// Some of the texts, and how many more there are.
  static func list(_ texts: [String], limit: Int = 10) -> String {
    let shown = texts.prefix(limit).joined(separator: ", ")
    return texts.count > limit ? "\(shown) and \(texts.count - limit) more" : shown
  }
}
