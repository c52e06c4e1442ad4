import NetworkState

// What NAT did, or did not do.
extension PathWalk {
  struct Target: Hashable, Sendable {
    var address: IPAddress
    var port: UInt16?
  }

  /// Where a DNAT rule of the place sent the packet, by the trace.
  func destinationNAT(at place: Place, of header: Header) -> Target? {
    let verdicts = evidence.verdicts[place, default: []].filter { !$0.isReply }
    for verdict in verdicts {
      guard let rule = verdict.rule else { continue }
      let words = rule.split(separator: " ").map(String.init)
      // `dnat to A:P` of nft, `DNAT … to:A:P` of older listings.
      for (index, word) in words.enumerated() {
        var text: String?
        if word == "dnat" {
          let rest = words.dropFirst(index + 1).drop { ["to", "ip", "ip6"].contains($0) }
          text = rest.first
        } else if word.hasPrefix("to:") || word == "--to-destination" {
          text = word == "--to-destination" ? words.dropFirst(index + 1).first : String(word.dropFirst(3))
        } else if word == "redirect" {
          let port = words.last.flatMap { UInt16($0.replacing(":", with: "")) }
          return Target(address: header.destination, port: port)
        }
        if let text, let target = Self.target(text) { return target }
      }
    }
    return nil
  }

  private static func target(_ text: String) -> Target? {
    if let address = IPAddress(text) { return Target(address: address) }
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    guard let address = IPAddress(String(host)) else { return nil }
    return Target(address: address, port: UInt16(text[text.index(after: colon)...].prefix { $0.isNumber }))
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
    guard place == .internet || !rules.isEmpty else { return nil }
    let listed = rules.first.map { "`\($0)` in \(router.device.place) did not match" }
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
    var incoming: [String] = []
    var own = false
    func note(_ hook: String, _ text: String) {
      if hook == "output" { own = true } else { incoming.append(text) }
    }
    for (table, listing) in state.firewalls where table.name == "nat" {
      for (chain, rules) in listing.rules {
        for words in rules where words.contains("DNAT") || words.contains("REDIRECT") {
          guard let at = words.firstIndex(of: "--dport"), words.dropFirst(at + 1).first == "\(port)"
          else { continue }
          let isOwn = chain == "OUTPUT" || (listing.rules["OUTPUT"] ?? []).contains { rule in
            rule.contains(chain) && rule.last == chain
          }
          note(isOwn ? "output" : "prerouting", "-A \(chain) " + words.joined(separator: " "))
        }
      }
    }
    if incoming.isEmpty, !own {
      for table in state.packetFilter?.tables ?? [] {
        for chain in table.chains {
          for rule in chain.rules
          where rule.words.contains("dnat") || rule.words.contains("redirect") {
            guard let at = rule.words.firstIndex(of: "dport"),
              rule.words.dropFirst(at + 1).first == "\(port)"
            else { continue }
            note(chain.hook?.contains("hook output") == true ? "output" : "prerouting", rule.description)
          }
        }
      }
    }
    return own ? nil : incoming.first
  }
}
