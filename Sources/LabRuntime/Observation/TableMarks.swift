import Glibc

/// By what a place's tables are known to be as they were, without a tool that reads them.
///
/// Marks are of one run of netlab; what changes by itself, such as counters, is in none.
struct TableMarks: Hashable, Sendable {
  /// Devices and their addresses.
  var links = 0
  var routes = 0
  var rules = Rules()
  var newRules = Rules()
  /// Neighbours that somebody made.
  var neighbours = Entries()
  /// Entries of bridges and tunnels that nobody learned.
  var forwarding = Entries()
  var listeners: Entries?
  /// The number of nftables' last change; `nil` where the kernel does not say it.
  var filters: UInt32?
  /// Kernel parameters of all devices that the kernel tells: forwarding, source validation.
  var settings = 0
  /// The kernel parameters of each device.
  var devices: [String: Int] = [:]

  struct Rules: Hashable, Sendable {
    var mark = 0
    /// Whether they are those that a namespace begins with.
    var areBuiltIn = true
  }

  struct Entries: Hashable, Sendable {
    var mark = 0
    var isEmpty = true

    /// The marks of messages in any order.
    init(_ messages: some Sequence<[UInt8]> = []) {
      for message in messages {
        mark ^= TableMarks.mark(message)
        isEmpty = false
      }
    }
  }

  static func mark(_ bytes: [UInt8]) -> Int {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}

extension TableMarks {
  /// Reads the tables of the kernel, and has devices say that they work.
  init(_ sockets: Netlink.Sockets) throws(SystemProblem) {
    let tables = sockets.tables
    var messages = try tables.links()
    let late = messages.filter(\.isLate)
    if !late.isEmpty {
      // The kernel can be a second late to say so, unless it is asked for one alone.
      for link in late { _ = try tables.device(named: link.name) }
      messages = try tables.links()
    }
    var hasPorts = false
    var all: [UInt8] = []
    for link in messages {
      all += link.lasting
      devices[link.name] = Self.mark(link.parameters)
      if link.isForwarding { hasPorts = true }
    }
    // struct ifaddrmsg, rtmsg, fib_rule_hdr, ndmsg, ndtmsg of zeros, but for a family.
    for message in try tables.dump(type: 22, [UInt8](repeating: 0, count: 8)) { all += message }
    links = Self.mark(all)
    routes = Self.mark(try tables.dump(type: 26, [UInt8](repeating: 0, count: 12)).flatMap { $0 })
    rules = Self.rules(try tables.dump(type: 34, Self.header(AF_INET, 12)))
    newRules = Self.rules(try tables.dump(type: 34, Self.header(AF_INET6, 12)))
    neighbours = Entries(
      try tables.dump(type: 30, Self.header(AF_UNSPEC, 12)).compactMap(Self.entry(permanent: true)))
    if hasPorts {
      forwarding = Entries(
        try tables.dump(type: 30, Self.header(AF_BRIDGE, 12))
          .compactMap(Self.entry(permanent: false)))
    }
    for table in try tables.neighbourSettings() {
      if let link = messages.first(where: { $0.index == table.device }) {
        devices[link.name, default: 0] ^= table.mark
      }
    }
    // RTM_GETNETCONF, whose devices are numbers; -1 is all, -2 what new ones get.
    for family in [AF_INET, AF_INET6] {
      for message in try tables.dump(type: 82, [UInt8(family), 0, 0, 0]) where message.count >= 4 {
        guard Netlink.attribute(1, in: message, from: 4)?.last == 0xFF else { continue }
        settings ^= Self.mark(message)
      }
    }
    filters = sockets.filter?.filterGeneration()
    listeners = sockets.listeners?.listeningSockets().map { Entries($0) }
  }

  private static func header(_ family: CInt, _ length: Int) -> [UInt8] {
    [UInt8(family)] + [UInt8](repeating: 0, count: length - 1)
  }

  /// The lasting part of a neighbour or forwarding entry; `nil` for what was learned.
  private static func entry(permanent: Bool) -> ([UInt8]) -> [UInt8]? {
    { message in
      guard message.count >= 12 else { return nil }
      let state = UInt16(message[8]) | UInt16(message[9]) << 8
      // NUD_PERMANENT, and NUD_NOARP for `static` entries of a bridge.
      guard state & (permanent ? 0x80 : 0xC0) != 0 else { return nil }
      var lasting = Array(message[..<12])
      for type: UInt16 in [1, 2, 5, 7, 9] {
        // NDA_DST, NDA_LLADDR, NDA_VLAN, NDA_VNI, NDA_MASTER
        if let value = Netlink.attribute(type, in: message, from: 12) {
          lasting += Netlink.attribute(type, value)
        }
      }
      return lasting
    }
  }

  private static func rules(_ messages: [[UInt8]]) -> Rules {
    // Neither prefixes nor a mark, a device or the like: FRA_DST, FRA_SRC, FRA_IIFNAME, ….
    let conditions: [UInt16] = [1, 2, 3, 4, 10, 11, 12, 16, 17, 18, 19, 20, 22, 23, 24]
    let isPlain = messages.allSatisfy { message in
      message.count >= 12 && message[1...3].allSatisfy { $0 == 0 } && message[7] == 1
        && message[8...11].allSatisfy { $0 == 0 }
        && conditions.allSatisfy { type in
          (Netlink.attribute(type, in: message, from: 12) ?? []).allSatisfy { $0 == 0 }
        }
    }
    // RT_TABLE_LOCAL, RT_TABLE_MAIN, RT_TABLE_DEFAULT; FRA_PRIORITY
    let tables = messages.filter { $0.count >= 12 }.map { message in
      let priority = Netlink.attribute(6, in: message, from: 12) ?? [0, 0, 0, 0]
      return [message[4]] + priority
    }
    let usual: [[UInt8]] = [[255, 0, 0, 0, 0], [254, 0xFE, 0x7F, 0, 0], [253, 0xFF, 0x7F, 0, 0]]
    return Rules(
      mark: Self.mark(messages.flatMap { $0 }),
      areBuiltIn: isPlain && (tables == usual || tables == Array(usual.dropLast())))
  }
}
