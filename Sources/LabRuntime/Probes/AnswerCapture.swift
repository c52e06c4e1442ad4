import CLinux
import Glibc
import NetworkState

/// Watches a place for one probe's packets, to tell whether it was this place that answered.
///
/// Counters can be moved by any other packet, and addresses can be had twice; the probe's own
/// payload, seen on its way in and its answer's on the way out, cannot be mistaken.
struct AnswerCapture {
  private let socket: CaptureSocket
  private let token: [UInt8]

  /// Starts to watch.
  init(in namespaces: Namespaces, _ captures: ProbeCaptures, token: [UInt8]) throws(SystemProblem) {
    socket = try captures.open(.echoes(token), in: namespaces)
    self.token = token
  }

  /// A random payload; the kernel's filter knows it by its first four bytes.
  static func makeToken() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// What was seen of the probe so far.
  struct Sight: Sendable {
    /// Destinations of requests that arrived.
    var arrived: Set<IPAddress> = []
    /// Sources of answers that left.
    var answered: Set<IPAddress> = []
    /// A request left by a cable: the place passed it on, or sent it.
    var passedOn = false

    /// Whether a place with these addresses gave the answer itself.
    func isAnswerer(addresses: Set<IPAddress>) -> Bool {
      !passedOn && arrived.contains { addresses.contains($0) && answered.contains($0) }
    }
  }

  /// Reads the packets that have come.
  func look() -> Sight {
    var sight = Sight()
    socket.receive { bytes, packet in
      guard let echo = Echo(bytes, token: token) else { return }
      switch (echo.isRequest, packet.is_outgoing) {
      case (true, false) where !packet.is_for_others: sight.arrived.insert(echo.destination)
      case (true, true) where !packet.is_loopback: sight.passedOn = true
      case (false, true): sight.answered.insert(echo.source)
      default: break
      }
    }
    return sight
  }
}

/// An ICMP echo request or reply that carries a token (RFC 792, RFC 4443).
private struct Echo {
  var isRequest: Bool
  var source: IPAddress
  var destination: IPAddress

  init?(_ packet: ArraySlice<UInt8>, token: [UInt8]) {
    guard let first = packet.first else { return nil }
    let start = packet.startIndex
    let type: UInt8
    switch first >> 4 {
    case 4:
      let header = Int(first & 0xF) * 4
      guard header >= 20, packet.count > header + 8, packet[start + 9] == 1 else { return nil }
      type = packet[start + header]
      source = Self.address(.inet, packet[(start + 12)..<(start + 16)])
      destination = Self.address(.inet, packet[(start + 16)..<(start + 20)])
    case 6:
      guard packet.count > 48, packet[start + 6] == 58 else { return nil }
      type = packet[start + 40]
      source = Self.address(.inet6, packet[(start + 8)..<(start + 24)])
      destination = Self.address(.inet6, packet[(start + 24)..<(start + 40)])
    default:
      return nil
    }
    switch type {
    case 8, 128: isRequest = true
    case 0, 129: isRequest = false
    default: return nil
    }
    guard packet.firstRange(of: token) != nil else { return nil }
  }

  private static func address(_ family: AddressFamily, _ bytes: ArraySlice<UInt8>) -> IPAddress {
    IPAddress(family: family, value: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
  }
}
