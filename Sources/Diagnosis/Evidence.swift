import NetworkState

/// All that a diagnosis knows: the network as it stood, and what became of probes in it.
public struct Evidence: Sendable, Codable {
  public var flow: ProbedFlow
  /// Every place, the internet included.
  public var snapshot: NetworkSnapshot
  /// The probe's packets where they were seen, in each place in their order; `nil` if nobody looked.
  public var sightings: [Place: [Sighting]]?
  /// What packet filters did with the probe's packets.
  public var verdicts: [Place: [FilterVerdict]]
  /// Places that filter packets, where nobody could see what they do with the probe's.
  public var untraced: Set<Place> = []
  /// How far the kernel's counters moved while the probes ran: `TcpExtIPReversePathFilter`.
  public var counters: [Place: [String: Int]]
  /// The commands of the lab so far, oldest first.
  public var history: [PastCommand]
  /// What bridges that filter VLANs know of their ports.
  public var vlans: [DeviceID: PortVLANs]
  /// How many probes were sent.
  public var probes: Int
  /// What the tool or the kernel said; empty for silence.
  public var words: String
  public var isAnswered: Bool

  public init(flow: ProbedFlow, snapshot: NetworkSnapshot) {
    self.flow = flow
    self.snapshot = snapshot
    verdicts = [:]
    counters = [:]
    history = []
    vlans = [:]
    probes = 0
    words = ""
    isAnswered = false
  }
}

/// A packet of the probe, or of its answer, that passed a device.
public struct Sighting: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case request, reply
    /// An ICMP error about a request or its answer.
    case error
    /// The answer to the opening of a connection is a reset.
    case reset
  }

  public var kind: Kind
  public var device: String
  public var isOutgoing: Bool
  /// On its way to another machine on the wire.
  public var isForOthers: Bool
  public var source: IPAddress
  public var destination: IPAddress
  public var destinationPort: UInt16?

  public init(
    _ kind: Kind, on device: String, isOutgoing: Bool, from source: IPAddress,
    to destination: IPAddress, port: UInt16? = nil, isForOthers: Bool = false
  ) {
    self.kind = kind
    self.device = device
    self.isOutgoing = isOutgoing
    self.isForOthers = isForOthers
    self.source = source
    self.destination = destination
    destinationPort = port
  }
}

/// What a chain or a rule decided about a packet of the probe, as the kernel's trace tells it.
public struct FilterVerdict: Hashable, Sendable, Codable {
  /// Packets are told apart by this.
  public var packet: UInt32
  public var family: String
  public var table: String
  public var chain: String
  /// `input`, `forward`, …: the hook of the chain, or of the one that led to it.
  public var hook: String
  /// The rule as `nft` lists it; `nil` for a chain's policy.
  public var rule: String?
  public var isDropped: Bool
  public var isReply: Bool
  /// It is no packet of the probe, but one that asks for a neighbour on its behalf.
  public var isDiscovery = false
  public var source: IPAddress?
  public var destination: IPAddress?

  public init(
    packet: UInt32, family: String = "ip", table: String, chain: String, hook: String,
    rule: String?, isDropped: Bool, isReply: Bool = false
  ) {
    self.packet = packet
    self.family = family
    self.table = table
    self.chain = chain
    self.hook = hook
    self.rule = rule
    self.isDropped = isDropped
    self.isReply = isReply
  }

  /// Whether the sender gets an error.
  var isRejected: Bool {
    isDropped && (rule?.lowercased().contains("reject") ?? false)
  }
}

/// A command that the lab ran.
public struct PastCommand: Hashable, Sendable, Codable {
  public var place: Place
  public var command: String
  public var status: Int
  public var output: String

  public init(place: Place, command: String, status: Int, output: String = "") {
    self.place = place
    self.command = command
    self.status = status
    self.output = output
  }
}

/// The VLANs of a bridge port (`bridge vlan`).
public struct PortVLANs: Hashable, Sendable, Codable {
  /// What untagged frames that come in belong to.
  public var primary: Int?
  public var members: Set<Int>

  public init(primary: Int?, members: Set<Int>) {
    self.primary = primary
    self.members = members
  }
}
