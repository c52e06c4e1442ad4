import Diagnosis
import NetworkState

/// What is read of a captured packet to know it for a probe's.
struct SeenPacket {
  var source: IPAddress
  var destination: IPAddress
  /// 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.
  var carries: UInt8
  /// From the header of what it carries on; empty for a later fragment.
  var load: ArraySlice<UInt8>

  /// A packet without its link-layer header.
  init?(_ bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    guard let first = bytes.first else { return nil }
    switch first >> 4 {
    case 4:
      let header = Int(first & 0xF) * 4
      guard header >= 20, bytes.count >= header else { return nil }
      carries = bytes[start + 9]
      source = Self.address(.inet, bytes[(start + 12)..<(start + 16)])
      destination = Self.address(.inet, bytes[(start + 16)..<(start + 20)])
      let isFirst = bytes[start + 6] & 0x1F == 0 && bytes[start + 7] == 0
      load = isFirst ? bytes[(start + header)...] : []
    case 6:
      guard bytes.count >= 40 else { return nil }
      carries = bytes[start + 6]
      source = Self.address(.inet6, bytes[(start + 8)..<(start + 24)])
      destination = Self.address(.inet6, bytes[(start + 24)..<(start + 40)])
      load = bytes[(start + 40)...]
      // Of fragments the first alone tells what it is.
      if carries == 44, load.count > 8 {
        let begin = load.startIndex
        carries = load[begin]
        let isFirst = load[begin + 2] == 0 && load[begin + 3] & 0xF8 == 0
        load = isFirst ? load.dropFirst(8) : []
      }
    default: return nil
    }
  }

  var isICMP: Bool { carries == 1 || carries == 58 }

  /// An ICMP error, which quotes the packet that it is about.
  var isError: Bool {
    guard isICMP, let type = load.first else { return false }
    return carries == 1 ? [3, 4, 5, 11, 12].contains(type) : (1...4).contains(type)
  }

  /// Whether it is an echo of this id, and whether it asks; `nil` if it is none.
  func echo(id: UInt16) -> Bool? {
    guard isICMP, let type = load.first, number(4) == id else { return nil }
    switch type {
    case 8, 128: return true
    case 0, 129: return false
    default: return nil
    }
  }

  var sourcePort: UInt16? { carries == 6 || carries == 17 ? number(0) : nil }
  var destinationPort: UInt16? { carries == 6 || carries == 17 ? number(2) : nil }

  /// A TCP segment's flags, sequence number, and what it acknowledges.
  var segment: (flags: UInt8, sequence: UInt32, acknowledgement: UInt32)? {
    guard carries == 6, load.count >= 14 else { return nil }
    func word(_ offset: Int) -> UInt32 {
      UInt32(number(offset) ?? 0) << 16 | UInt32(number(offset + 2) ?? 0)
    }
    return (load[load.startIndex + 13], word(4), word(8))
  }

  private func number(_ offset: Int) -> UInt16? {
    guard load.count >= offset + 2 else { return nil }
    let begin = load.startIndex + offset
    return UInt16(load[begin]) << 8 | UInt16(load[begin + 1])
  }

  private static func address(_ family: AddressFamily, _ bytes: ArraySlice<UInt8>) -> IPAddress {
    IPAddress(family: family, value: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
  }
}
