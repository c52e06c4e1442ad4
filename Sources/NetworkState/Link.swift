/// A network device with its addresses, as `ip -j -d addr show` tells of it.
public struct Link: Hashable, Sendable, Codable {
  public var index: Int
  public var name: String
  /// `UP`, `LOWER_UP`, `NO-CARRIER`, … as `ip` prints them.
  public var flags: Set<String>
  public var mtu: Int
  /// `UP`, `DOWN`, `LOWERLAYERDOWN`, `UNKNOWN`, … (RFC 2863).
  public var operationalState: String
  /// `veth`, `bridge`, `vxlan`, …; `loopback` for `lo`, `nil` where the kernel names none.
  public var kind: String?
  public var macAddress: MACAddress?
  /// The device that this one is a port of.
  public var master: String?
  /// The index of the peer or the lower device, in the namespace of `peerNamespaceID`; `nil` where
  /// `peerName` stands.
  public var peerIndex: Int?
  /// The peer's name where it is in the same namespace; `ip` then prints no index.
  public var peerName: String?
  /// As seen from this namespace; `nil` when the peer is here too.
  public var peerNamespaceID: Int?
  public var bridgePort: BridgePort?
  /// What a vxlan device knows of its overlay.
  public var tunnel: Tunnel?
  /// A bridge that looks at the VLANs of frames.
  public var filtersVLANs = false
  public var addresses: [LinkAddress]

  public init(index: Int, name: String) {
    self.index = index
    self.name = name
    flags = []
    mtu = 0
    operationalState = "UNKNOWN"
    addresses = []
  }

  /// The administrative flag.
  public var isUp: Bool { flags.contains("UP") }
  /// Whether the device could carry a packet now.
  public var hasCarrier: Bool { flags.contains("LOWER_UP") }
}

/// What a bridge knows of one of its ports.
public struct BridgePort: Hashable, Sendable, Codable {
  /// `forwarding`, `learning`, `disabled`, ….
  public var state: String
  public var isIsolated: Bool
  public var isHairpin: Bool

  public init(state: String, isIsolated: Bool, isHairpin: Bool) {
    self.state = state
    self.isIsolated = isIsolated
    self.isHairpin = isHairpin
  }
}

/// The overlay that a vxlan device belongs to.
public struct Tunnel: Hashable, Sendable, Codable {
  /// The network's number, the VNI (RFC 7348).
  public var id: Int
  public var local: IPAddress?
  /// Where frames go whose way is not known; `nil` where the forwarding table alone says it.
  public var remote: IPAddress?

  public init(id: Int, local: IPAddress? = nil, remote: IPAddress? = nil) {
    self.id = id
    self.local = local
    self.remote = remote
  }
}

/// An address on a device.
public struct LinkAddress: Hashable, Sendable, Codable {
  public var prefix: IPPrefix
  /// `global`, `link` or `host`.
  public var scope: String
  /// IPv6 duplicate detection is not done yet (RFC 4862).
  public var isTentative: Bool

  public init(prefix: IPPrefix, scope: String, isTentative: Bool) {
    self.prefix = prefix
    self.scope = scope
    self.isTentative = isTentative
  }
}
