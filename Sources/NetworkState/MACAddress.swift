/// An Ethernet address of 48 bits.
public struct MACAddress: Hashable, Sendable {
  public let value: UInt64

  public init(value: UInt64) {
    self.value = value
  }
}

extension MACAddress: LosslessStringConvertible {
  /// Reads six pairs of hexadecimal digits between colons.
  public init?(_ text: String) {
    var value: UInt64 = 0
    var position = 0
    for byte in text.utf8 {
      guard position < 17 else { return nil }
      if position % 3 == 2 {
        guard byte == UInt8(ascii: ":") else { return nil }
      } else {
        guard let nibble = IPAddress.hexadecimalDigit(byte) else { return nil }
        value = value << 4 | UInt64(nibble)
      }
      position += 1
    }
    guard position == 17 else { return nil }
    self.init(value: value)
  }

  /// In small letters, as `ip` prints it.
  public var description: String {
    (0..<6).map { index in
      let octet = value >> UInt64(40 - 8 * index) & 0xFF
      return (octet < 16 ? "0" : "") + String(octet, radix: 16)
    }.joined(separator: ":")
  }
}
