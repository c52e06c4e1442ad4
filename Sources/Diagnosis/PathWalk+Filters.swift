import NetworkState

// What packet filters did, as the kernel's trace tells it.
extension PathWalk {
  /// A drop of the packet by a chain of one of the hooks.
  func filtered(
    at place: Place, _ header: Header, hooks: [String], isTranslated: Bool = false
  ) -> Obstacle? {
    let drop = evidence.verdicts[place, default: []].last {
      $0.isDropped && !$0.isDiscovery && $0.isReply == header.isReply && hooks.contains($0.hook)
    }
    guard let drop else { return nil }
    if drop.isRejected { return rejected(at: place, drop) }
    let cause: Cause =
      drop.hook != "forward"
      ? .filteredHere
      : header.isReply ? .replyFiltered : isTranslated ? .publishedNotForwarded : .forwardDrop
    return Obstacle(
      cause, at: place,
      observed: "\(Self.words(of: drop)) dropped the \(header.isReply ? "answer" : "packet")",
      expected: cause == .replyFiltered
        ? "a rule that lets the answer through" : "a rule that accepts it",
      command: Self.command(for: drop, at: place))
  }

  /// A drop of what asks for a neighbour (RFC 4861), or of the answer to it.
  func discoveryFiltered(_ start: DeviceID, _ owner: DeviceID) -> Obstacle? {
    for place in [start.place, owner.place] {
      let drop = evidence.verdicts[place, default: []].last { $0.isDropped && $0.isDiscovery }
      guard let drop else { continue }
      return Obstacle(
        .filteredHere, at: place,
        observed: "\(Self.words(of: drop)) dropped neighbour discovery: nobody is found",
        expected: "a rule that accepts ICMPv6 types 135 and 136",
        command: Self.command(for: drop, at: place))
    }
    return nil
  }

  func rejected(at place: Place, _ drop: FilterVerdict) -> Obstacle {
    let said = evidence.words.isEmpty ? "" : "; \(evidence.words)"
    return Obstacle(
      .rejected, at: place, observed: "\(Self.words(of: drop)) rejected the packet\(said)",
      expected: "a rule that accepts it", command: Self.command(for: drop, at: place))
  }

  static func words(of drop: FilterVerdict) -> String {
    let chain = "\(drop.chain) of table \(drop.family) \(drop.table)"
    return drop.rule.map { "`\($0)` in \(chain)" } ?? "the policy of \(chain)"
  }

  private static func command(for drop: FilterVerdict, at place: Place) -> String {
    let isOfTool =
      ["filter", "nat", "mangle", "raw"].contains(drop.table)
      && drop.chain == drop.chain.uppercased()
    guard isOfTool else {
      return place.command("nft list chain \(drop.family) \(drop.table) \(drop.chain)")
    }
    let tool = drop.family == "ip6" ? "ip6tables" : "iptables"
    let table = drop.table == "filter" ? "" : " -t \(drop.table)"
    return place.command("\(tool)\(table) -L \(drop.chain) -v -n")
  }
}
