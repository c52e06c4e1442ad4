import LabDocument
import NetworkState

extension StateJudge {
  /// What must be read, and of which places, before the claim can be judged; empty for probes.
  public static func needs(of claim: Claim) -> [Place: Set<Reading>] {
    switch claim.assertion {
    case .exists, .absent: [claim.place: [.presence]]
    case .namespaces: [claim.place: [.namespaces]]
    case .link(let pattern): linkNeeds(pattern, of: claim.place)
    case .address, .links, .noAddresses: [claim.place: [.links]]
    case .route, .routes: [claim.place: [.routes]]
    case .routeDecision(let pattern): [claim.place: [.decision(pattern.query)]]
    case .rule: [claim.place: [.rules]]
    case .neighbour: [claim.place: [.neighbours]]
    case .forwardingEntry: [claim.place: [.forwardingEntries]]
    case .nft(let rule): [claim.place: [.packetFilter(rule)]]
    case .listen: [claim.place: [.listeners]]
    case .sysctl(let key, _): [claim.place: [.sysctl(key)]]
    case .iptables(let table, .rule(let chain, let words)):
      [
        claim.place: [
          .firewall(table), .ruleForm(RuleQuery(table: table, chain: chain, words: words)),
        ]
      ]
    case .iptables(let table, _): [claim.place: [.firewall(table)]]
    case .probe, .sees, .run: [:]
    }
  }

  /// A peer is proved from both ends.
  private static func linkNeeds(
    _ pattern: LinkPattern, of place: Place
  ) -> [Place: Set<Reading>] {
    guard let peer = pattern.peer else { return [place: [.links]] }
    var needs: [Place: Set<Reading>] = [place: [.links, .peers]]
    needs[peer.place, default: []].insert(.links)
    return needs
  }
}
