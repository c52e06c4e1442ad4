import Diagnosis
import NetworkState

/// Reads the messages of the kernel's trace (nf_tables.h, `NFTA_TRACE_…`).
struct TraceReader {
  let book: RuleBook
  /// The chains that mark the packets, which are nobody's business.
  let ownTable: String
  private(set) var verdicts: [FilterVerdict] = []

  /// What is known of a packet from an earlier message.
  private struct Known {
    var isReply = false
    var isDiscovery = false
    var source: IPAddress?
    var destination: IPAddress?
    var hook = ""
  }

  private var known: [UInt32: Known] = [:]

  init(book: RuleBook, ownTable: String) {
    self.book = book
    self.ownTable = ownTable
  }

  /// The messages of one datagram.
  mutating func read(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while rest.count >= 20 {
      let length = Int(Self.little(rest.prefix(4)))
      guard length >= 20, length <= rest.count else { return }
      let type = Self.little(rest.dropFirst(4).prefix(2))
      // NFNL_SUBSYS_NFTABLES, NFT_MSG_TRACE; behind the header stands struct nfgenmsg.
      if type == 10 << 8 | 17 {
        message(Array(rest.prefix(length).dropFirst(16)))
      }
      rest = rest.dropFirst((length + 3) & ~3)
    }
  }

  private mutating func message(_ body: [UInt8]) {
    func value(_ type: UInt16) -> [UInt8]? { Netlink.attribute(type, in: body, from: 4) }
    func text(_ type: UInt16) -> String {
      String(decoding: (value(type) ?? []).prefix { $0 != 0 }, as: UTF8.self)
    }
    guard let id = value(6).map({ UInt32(truncatingIfNeeded: Self.big($0)) }),
      let family = Self.families[body[0]]
    else { return }
    let chain = RuleBook.Chain(family: family, table: text(1), name: text(2))
    guard chain.table != ownTable else { return }
    var packet = known[id] ?? Known()
    if let network = value(8), let seen = SeenPacket((network + (value(9) ?? []))[...]) {
      packet.source = seen.source
      packet.destination = seen.destination
      packet.isReply = Self.isReply(seen)
      packet.isDiscovery = seen.carries == 58 && (135...136).contains(seen.load.first ?? 0)
    }
    if let hook = book.hooks[chain] { packet.hook = hook }
    known[id] = packet
    // 1 is a chain's policy, 3 a rule.
    let kind = value(4).map(Self.big) ?? 0
    let code: UInt64?
    if kind == 1 {
      code = value(16).map(Self.big)
    } else {
      code = value(5).flatMap { Netlink.attribute(1, in: $0, from: 0) }.map(Self.big)
    }
    guard kind == 1 || kind == 3 else { return }
    var rule: String?
    if kind == 3, let handle = value(3).map(Self.big) {
      rule = book.rules[chain]?[handle] ?? "a rule that is gone"
    }
    var verdict = FilterVerdict(
      packet: id, family: family, table: chain.table, chain: chain.name, hook: packet.hook,
      rule: rule, isDropped: code == 0, isReply: packet.isReply)
    verdict.isDiscovery = packet.isDiscovery
    verdict.source = packet.source
    verdict.destination = packet.destination
    verdicts.append(verdict)
  }

  private static let families: [UInt8: String] = [1: "inet", 2: "ip", 7: "bridge", 10: "ip6"]

  private static func isReply(_ packet: SeenPacket) -> Bool {
    if let segment = packet.segment { return segment.flags & 0x12 != 0x02 }
    guard packet.isICMP, let type = packet.load.first else { return false }
    return type == 0 || type == 129
  }

  private static func big(_ bytes: [UInt8]) -> UInt64 {
    bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func little(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
