/// The network of a lab as a graph: places with their devices, and what joins the devices.
///
/// It is a pure function of a snapshot; every picture is drawn from it.
public struct Topology: Hashable, Sendable {
  /// Hosts first, each host's namespaces in alphabetical order, the internet last.
  public var places: [TopologyPlace]
  public var connections: [Connection]

  public init(places: [TopologyPlace] = [], connections: [Connection] = []) {
    self.places = places
    self.connections = connections
  }

  /// The device of this id, if it is in the graph.
  public func device(_ id: DeviceID) -> TopologyDevice? {
    places.first { $0.place == id.place }?.devices.first { $0.name == id.name }
  }

  /// What a device is joined with.
  public func connections(of id: DeviceID) -> [Connection] {
    connections.filter { $0.from == id || $0.to == id }
  }
}

/// A device of a certain place.
public struct DeviceID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  public var place: Place
  public var name: String

  public init(_ place: Place, _ name: String) {
    self.place = place
    self.name = name
  }

  public var description: String { "\(place)/\(name)" }

  public static func < (left: DeviceID, right: DeviceID) -> Bool {
    (left.place.description, left.name) < (right.place.description, right.name)
  }
}

/// A place with its devices.
public struct TopologyPlace: Hashable, Sendable {
  public var place: Place
  /// In the order of their indexes.
  public var devices: [TopologyDevice]
  /// Further names of the same namespace.
  public var otherNames: [Place] = []

  public init(place: Place, devices: [TopologyDevice]) {
    self.place = place
    self.devices = devices
  }
}

/// A device as a picture shows it.
public struct TopologyDevice: Hashable, Sendable {
  public var name: String
  /// `veth`, `bridge`, …; `nil` where the kernel names none.
  public var kind: String?
  /// Without those that every device has: link-local ones, and loopback's own.
  public var addresses: [IPPrefix]
  public var isUp: Bool
  public var hasCarrier: Bool
  /// The bridge that the device is a port of.
  public var bridge: String?
  /// What else is worth knowing: `id 100`, `isolated`, `hairpin`, `blocking`.
  public var notes: [String]
  /// Whether it is an end of a cable whose other end is in a namespace without a name.
  public var hasHiddenPeer = false

  public init(name: String) {
    self.name = name
    addresses = []
    isUp = true
    hasCarrier = true
    notes = []
  }

  public var isLoopback: Bool { kind == "loopback" }
  /// Whether nothing is worth saying of it: a loopback device as it should be.
  public var isPlainLoopback: Bool { isLoopback && isUp && addresses.isEmpty }

  /// What is wrong with it, in one or two words; `nil` if it works.
  public var fault: String? {
    if !isUp { return "down" }
    // An empty bridge has no carrier, and there is nothing wrong with that.
    if !hasCarrier, kind != "bridge" { return "no carrier" }
    return nil
  }
}

/// Something that joins two devices.
public struct Connection: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A veth pair.
    case cable
    /// A device on top of another: macvlan, ipvlan, vlan. `from` is the upper one.
    case stacked
    /// Two ends of an overlay, such as vxlan.
    case tunnel
  }

  public var kind: Kind
  public var from: DeviceID
  public var to: DeviceID
  /// Whether both ends are up and have a carrier.
  public var isCarrying: Bool

  public init(kind: Kind, from: DeviceID, to: DeviceID, isCarrying: Bool) {
    self.kind = kind
    self.from = from
    self.to = to
    self.isCarrying = isCarrying
  }
}
