extension ToolOutput {
  /// The policy rules of `ip -j rule show` or `ip -6 -j rule show`.
  public static func rules(
    _ bytes: some Sequence<UInt8>, family: AddressFamily
  ) throws(DecodingProblem) -> [PolicyRule] {
    let records = try decode([RuleRecord].self, from: bytes, tool: "ip rule show")
    return records.map {
      PolicyRule(family: family, priority: $0.priority, attributes: $0.attributes)
    }
  }
}

/// A rule's JSON as the words that `ip rule` prints without `-j`.
private struct RuleRecord: Decodable {
  var priority: Int
  var attributes: [String: String] = [:]

  private enum Key: String, CodingKey {
    case priority, src, srclen, dst, dstlen, fwmark, fwmask, iif, oif, tos, table, action, goto
    case ipproto, not, l3mdev
    case uidStart = "uid_start"
    case uidEnd = "uid_end"
    case sport
    case sportStart = "sport_start"
    case sportEnd = "sport_end"
    case dport
    case dportStart = "dport_start"
    case dportEnd = "dport_end"
    case tunnelID = "tun_id"
    case suppressPrefixLength = "suppress_prefixlen"
    case suppressGroup = "suppress_ifgroup"
    case proto = "protocol"
  }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    priority = try record.decode(Int.self, forKey: .priority)
    attributes["from"] = try Self.prefix(in: record, .src, .srclen) ?? "all"
    attributes["to"] = try Self.prefix(in: record, .dst, .dstlen)
    if let mark = try record.decodeIfPresent(String.self, forKey: .fwmark) {
      let mask = try record.decodeIfPresent(String.self, forKey: .fwmask)
      attributes["fwmark"] = mask.map { "\(mark)/\($0)" } ?? mark
    }
    for (word, key) in [
      ("iif", Key.iif), ("oif", .oif), ("tos", .tos), ("lookup", .table), ("ipproto", .ipproto),
      ("suppress_ifgroup", .suppressGroup),
    ] {
      attributes[word] = try record.decodeIfPresent(String.self, forKey: key)
    }
    for (word, key) in [
      ("goto", Key.goto), ("sport", .sport), ("dport", .dport), ("tun_id", .tunnelID),
      ("suppress_prefixlength", .suppressPrefixLength),
    ] {
      attributes[word] = try record.decodeIfPresent(Int.self, forKey: key).map { "\($0)" }
    }
    for (word, start, end) in [
      ("uidrange", Key.uidStart, Key.uidEnd), ("sport", .sportStart, .sportEnd),
      ("dport", .dportStart, .dportEnd),
    ] {
      guard let first = try record.decodeIfPresent(Int.self, forKey: start),
        let last = try record.decodeIfPresent(Int.self, forKey: end)
      else { continue }
      attributes[word] = "\(first)-\(last)"
    }
    // `kernel` and `unspec` stand there only with `-d`.
    let proto = try record.decodeIfPresent(String.self, forKey: .proto)
    if let proto, proto != "kernel", proto != "unspec" { attributes["proto"] = proto }
    if let action = try record.decodeIfPresent(String.self, forKey: .action) {
      attributes[action] = ""
    }
    if record.contains(.not) { attributes["not"] = "" }
    if record.contains(.l3mdev) { attributes["l3mdev"] = "" }
  }

  private static func prefix(
    in record: KeyedDecodingContainer<Key>, _ key: Key, _ lengthKey: Key
  ) throws -> String? {
    guard let text = try record.decodeIfPresent(String.self, forKey: key) else { return nil }
    guard text != "all" else { return text }
    guard let length = try record.decodeIfPresent(Int.self, forKey: lengthKey) else { return text }
    return "\(text)/\(length)"
  }
}
