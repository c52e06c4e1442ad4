import CLinux
import Glibc

/// What the kernel's tables are known by (rtnetlink(7), sock_diag(7)).
extension Netlink {
  /// Sockets into one namespace, as far as the kernel has what they lead to.
  struct Sockets: Sendable {
    let tables: Netlink
    let filter: Netlink?
    let listeners: Netlink?

    /// Opens all by one child, since that is what costs.
    init(in namespaces: Namespaces, as identity: ChildIdentity) throws(SystemProblem) {
      var sockets: [CInt] = [-1, -1, -1]
      // NETLINK_ROUTE, NETLINK_NETFILTER, NETLINK_SOCK_DIAG
      let result = clinux_netlink_in(
        namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid,
        identity.gid, [0, 12, 4], &sockets, 3)
      guard result == 0 else { throw SystemProblem("socket", code: -result) }
      let opened = sockets.map { $0 < 0 ? nil : Netlink(Descriptor(owning: $0)) }
      guard let first = opened[0] else { throw SystemProblem("socket", code: -sockets[0]) }
      (tables, filter, listeners) = (first, opened[1], opened[2])
    }
  }

  /// A device as the kernel tells it.
  struct LinkMessage {
    var index: UInt32
    var name: String
    /// Without what counts or runs.
    var lasting: [UInt8]
    /// Its kernel parameters of both families.
    var parameters: [UInt8]
    /// Up and plugged in, and not yet called working.
    var isLate: Bool
    /// A bridge, a tunnel, or a port of one.
    var isForwarding: Bool
  }

  func links() throws(SystemProblem) -> [LinkMessage] {
    // struct ifinfomsg of zeros, IFLA_EXT_MASK with RTEXT_FILTER_SKIP_STATS.
    let request = [UInt8](repeating: 0, count: 16) + Self.attribute(29, [8, 0, 0, 0])
    return try dump(type: 18, request).filter { $0.count >= 16 }.map(Self.link)
  }

  private static func link(_ message: [UInt8]) -> LinkMessage {
    func value(_ type: UInt16) -> [UInt8] { attribute(type, in: message, from: 16) ?? [] }
    let info = value(18)
    let kind = attribute(1, in: info, from: 0) ?? []
    let port = attribute(5, in: info, from: 0) ?? []
    var lasting = Array(message[..<16])
    // IFLA_ADDRESS, IFNAME, MTU, LINK, MASTER, OPERSTATE, GROUP, CARRIER, LINK_NETNSID
    for type: UInt16 in [1, 3, 4, 5, 10, 16, 27, 33, 37] { lasting += attribute(type, value(type)) }
    lasting += kind
    // What a bridge knows of itself has timers in it.
    if String(decoding: kind.prefix { $0 != 0 }, as: UTF8.self) != "bridge" {
      lasting += attribute(2, in: info, from: 0) ?? []
    }
    // IFLA_BRPORT_STATE, …, IFLA_BRPORT_ISOLATED, without a port's timers.
    for type in Array(1...12 as ClosedRange<UInt16>) + [33] {
      lasting += attribute(type, in: port, from: 0) ?? []
    }
    // IFLA_AF_SPEC: AF_INET with IFLA_INET_CONF, AF_INET6 with IFLA_INET6_CONF.
    let families = value(26)
    let old = attribute(UInt16(AF_INET), in: families, from: 0) ?? []
    let new = attribute(UInt16(AF_INET6), in: families, from: 0) ?? []
    let flags = message[8..<12].enumerated().reduce(UInt32(0)) {
      $0 | UInt32($1.element) << ($1.offset * 8)
    }
    let (isUp, isRunning, hasCarrier) = (flags & 1 != 0, flags & 0x40 != 0, flags & 0x10000 != 0)
    return LinkMessage(
      index: index(message, at: 4),
      name: String(decoding: value(3).prefix { $0 != 0 }, as: UTF8.self), lasting: lasting,
      parameters: old + (attribute(2, in: new, from: 0) ?? []),
      isLate: isUp && hasCarrier && !isRunning,
      isForwarding: !value(10).isEmpty
        || ["bridge", "vxlan", "macvlan", "macvtap", "geneve"].contains(
          String(decoding: kind.prefix { $0 != 0 }, as: UTF8.self))
    )
  }

  /// The settings of neighbour tables, which are of one device each, or of all.
  func neighbourSettings() throws(SystemProblem) -> [(device: UInt32, mark: Int)] {
    // RTM_GETNEIGHTBL: struct ndtmsg, then NDTA_PARMS with NDTPA_IFINDEX.
    return try dump(type: 66, [0, 0, 0, 0]).compactMap { message in
      guard message.count >= 4, let settings = Self.attribute(6, in: message, from: 4),
        let index = Self.attribute(1, in: settings, from: 0), index.count == 4
      else { return nil }
      var lasting: [UInt8] = [message[0]]
      // Without how many use them (2), and the time that is drawn anew every few minutes (3).
      for type in 5...19 as ClosedRange<UInt16> {
        lasting += Self.attribute(type, Self.attribute(type, in: settings, from: 0) ?? [])
      }
      lasting += Self.attribute(4, in: settings, from: 0) ?? []
      return (Self.index(index, at: 0), TableMarks.mark(lasting))
    }
  }

  private static func index(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << ($1 * 8) }
  }

  /// The number of the last change of nftables; to be asked of a socket to the packet filter.
  func filterGeneration() -> UInt32? {
    // NFNL_SUBSYS_NFTABLES, NFT_MSG_GETGEN; struct nfgenmsg, NFTA_GEN_ID.
    guard let reply = try? ask(type: 0x0A10, [0, 0, 0, 0]),
      let number = Self.attribute(1, in: reply, from: 4), number.count == 4
    else { return nil }
    return number.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// What listens, as far as it tells one from another; `nil` where the kernel does not say it.
  func listeningSockets() -> [[UInt8]]? {
    var found: [[UInt8]] = []
    for family in [AF_INET, AF_INET6] {
      for (proto, state) in [(IPPROTO_TCP, 10), (IPPROTO_UDP, 7)] {
        // struct inet_diag_req_v2: family, protocol, no extensions, states, any socket.
        var request: [UInt8] = [UInt8(family), UInt8(proto), 0, 0]
        request += (0..<4).map { UInt8(truncatingIfNeeded: (1 << state) >> ($0 * 8)) }
        request += [UInt8](repeating: 0, count: 48)
        guard let messages = try? dump(type: 20, request) else { return nil }
        // struct inet_diag_msg: four bytes, then ports, addresses and the device.
        found += messages.filter { $0.count >= 44 }.map { [UInt8(proto), $0[0]] + $0[4..<44] }
      }
    }
    return found
  }
}
