/// An address together with a prefix length; the address may have host bits, as on a device.
public struct IPPrefix: Hashable, Sendable {
  public let address: IPAddress
  /// In bits, from 0 to the width of the family.
  public let length: Int

  public init(address: IPAddress, length: Int) {
    self.address = address
    self.length = length
  }

  /// The prefix of one address: `/32` or `/128`.
  public init(host address: IPAddress) {
    self.init(address: address, length: address.family.bitWidth)
  }

  /// Reads `ADDRESS/LENGTH`, or an address alone as the prefix that holds only it.
  public init?(destination text: String) {
    if let prefix = IPPrefix(text) {
      self = prefix
    } else if let address = IPAddress(text) {
      self.init(host: address)
    } else {
      return nil
    }
  }

  /// The family of its address.
  public var family: AddressFamily { address.family }

  /// Whether it holds one address only.
  public var isHost: Bool { length >= family.bitWidth }

  /// The same prefix without host bits.
  public var masked: IPPrefix {
    IPPrefix(
      address: IPAddress(family: family, value: address.value & ~hostMask), length: length)
  }

  /// Whether the address is one of the prefix's.
  public func contains(_ other: IPAddress) -> Bool {
    other.family == family && (other.value ^ address.value) & ~hostMask == 0
  }

  /// Whether all addresses of the other prefix are this one's too.
  public func contains(_ other: IPPrefix) -> Bool {
    other.length >= length && contains(other.address)
  }

  /// As `ip route` prints destinations: a single address stands without its length.
  public var destinationText: String { isHost ? address.description : description }

  private var hostMask: UInt128 {
    let bits = family.bitWidth - max(0, min(length, family.bitWidth))
    return bits == 128 ? .max : (1 << UInt128(bits)) - 1
  }
}

extension IPPrefix: LosslessStringConvertible {
  /// Reads `ADDRESS/LENGTH`; an address alone is none.
  public init?(_ text: String) {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")),
      let address = IPAddress(String(text[..<slash])),
      let length = IPAddress.decimal(Array(text.utf8[text.utf8.index(after: slash)...])[...]),
      length <= address.family.bitWidth
    else { return nil }
    self.init(address: address, length: length)
  }

  public var description: String { "\(address)/\(length)" }
}
