extension ToolOutput {
  /// The entries of `bridge -j fdb show`.
  public static func forwardingEntries(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> [ForwardingEntry] {
    try decode([ForwardingRecord].self, from: bytes, tool: "bridge fdb show").compactMap(\.entry)
  }
}

private struct ForwardingRecord: Decodable {
  /// `nil` for entries without an Ethernet address, such as nexthop groups have.
  var entry: ForwardingEntry?

  private enum Key: CodingKey { case mac, ifname, dst, master, state, flags }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    let text = try record.decodeIfPresent(String.self, forKey: .mac)
    guard let address = text.flatMap(MACAddress.init) else { return }
    var entry = ForwardingEntry(
      address: address, device: try record.decode(String.self, forKey: .ifname))
    entry.destination = try record.text(IPAddress.self, forKey: .dst)
    entry.master = try record.decodeIfPresent(String.self, forKey: .master)
    let state = try record.decodeIfPresent(String.self, forKey: .state)
    entry.state = state == "" ? nil : state
    entry.flags = Set(try record.decodeIfPresent([String].self, forKey: .flags) ?? [])
    self.entry = entry
  }
}
