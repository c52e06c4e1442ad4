/// A question to a name server (RFC 1035, section 4).
struct DNSQuery: Sendable {
  var id: UInt16
  var opcode: UInt8
  var recursionDesired: Bool
  /// The name's labels in small letters.
  var labels: [String]
  var type: UInt16
  var dnsClass: UInt16
  /// The question as it was asked, which the answer repeats.
  var question: [UInt8]

  static let headerLength = 12

  /// - Returns: `nil` if the bytes are no query of one question, and so no answer is owed.
  init?(_ message: [UInt8]) {
    guard message.count > Self.headerLength, message[2] & 0x80 == 0,
      Self.number(message, 4) == 1
    else { return nil }
    id = Self.number(message, 0)
    opcode = message[2] >> 3 & 0xF
    recursionDesired = message[2] & 1 != 0
    labels = []
    var position = Self.headerLength
    while true {
      guard position < message.count else { return nil }
      let length = Int(message[position])
      position += 1
      if length == 0 { break }
      // A question comes first, so there is nothing yet that a pointer could lead to.
      guard length <= 63, position + length <= message.count,
        position + length - Self.headerLength < 255
      else { return nil }
      labels.append(
        String(decoding: message[position..<(position + length)], as: UTF8.self).lowercased())
      position += length
    }
    guard position + 4 <= message.count else { return nil }
    type = Self.number(message, position)
    dnsClass = Self.number(message, position + 2)
    question = Array(message[Self.headerLength..<(position + 4)])
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt16 {
    UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }
}
