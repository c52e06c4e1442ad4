import Glibc
import NetworkState

/// What probes need of the kernel's tables: devices that work, and neighbours to forget.
extension Netlink {
  /// Reads each device alone that is up and not yet called working, since a ping would wait for that.
  ///
  /// - Returns: Whether a device is there that learns where to forward to.
  @discardableResult
  func settleDevices() throws(SystemProblem) -> Bool {
    var learns = false
    // struct ifinfomsg of zeros: all devices.
    for message in try dump(type: 18, [UInt8](repeating: 0, count: 16)) where message.count >= 16 {
      let flags = message[8..<12].enumerated().reduce(UInt32(0)) {
        $0 | UInt32($1.element) << ($1.offset * 8)
      }
      let (isUp, isRunning, hasCarrier) = (flags & 1 != 0, flags & 0x40 != 0, flags & 0x10000 != 0)
      if isUp, hasCarrier, !isRunning, let name = Self.attribute(3, in: message, from: 16) {
        _ = try device(named: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
      }
      // IFLA_LINKINFO with IFLA_INFO_KIND
      if let info = Self.attribute(18, in: message, from: 16),
        let kind = Self.attribute(1, in: info, from: 0)
      {
        let name = String(decoding: kind.prefix { $0 != 0 }, as: UTF8.self)
        if ["bridge", "vxlan"].contains(name) { learns = true }
      }
    }
    return learns
  }

  /// The addresses that the namespace takes for its own.
  func addresses() throws(SystemProblem) -> Set<IPAddress> {
    // struct ifaddrmsg; IFA_LOCAL is the own end of a pair of addresses, IFA_ADDRESS else.
    var addresses: Set<IPAddress> = []
    for message in try dump(type: 22, [UInt8](repeating: 0, count: 8)) where message.count >= 8 {
      guard
        let bytes = Self.attribute(2, in: message, from: 8)
          ?? Self.attribute(1, in: message, from: 8), bytes.count == 4 || bytes.count == 16
      else { continue }
      addresses.insert(
        IPAddress(
          family: bytes.count == 4 ? .inet : .inet6,
          value: bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }))
    }
    return addresses
  }

  /// An entry of the neighbour or forwarding table, as the kernel writes it.
  struct NeighbourKey: Hashable, Sendable {
    var family: UInt8
    var device: [UInt8]
    var flags: UInt8
    /// The attributes that tell it from others.
    var attributes: [UInt8]
  }

  /// The neighbour entries that the kernel learned by itself, and those of bridges and tunnels if
  /// there are such: to read them waits for the kernel's one lock for network configuration.
  func neighbours(andForwarding learns: Bool) throws(SystemProblem) -> Set<NeighbourKey> {
    // NDA_DST is a neighbour's address; NDA_LLADDR, NDA_VLAN and NDA_VNI tell forwarding entries apart.
    let neighbours = try learned(0, [1])
    return learns ? neighbours.union(try learned(UInt8(AF_BRIDGE), [2, 5, 7])) : neighbours
  }

  private func learned(_ family: UInt8, _ types: [UInt16]) throws(SystemProblem)
    -> Set<NeighbourKey>
  {
    // struct ndmsg: family, padding, ifindex, state, flags, type.
    var keys: Set<NeighbourKey> = []
    let request = [family] + [UInt8](repeating: 0, count: 11)
    for message in try dump(type: 30, request) where message.count >= 12 {
      let state = UInt16(message[8]) | UInt16(message[9]) << 8
      // NUD_PERMANENT and NUD_NOARP were not made by a packet, nor was NTF_EXT_LEARNED here.
      guard state & 0xC0 == 0, message[10] & 0x10 == 0 else { continue }
      let attributes = types.flatMap { type in
        Self.attribute(type, in: message, from: 12).map { Self.attribute(type, $0) } ?? []
      }
      guard !attributes.isEmpty else { continue }
      keys.insert(
        NeighbourKey(
          family: message[0], device: Array(message[4..<8]),
          flags: family == 0 ? 0 : message[10], attributes: attributes))
    }
    return keys
  }

  /// Makes the kernel forget an entry.
  func forget(_ key: NeighbourKey) throws(SystemProblem) {
    let body = [key.family, 0, 0, 0] + key.device + [0, 0, key.flags, 0] + key.attributes
    _ = try ask(type: 29, body, flags: 5)  // RTM_DELNEIGH, NLM_F_REQUEST | NLM_F_ACK
  }

  /// The payload of the first attribute of a type.
  static func attribute(_ type: UInt16, in message: [UInt8], from start: Int) -> [UInt8]? {
    var position = start
    while position + 4 <= message.count {
      let length = Int(message[position]) | Int(message[position + 1]) << 8
      guard length >= 4, position + length <= message.count else { return nil }
      if (UInt16(message[position + 2]) | UInt16(message[position + 3]) << 8) & 0x3FFF == type {
        return Array(message[(position + 4)..<(position + length)])
      }
      position += (length + 3) & ~3
    }
    return nil
  }
}
