/// The two families of addresses that labs use.
public enum AddressFamily: Hashable, Sendable {
  case inet
  case inet6

  /// How many bits an address of the family has.
  public var bitWidth: Int { self == .inet ? 32 : 128 }
}

/// An IPv4 or IPv6 address that was valid when it was read (RFC 791, RFC 4291).
public struct IPAddress: Hashable, Sendable {
  public let family: AddressFamily
  /// The address as a number; the low 32 bits for IPv4.
  public let value: UInt128

  public init(family: AddressFamily, value: UInt128) {
    self.family = family
    self.value = value
  }
}

/// An address together with a prefix length; the address may have host bits, as on a device.
public struct IPPrefix: Hashable, Sendable {
  public let address: IPAddress
  /// In bits, from 0 to the width of the family.
  public let length: Int

  public init(address: IPAddress, length: Int) {
    self.address = address
    self.length = length
  }
}

/// An Ethernet address of 48 bits.
public struct MACAddress: Hashable, Sendable {
  public let value: UInt64

  public init(value: UInt64) {
    self.value = value
  }
}
