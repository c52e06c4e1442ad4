import NetworkState

/// One line of an `expect` block.
public struct Claim: Hashable, Sendable {
  /// As written, without the place, `or`, and the comment.
  public var text: String
  /// The place of `PLACE: …`, of `PLACE exists`, or the host of `namespaces`.
  public var place: Place
  /// As written; empty for `namespaces`.
  public var placeText: String
  public var assertion: Assertion
  /// `no` in front.
  public var isNegated: Bool
  /// `, within D`: how long it may take to hold.
  public var within: Duration?
  /// `, stays D`: how long it must go on to hold.
  public var stays: Duration?
  /// `# holds before`: may be true before the step's work.
  public var holdsBefore: Bool
  public var line: Int
  public var column: Int
}

/// What a claim says of its place.
public indirect enum Assertion: Hashable, Sendable {
  case exists
  case absent
  /// `namespaces NAME…` or `no namespaces`: exactly these.
  case namespaces([String])
  case link(LinkPattern)
  case address(IPPrefix, device: String)
  case route(RoutePattern)
  case routeDecision(RouteDecisionPattern)
  case rule(RulePattern)
  case neighbour(NeighbourPattern)
  case forwardingEntry(ForwardingEntryPattern)
  /// `links NAME…` or `no links`: exactly these, `lo` not counted.
  case links([String])
  /// `routes DST…` or `no routes`: exactly these destinations of table `main`.
  case routes([RouteDestination], family: AddressFamily)
  /// `no addrs`: none but loopback's and link-local ones.
  case noAddresses(family: AddressFamily)
  case listen(ListenPattern)
  case sysctl(key: String, value: String)
  case iptables(FirewallTable, IPTablesPattern)
  /// A rule as `nft list ruleset` prints it.
  case nft(String)
  case probe(Probe, ProbeEnd)
  case sees(PacketPattern, device: String, when: Place, whenText: String, probe: Probe)
  case run(command: String, status: Int?, prints: String?)
}

public struct LinkPattern: Hashable, Sendable {
  /// `nil` for `<any>`.
  public var name: String?
  public var isUp: Bool?
  public var hasCarrier: Bool?
  public var type: String?
  public var mtu: Int?
  public var address: MACAddress?
  public var master: String?
  public var peer: LinkPeer?
  /// A bridge port's state, such as `forwarding`; in capitals the operational one, such as `UP`.
  public var state: String?
  public var isIsolated: Bool?
  public var isHairpin: Bool?

  public init(name: String?) { self.name = name }
}

/// The other end of a veth pair, `PLACE/NAME`.
public struct LinkPeer: Hashable, Sendable {
  public var place: Place
  public var name: String
  /// As written.
  public var text: String
}

/// A destination as `ip route` prints it.
public enum RouteDestination: Hashable, Sendable {
  case `default`
  case prefix(IPPrefix)
}

public struct RoutePattern: Hashable, Sendable {
  /// `unicast` unless the claim names another type, such as `blackhole`.
  public var type: String
  public var destination: RouteDestination
  public var family: AddressFamily
  public var gateway: IPAddress?
  public var device: String?
  public var source: IPAddress?
  public var proto: String?
  public var scope: String?
  public var metric: Int?
  /// `main` if not said.
  public var table: String
  public var isLinkDown: Bool?
  public var isOnLink: Bool?
  /// `medium`, `high` or `low`, which `ip` prints for IPv6.
  public var preference: String?
}

/// `route to ADDR …`, the kernel's own decision.
public struct RouteDecisionPattern: Hashable, Sendable {
  public var query: RouteQuery
  public var gateway: IPAddress?
  public var device: String?
  /// The source address that the kernel chooses.
  public var source: IPAddress?
}

/// A policy rule as `ip rule` prints it: `from 10.0.0.0/8 lookup 100`; the number in front is optional.
public struct RulePattern: Hashable, Sendable {
  public var family: AddressFamily
  public var priority: Int?
  /// The selector and action as pairs of words, in the order written.
  public var attributes: [RuleAttribute]
}

/// A word of `ip rule` and its value: `from 10.0.0.0/8`, `iif eth0`, `lookup 100`.
public struct RuleAttribute: Hashable, Sendable {
  public var key: String
  /// `nil` for words that stand alone, such as `not`.
  public var value: String?
}

public struct NeighbourPattern: Hashable, Sendable {
  public var address: IPAddress
  public var device: String?
  public var linkLayerAddress: MACAddress?
  public var state: String?
}

public struct ForwardingEntryPattern: Hashable, Sendable {
  public var address: MACAddress
  public var device: String?
  public var destination: IPAddress?
}

public struct ListenPattern: Hashable, Sendable {
  public var proto: TransportProtocol
  public var address: IPAddress?
  public var port: UInt16
}

public enum TransportProtocol: String, Hashable, Sendable {
  case tcp, udp
}

public enum IPTablesPattern: Hashable, Sendable {
  /// The rule's words after the chain's name.
  case rule(chain: String, words: [String])
  case chain(String)
  case policy(chain: String, String)
}

/// A packet that `sees` waits for.
public struct PacketPattern: Hashable, Sendable {
  /// `icmp`, `tcp`, `udp`, `arp`, …, as tcpdump names it.
  public var proto: String
  public var source: IPAddress?
  public var destination: IPAddress?
  public var destinationPort: UInt16?
}
