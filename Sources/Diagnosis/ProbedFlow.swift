import NetworkState

/// What a probe sends, from where and to whom.
public struct ProbedFlow: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case ping, tcp, udp
  }

  public var place: Place
  public var kind: Kind
  public var destination: IPAddress
  /// The sender's address where the probe says it.
  public var source: IPAddress?
  /// `nil` for pings.
  public var port: UInt16?
  /// The largest IP packet that the probe sends, in bytes.
  public var length: Int
  public var dontFragment: Bool
  /// The claim brings its own server, so that a refused connection is an answer.
  public var bringsServer: Bool
  /// Who should have answered, if the claim says it.
  public var answerer: Place?
  /// How large packets the answer is made of: whole pages come in full packets.
  public var answerLength: Int?

  public init(
    from place: Place, _ kind: Kind, to destination: IPAddress, port: UInt16? = nil
  ) {
    self.place = place
    self.kind = kind
    self.destination = destination
    self.port = port
    length = destination.family == .inet ? 84 : 104
    dontFragment = false
    bringsServer = false
  }

  public var family: AddressFamily { destination.family }
}
