/// The two families of addresses that labs use.
public enum AddressFamily: Hashable, Sendable, Codable {
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

  /// `127.0.0.0/8` or `::1`.
  public var isLoopback: Bool {
    family == .inet ? value >> 24 == 127 : value == 1
  }

  /// `169.254.0.0/16` or `fe80::/10`.
  public var isLinkLocal: Bool {
    family == .inet ? value >> 16 == 0xA9FE : value >> 118 == 0x3FA
  }

  /// `224.0.0.0/4` or `ff00::/8`.
  public var isMulticast: Bool {
    family == .inet ? value >> 28 == 0xE : value >> 120 == 0xFF
  }

  /// `0.0.0.0` or `::`, which stands for every address where a socket listens.
  public var isUnspecified: Bool { value == 0 }
}

extension IPAddress: Comparable {
  /// IPv4 comes before IPv6.
  public static func < (first: IPAddress, second: IPAddress) -> Bool {
    first.family == second.family ? first.value < second.value : first.family == .inet
  }
}
