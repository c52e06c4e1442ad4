import NetworkState

/// Answers questions about the world's names.
enum DNSAnswer {
  /// The longest answer over UDP; a longer one is asked for again over TCP.
  static let datagramLimit = 512

  private enum Code: UInt16 {
    case noError = 0
    case noSuchName = 3
    case notImplemented = 4
    case refused = 5
  }

  /// The answer to a message; `nil` if it is none that is to be answered.
  static func bytes(to message: [UInt8], names: WorldNames, limit: Int) -> [UInt8]? {
    guard let query = DNSQuery(message) else { return nil }
    guard query.opcode == 0 else { return reply(query, .notImplemented) }
    guard query.dnsClass == internetClass || query.dnsClass == any else {
      return reply(query, .refused)
    }
    guard let addresses = names.addresses(of: query.labels) else {
      return reply(query, .noSuchName)
    }
    let asked = addresses.filter { query.type == any || query.type == type(of: $0) }
    let answer = reply(query, .noError, asked)
    return answer.count <= limit ? answer : reply(query, .noError, isTruncated: true)
  }

  private static let internetClass: UInt16 = 1
  private static let any: UInt16 = 255

  /// A or AAAA.
  private static func type(of address: IPAddress) -> UInt16 {
    address.family == .inet ? 1 : 28
  }

  private static func reply(
    _ query: DNSQuery, _ code: Code, _ addresses: [IPAddress] = [], isTruncated: Bool = false
  ) -> [UInt8] {
    // It is an answer, by who knows best, who would ask others too.
    var flags: UInt16 = 0x8000 | 0x0400 | 0x0080 | code.rawValue | UInt16(query.opcode) << 11
    if isTruncated { flags |= 0x0200 }
    if query.recursionDesired { flags |= 0x0100 }
    var bytes = two(query.id) + two(flags) + two(1) + two(UInt16(addresses.count))
    bytes += two(0) + two(0) + query.question
    for address in addresses {
      let width = address.family.bitWidth / 8
      // The name is a pointer to that of the question; a minute to live.
      bytes += [0xC0, UInt8(DNSQuery.headerLength)] + two(type(of: address))
      bytes += two(internetClass) + [0, 0, 0, 60] + two(UInt16(width))
      bytes += (0..<width).reversed().map {
        UInt8(truncatingIfNeeded: address.value >> ($0 * 8))
      }
    }
    return bytes
  }

  private static func two(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(value & 0xFF)]
  }
}
