import NetworkState

/// The path that a probe really took through a lab.
public struct TraceResult: Hashable, Sendable {
  /// How the probe ended.
  public enum Ending: Hashable, Sendable {
    /// What was said of the answer.
    case answered(String)
    /// Empty if nothing at all was said.
    case unanswered(String)
    /// It could not be sent, or not be watched; why.
    case impossible(String)
  }

  public var ending: Ending
  /// In the order of time.
  public var hops: [TraceHop]
  /// Where the probe or its answer was seen last, and what did not go on; `nil` if all went on.
  public var lastSeen: String?
  /// The last device that the lost packet was seen at.
  public var lastDevice: DeviceID?
  /// The network that it went through, as far as it was read.
  public var topology: Topology

  public init(_ ending: Ending, hops: [TraceHop] = [], topology: Topology = Topology()) {
    self.ending = ending
    self.hops = hops
    self.topology = topology
  }
}

/// A packet at a device, on its way in or out.
public struct TraceHop: Hashable, Sendable {
  public enum Leg: String, Hashable, Sendable {
    /// The probe on its way.
    case there
    /// What came back for it: an answer, or an error.
    case back
    /// A question of ARP for the next machine's MAC address (RFC 826).
    case asking
  }

  public var leg: Leg
  public var device: DeviceID
  public var isOutgoing: Bool
  /// What it is: `echo request`, `SYN`, `who has 172.18.0.1? answered`.
  public var packet: String
  public var source: TraceEndpoint
  public var destination: TraceEndpoint
  /// The time to live, or the hop limit; `nil` where there is none.
  public var timeToLive: Int?
  /// The packet around it where it is in a tunnel: `10.0.3.11 > 10.0.3.12`.
  public var tunnel: String?
  /// What was done to it since the hop before: `source rewritten (NAT)`.
  public var changes: [String] = []
  /// A bridge that did not know the way sent it here as well, where nobody wanted it.
  public var isCopy = false
  /// Since the first hop.
  public var nanoseconds: Int64 = 0

  public init(
    _ leg: Leg, at device: DeviceID, isOutgoing: Bool, packet: String, source: TraceEndpoint,
    destination: TraceEndpoint, timeToLive: Int? = nil
  ) {
    self.leg = leg
    self.device = device
    self.isOutgoing = isOutgoing
    self.packet = packet
    self.source = source
    self.destination = destination
    self.timeToLive = timeToLive
  }
}

/// An address, with its port where there is one.
public struct TraceEndpoint: Hashable, Sendable, CustomStringConvertible {
  public var address: IPAddress
  public var port: UInt16?

  public init(_ address: IPAddress, port: UInt16? = nil) {
    self.address = address
    self.port = port
  }

  public var description: String {
    guard let port else { return "\(address)" }
    return address.family == .inet6 ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
