/// What one place looked like at one moment, as far as it was read.
///
/// A part that is `nil` was not read; claims about it cannot be decided from this snapshot.
public struct PlaceState: Sendable, Hashable, Codable {
  /// The devices with their addresses, from `ip -j -d addr show`.
  public var links: [Link]?
  /// The routes of both families and all tables, from `ip -j -d route show table all`.
  public var routes: [Route]?
  public var neighbours: [Neighbour]?
  /// What bridges and tunnels know of Ethernet addresses.
  public var forwardingEntries: [ForwardingEntry]?
  /// The policy rules of both families.
  public var rules: [PolicyRule]?
  public var listeners: [Listener]?
  /// The answers of `ip route get`; a refusal of the kernel is an answer too.
  public var routeDecisions: [RouteQuery: RouteDecision] = [:]
  /// Kernel parameters by their dotted keys; `nil` inside means that there is no such key.
  public var sysctls: [String: String?] = [:]
  /// Rule listings, as `iptables -S` prints them.
  public var firewalls: [FirewallTable: RuleListing] = [:]
  /// Claimed rules in the form in which the listings have them.
  public var ruleForms: [RuleQuery: RuleForm] = [:]
  public var packetFilter: PacketFilter?
  /// Claimed rules of nftables, by their text, in the form in which `nft` lists them.
  public var filterForms: [String: FilterForm] = [:]
  /// Which place a `link-netnsid` of this place means.
  public var peerPlaces: [Int: Place] = [:]

  public init() {}
}

/// One table of one of the two iptables programs.
public struct FirewallTable: Hashable, Sendable, Codable {
  public var family: AddressFamily
  public var name: String

  public init(family: AddressFamily, name: String) {
    self.family = family
    self.name = name
  }
}

/// A rule of one chain as somebody wrote it, to be turned into the form of `iptables -S`.
public struct RuleQuery: Hashable, Sendable, Codable {
  public var table: FirewallTable
  public var chain: String
  /// What stands behind the chain's name.
  public var words: [String]

  public init(table: FirewallTable, chain: String, words: [String]) {
    self.table = table
    self.chain = chain
    self.words = words
  }

  /// The words but for `-m comment --comment TEXT`.
  public static func withoutComments(_ words: [String]) -> [String] {
    var rest: [String] = []
    var index = 0
    while index < words.count {
      if words[index...].starts(with: ["-m", "comment", "--comment"]) {
        index += 4
      } else {
        rest.append(words[index])
        index += 1
      }
    }
    return rest
  }
}

/// What the tool makes of a rule.
public enum RuleForm: Hashable, Sendable, Codable {
  /// As the tool lists it; several where one line stands for several rules.
  case rules([[String]])
  /// The tool does not take it; its words.
  case refused(String)
}

/// What `nft` makes of a rule.
public enum FilterForm: Hashable, Sendable, Codable {
  /// The canonical words, as different tables show them.
  case rules(Set<[String]>)
  case refused(String)
}

/// A question to the kernel's routing, as of `ip route get`.
public struct RouteQuery: Hashable, Sendable, Codable {
  public var destination: IPAddress
  public var source: IPAddress?

  public init(destination: IPAddress, source: IPAddress? = nil) {
    self.destination = destination
    self.source = source
  }
}

/// What is known of a place at one moment.
public enum PlaceReading: Sendable, Hashable, Codable {
  /// There is no such place.
  case missing
  case state(PlaceState)
  /// The place is there, or may be, but could not be read; the text says why.
  case unreadable(String)
}

/// The places of a lab at one moment.
public struct NetworkSnapshot: Sendable, Hashable, Codable {
  public var places: [Place: PlaceReading]
  /// The names in each host's `ip netns` directory, in alphabetical order.
  public var namespaces: [String: [String]]
  /// What each host's files say that resolvers read, by their paths; empty if nobody asked.
  public var files: [String: [String: String]] = [:]
  /// Further names of a namespace that is also among the places under this one, which is the first
  /// of them in alphabetical order.
  public var otherNames: [Place: [Place]] = [:]

  public init(places: [Place: PlaceReading] = [:], namespaces: [String: [String]] = [:]) {
    self.places = places
    self.namespaces = namespaces
  }

  /// Whether the place is there under another name, too, under which it is told.
  func isTold(elsewhere place: Place) -> Bool {
    otherNames.values.contains { $0.contains(place) }
  }
}
