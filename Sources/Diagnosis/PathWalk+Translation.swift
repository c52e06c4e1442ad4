import NetworkState

// What NAT did, or did not do.
extension PathWalk {
  struct Target: Hashable, Sendable {
    var address: IPAddress
    var port: UInt16?
  }

  /// Where a DNAT rule of the place sent the packet, by the trace.
  func destinationNAT(at place: Place, of header: Header) -> Target? {
    for verdict in evidence.verdicts[place, default: []] where !verdict.isReply {
      guard let rule = verdict.rule else { continue }
      let words = rule.split(separator: " ").map(String.init)
      if let at = words.firstIndex(of: "redirect") {
        // `redirect to :8080`
        let port = words.dropFirst(at + 1).last.flatMap { UInt16($0.drop { $0 == ":" }) }
        return Target(address: header.destination, port: port)
      }
      guard let at = words.firstIndex(where: { $0 == "dnat" || $0 == "DNAT" }) else { continue }
      // `dnat to A:P`, or `DNAT … to:A:P` where nft does not know the target.
      let texts = words.dropFirst(at + 1).map { $0.hasPrefix("to:") ? String($0.dropFirst(3)) : $0 }
      if let target = texts.lazy.compactMap(Self.target).first { return target }
    }
    return nil
  }

  private static func target(_ text: String) -> Target? {
    if let address = IPAddress(text) { return Target(address: address) }
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    guard let address = IPAddress(String(host)) else { return nil }
    let port = text[text.index(after: colon)...].prefix(while: \.isNumber)
    return Target(address: address, port: UInt16(port))
  }

  /// The source was to be translated on its way out, and was not.
  func untranslated(_ place: Place, _ header: Header) -> Obstacle? {
    // Somebody translated it: the sender of the answer sees another address.
    let first = rewrites[evidence.flow.place]?.after.source
    guard header.destination == first || first == nil,
      let router = routers.last(where: { !$0.isReply && $0.device.place != evidence.flow.place })
        ?? routers.last(where: { !$0.isReply })
    else { return nil }
    let rules = sourceRules(in: router.device.place)
    // Outside nobody can have the route. Among the lab's own places a rule says what was meant,
    // if it is for this sender and failed by the device.
    let meant = rules.filter { rule in
      place == .internet
        || rule.split(separator: " ").contains {
          IPPrefix(String($0))?.contains(header.destination) ?? false
        }
    }
    guard place == .internet || !meant.isEmpty else { return nil }
    let listed =
      meant.first.map { "`\($0)` in \(router.device.place) did not match" }
      ?? "no rule in \(router.device.place) translates it"
    return Obstacle(
      .masqueradeMissing, at: router.device.place, device: router.device.name,
      observed: "the packet came to \(place) from \(header.destination); \(listed)",
      expected: "the address of \(router.device) as its source",
      command: router.device.place.command("iptables -t nat -S POSTROUTING"))
  }

  /// The rules of a place that translate sources, as they are listed.
  private func sourceRules(in place: Place) -> [String] {
    guard let state = map.places[place] else { return [] }
    let old = state.firewalls.filter { $0.key.name == "nat" }.flatMap { table in
      table.value.rules.flatMap { chain, rules in
        rules.filter { $0.contains("MASQUERADE") || $0.contains("SNAT") }
          .map { "-A \(chain) " + $0.joined(separator: " ") }
      }
    }
    guard old.isEmpty else { return old.sorted() }
    return (state.packetFilter?.tables ?? []).flatMap(\.chains).flatMap(\.rules)
      .filter { $0.words.contains("masquerade") || $0.words.contains("snat") }.map(\.description)
  }

  /// A DNAT rule for a port that only sees what comes in from outside.
  func outsideOnly(_ place: Place, _ port: UInt16) -> String? {
    guard let state = map.places[place] else { return nil }
    var found = publishing(state.firewalls, port)
    if found.isEmpty { found = publishing(state.packetFilter, port) }
    return found.contains(where: \.seesOwn) ? nil : found.first?.text
  }

  private struct Publishing {
    var text: String
    /// It is asked for what the place sends itself.
    var seesOwn: Bool
  }

  /// The rules of iptables that publish a port.
  private func publishing(_ tables: [FirewallTable: RuleListing], _ port: UInt16) -> [Publishing] {
    tables.filter { $0.key.name == "nat" }.values.flatMap { listing in
      let own = listing.rules["OUTPUT"] ?? []
      return listing.rules.flatMap { chain, rules in
        rules.filter { rule in
          (rule.contains("DNAT") || rule.contains("REDIRECT"))
            && Self.value(of: "--dport", in: rule) == "\(port)"
        }.map { rule in
          Publishing(
            text: "-A \(chain) " + rule.joined(separator: " "),
            seesOwn: chain == "OUTPUT" || own.contains { $0.last == chain })
        }
      }
    }
  }

  /// The rules of nftables that do.
  private func publishing(_ filter: PacketFilter?, _ port: UInt16) -> [Publishing] {
    (filter?.tables ?? []).flatMap(\.chains).flatMap { chain in
      chain.rules.filter { rule in
        (rule.words.contains("dnat") || rule.words.contains("redirect"))
          && Self.value(of: "dport", in: rule.words) == "\(port)"
      }.map {
        Publishing(
          text: $0.description, seesOwn: chain.hook?.contains("hook output") ?? false)
      }
    }
  }

  private static func value(of option: String, in words: [String]) -> String? {
    words.firstIndex(of: option).flatMap { words.dropFirst($0 + 1).first }
  }
}
