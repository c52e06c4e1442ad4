/// One route of one table, as `ip -j -d route show table all` tells of it.
public struct Route: Hashable, Sendable, Codable {
  public var family: AddressFamily
  /// `unicast`, `blackhole`, `local`, ….
  public var type: String
  /// `nil` for `default`.
  public var destination: IPPrefix?
  public var gateway: IPAddress?
  public var device: String?
  public var preferredSource: IPAddress?
  public var proto: String?
  public var scope: String?
  public var metric: Int?
  public var table: String
  /// `medium`, `high` or `low` (RFC 4191); `nil` for IPv4.
  public var preference: String?
  /// `linkdown`, `onlink`, `dead`, ….
  public var flags: Set<String>
  /// The ways of a route with several; it has no `gateway` and `device` of its own then.
  public var nexthops: [Nexthop]

  public init(family: AddressFamily, type: String, destination: IPPrefix?, table: String) {
    self.family = family
    self.type = type
    self.destination = destination
    self.table = table
    flags = []
    nexthops = []
  }
}

/// One of the ways of a route.
public struct Nexthop: Hashable, Sendable, Codable {
  /// `nil` where the device alone says the way.
  public var gateway: IPAddress?
  public var device: String?
  /// The share of this way, relative to the others'.
  public var weight: Int?
  public var flags: Set<String>

  public init(
    gateway: IPAddress?, device: String?, weight: Int? = nil, flags: Set<String> = []
  ) {
    self.gateway = gateway
    self.device = device
    self.weight = weight
    self.flags = flags
  }
}

/// What the kernel decided for a destination.
public enum RouteDecision: Hashable, Sendable, Codable {
  case route(Route)
  /// In the kernel's words: `Network is unreachable`.
  case refused(String)
}

/// A policy rule, as `ip -j rule` tells of it.
public struct PolicyRule: Hashable, Sendable, Codable {
  public var family: AddressFamily
  public var priority: Int
  /// The other words of the rule: `from` → `10.0.0.0/8`, `lookup` → `100`; `not` → empty.
  public var attributes: [String: String]

  public init(family: AddressFamily, priority: Int, attributes: [String: String]) {
    self.family = family
    self.priority = priority
    self.attributes = attributes
  }
}

/// An entry of the neighbour table (RFC 826, RFC 4861).
public struct Neighbour: Hashable, Sendable, Codable {
  public var address: IPAddress
  public var device: String
  public var macAddress: MACAddress?
  /// `REACHABLE`, `STALE`, `FAILED`, ….
  public var states: Set<String>

  public init(address: IPAddress, device: String, macAddress: MACAddress?, states: Set<String>) {
    self.address = address
    self.device = device
    self.macAddress = macAddress
    self.states = states
  }
}

/// A socket that waits for connections or datagrams, as `ss` lists it.
public struct Listener: Hashable, Sendable, Codable {
  public var isTCP: Bool
  /// `nil` for all addresses of both families.
  public var address: IPAddress?
  public var port: UInt16
  /// The device that the socket is bound to.
  public var device: String?

  public init(isTCP: Bool, address: IPAddress?, port: UInt16, device: String? = nil) {
    self.isTCP = isTCP
    self.address = address
    self.port = port
    self.device = device
  }
}

/// The rules of one table, as `iptables -S` lists them.
public struct RuleListing: Hashable, Sendable, Codable {
  /// The policies of built-in chains: `INPUT` → `ACCEPT`.
  public var policies: [String: String]
  /// The names of all chains, built-in ones included.
  public var chains: [String]
  /// Each rule's words after `-A CHAIN`, by chain, in order.
  public var rules: [String: [[String]]]

  public init() {
    policies = [:]
    chains = []
    rules = [:]
  }
}
