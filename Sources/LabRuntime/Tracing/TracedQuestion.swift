import NetworkState

/// A question or an answer of ARP for IPv4 over Ethernet (RFC 826).
struct TracedQuestion: Equatable, Sendable {
  var isAnswer: Bool
  var sender: IPAddress
  var target: IPAddress

  init?(_ sighting: TraceSighting) {
    guard sighting.etherType == 0x0806, let packet = Packet(sighting.bytes[...], etherType: 0x0806)
    else { return nil }
    switch sighting.bytes[7] {
    case 1: isAnswer = false
    case 2: isAnswer = true
    default: return nil
    }
    sender = packet.source
    target = packet.destination
  }
}
