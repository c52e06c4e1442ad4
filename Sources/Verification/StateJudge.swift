import LabDocument
import NetworkState

/// What a claim about state is worth at one moment.
public enum Judgement: Hashable, Sendable {
  case holds
  /// What was expected and what is there instead, in one sentence.
  case fails(String)
  /// It cannot be told from this snapshot; why not.
  case undecided(String)
}

/// One thing to read of a place before a claim can be judged.
public enum Reading: Hashable, Sendable {
  /// Nothing but whether the place is there.
  case presence
  /// The names of a host's namespaces.
  case namespaces
  case links
  /// Which places this place's `link-netnsid`s mean.
  case peers
  case routes
  case neighbours
  case forwardingEntries
  case rules
  case listeners
  case sysctl(String)
  case firewall(FirewallTable)
  /// What the tool makes of a claimed rule.
  case ruleForm(RuleQuery)
  /// All rules of nftables, and what `nft` makes of a claimed one.
  case packetFilter(String)
  case decision(RouteQuery)
}

/// Judges claims about state by snapshots; pure, no system is touched.
public enum StateJudge {
  /// Whether the claim holds in the snapshot, `no` in front taken into account.
  public static func judge(_ claim: Claim, in snapshot: NetworkSnapshot) -> Judgement {
    switch finding(claim, in: snapshot) {
    case .matches(let there):
      claim.isNegated ? .fails("\(there); expected `no \(claim.textWithoutNo)`") : .holds
    case .differs(let sentence):
      claim.isNegated ? .holds : .fails(sentence)
    case .unknown(let reason):
      .undecided(reason)
    }
  }

  /// Judges the claim as if `no` did not stand in front.
  private static func finding(_ claim: Claim, in snapshot: NetworkSnapshot) -> Finding {
    let place = claim.place
    switch claim.assertion {
    case .exists: return existence(of: place, in: snapshot)
    case .absent:
      return existence(of: place, in: snapshot).reversed(
        "\(place) is there; expected it to be absent")
    case .namespaces(let names): return namespaces(names, of: place, in: snapshot)
    case .probe, .sees, .run:
      return .unknown("`\(claim.text)` is not about state")
    default: break
    }
    let state: PlaceState
    switch snapshot.places[place] {
    case .state(let known): state = known
    case .missing: return .unknown(missing(place, in: snapshot))
    case .unreadable(let reason): return .unknown("\(place) could not be read: \(reason)")
    case nil: return .unknown("\(place) was not read")
    }
    let view = PlaceView(place: place, state: state)
    switch claim.assertion {
    case .link(let pattern): return link(pattern, in: view, of: snapshot)
    case .address(let prefix, let device): return address(prefix, on: device, in: view)
    case .route(let pattern): return route(pattern, in: view)
    case .routeDecision(let pattern): return decision(pattern, in: view)
    case .rule(let pattern): return rule(pattern, in: view)
    case .neighbour(let pattern): return neighbour(pattern, in: view)
    case .links(let names): return links(names, in: view)
    case .routes(let destinations, let family):
      return routes(destinations, family: family, in: view)
    case .noAddresses(let family): return noAddresses(family: family, in: view)
    case .listen(let pattern): return listen(pattern, in: view)
    case .sysctl(let key, let value):
      return sysctl(key, value, isNegated: claim.isNegated, in: view)
    case .iptables(let table, .chain(let name)): return chain(name, of: table, in: view)
    case .iptables(let table, .policy(let chain, let policy)):
      return self.policy(policy, of: chain, in: table, view)
    case .iptables(let table, .rule(let chain, let words)):
      return ruleInChain(RuleQuery(table: table, chain: chain, words: words), in: view)
    case .forwardingEntry(let pattern): return forwardingEntry(pattern, in: view)
    case .nft(let rule): return packetFilterRule(rule, in: view)
    case .exists, .absent, .namespaces, .probe, .sees, .run:
      return .unknown("`\(claim.text)` is judged elsewhere")
    }
  }
}

/// What a claim without its `no` finds; either way a sentence says what is there.
enum Finding {
  case matches(String)
  case differs(String)
  case unknown(String)

  /// The opposite, for claims whose words are opposites; `sentence` is for what now differs.
  func reversed(_ sentence: String) -> Finding {
    switch self {
    case .matches: .differs(sentence)
    case .differs(let text): .matches(text)
    case .unknown: self
    }
  }
}

/// A place that was read.
struct PlaceView {
  var place: Place
  var state: PlaceState

  /// For a part of the place that the snapshot lacks.
  func notRead(_ what: String) -> Finding {
    .unknown("\(what) of \(place) were not read")
  }
}

extension Claim {
  /// The claim that `no` turns round, without its timing.
  var textWithoutNo: String {
    var words = text.split(separator: " ")
    if let timing = words.firstIndex(where: { $0 == "within" || $0 == "stays" }), timing > 0,
      words[timing - 1].hasSuffix(",")
    {
      words.removeSubrange(timing...)
      words[timing - 1].removeLast()
    }
    guard let no = words.firstIndex(of: "no"), no <= 1 else { return text }
    return (words[..<no] + words[(no + 1)...]).joined(separator: " ")
  }
}
