/// An entry of a bridge's or a tunnel's forwarding table, as `bridge fdb` tells of it.
public struct ForwardingEntry: Hashable, Sendable, Codable {
  public var address: MACAddress
  public var device: String
  /// The other end of the tunnel to which frames go.
  public var destination: IPAddress?
  public var master: String?
  /// `permanent`, `static`, `stale`; `nil` for what was learned.
  public var state: String?
  /// `self`, `extern_learn`, ….
  public var flags: Set<String>

  public init(address: MACAddress, device: String) {
    self.address = address
    self.device = device
    flags = []
  }
}

extension ForwardingEntry: CustomStringConvertible {
  /// As `bridge fdb` prints it.
  public var description: String {
    var words = ["\(address)", "dev", device]
    if let destination { words += ["dst", "\(destination)"] }
    words += flags.sorted()
    if let master { words += ["master", master] }
    if let state { words.append(state) }
    return words.joined(separator: " ")
  }
}
