import NetworkState

/// A packet or a connection that a claim sends out to see what comes of it.
public enum Probe: Hashable, Sendable {
  case ping(PingProbe)
  case connect(TransportProtocol, IPAddress, port: UInt16, servedBy: Place?)
  case http(HTTPProbe)
  case dns(name: String, address: IPAddress)
}

public struct PingProbe: Hashable, Sendable {
  public var address: IPAddress
  public var source: IPAddress?
  /// Payload bytes, as of `ping -s`.
  public var size: Int?
  public var dontFragment: Bool
  /// The time to live of the *answer*, as ping prints it.
  public var ttl: Int?
  public var answeredBy: Place?

  public init(
    address: IPAddress, source: IPAddress? = nil, size: Int? = nil, dontFragment: Bool = false,
    ttl: Int? = nil, answeredBy: Place? = nil
  ) {
    self.address = address
    self.source = source
    self.size = size
    self.dontFragment = dontFragment
    self.ttl = ttl
    self.answeredBy = answeredBy
  }
}

public struct HTTPProbe: Hashable, Sendable {
  public var url: String
  public var address: IPAddress
  public var port: UInt16
  public var status: Int?
  public var body: String?
  public var seenFrom: IPAddress?
}

/// How a probe must end.
public enum ProbeEnd: Hashable, Sendable {
  case succeeds
  /// No answer, in whatever way.
  case fails
  /// No answer, and the tool's words contain the text.
  case failsSaying(String)
  /// No answer, and nothing at all is said.
  case failsSilently
}
