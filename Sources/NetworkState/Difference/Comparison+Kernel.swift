// Kernel parameters, and the rules of iptables and nftables.
extension Comparison {
  var parameters: [StateChange] {
    guard old.sysctls != new.sysctls else { return [] }
    let names = Set(old.links?.map(\.name) ?? []).intersection(new.links?.map(\.name) ?? [])
    var found: [(key: String, old: String, new: String)] = []
    for (key, value) in old.sysctls {
      guard let value, let after = new.sysctls[key], let after, after != value,
        KernelParameter.isSetting(key), KernelParameter.device(of: key).map(names.contains) ?? true
      else { continue }
      found.append((key, value, after))
    }
    let values = Dictionary(found.map { ($0.key, $0.new) }) { first, _ in first }
    return found.compactMap { key, old, new in
      KernelParameter.follows(key, new, values)
        ? nil : change(.changed, .parameter, "sysctl \(key) \(old) → \(new)")
    }
  }

  var iptables: [StateChange] {
    Set(old.firewalls.keys).union(new.firewalls.keys).flatMap { table in
      let tool = table.family == .inet ? "iptables" : "ip6tables"
      let front = table.name == "filter" ? tool : "\(tool) -t \(table.name)"
      let (old, new) = (
        old.firewalls[table] ?? RuleListing(), new.firewalls[table] ?? RuleListing()
      )
      var changes = comingsAndGoings(
        .iptables, from: old.ownChains.map { "\(front) -N \($0)" },
        to: new.ownChains.map { "\(front) -N \($0)" })
      for chain in Set(old.policies.keys).union(new.policies.keys) {
        let (policy, next) = (old.policies[chain] ?? "ACCEPT", new.policies[chain] ?? "ACCEPT")
        guard policy != next else { continue }
        changes.append(change(.changed, .iptables, "\(front) -P \(chain) \(policy) → \(next)"))
      }
      for chain in Set(old.rules.keys).union(new.rules.keys) {
        changes += rules(
          .iptables, "\(front) -A \(chain)", "\(front) \(chain)",
          (old.rules[chain] ?? []).map(Self.line), (new.rules[chain] ?? []).map(Self.line))
      }
      return changes
    }
  }

  var nftables: [StateChange] {
    guard let old = old.packetFilter, let new = new.packetFilter else { return [] }
    let (before, after) = (Self.chains(of: old, self.old), Self.chains(of: new, self.new))
    var changes = comingsAndGoings(.nftables, from: before.names, to: after.names)
    for name in Set(before.rules.keys).union(after.rules.keys) {
      changes += rules(
        .nftables, "nft \(name)", "nft \(name)", before.rules[name] ?? [],
        after.rules[name] ?? [])
    }
    return changes
  }

  /// Rules that came and went, or stand in another order.
  private func rules(
    _ subject: StateChange.Subject, _ front: String, _ chain: String, _ old: [String],
    _ new: [String]
  ) -> [StateChange] {
    let changes = comingsAndGoings(
      subject, from: old.map { "\(front) \($0)" }, to: new.map { "\(front) \($0)" })
    if changes.isEmpty, old != new {
      return [change(.changed, subject, "\(chain): the same rules in another order")]
    }
    return changes
  }

  /// A rule's words on one line; what has blanks in it is in quotes.
  private static func line(_ words: [String]) -> String {
    words.map { word in
      word.contains(where: \.isWhitespace)
        ? "\"" + word.split(whereSeparator: \.isNewline).joined(separator: " ") + "\"" : word
    }.joined(separator: " ")
  }

  /// What there is in nftables but for the tables that `iptables` keeps there.
  private static func chains(of filter: PacketFilter, _ state: PlaceState)
    -> (names: [String], rules: [String: [String]])
  {
    var names: [String] = []
    var rules: [String: [String]] = [:]
    for table in filter.tables where !table.isKept(byFirewallsOf: state) {
      let front = "\(table.family) \(table.name)"
      names.append("nft table \(front)")
      names += table.declarations.map { "nft \(front) \($0)" }
      for chain in table.chains {
        names.append("nft chain \(front) \(chain.name)" + (chain.hook.map { " { \($0) }" } ?? ""))
        rules["\(front) \(chain.name)"] = chain.rules.map {
          PacketFilter.Rule(words: $0.canonical).description
        }
      }
    }
    return (names, rules)
  }
}

extension RuleListing {
  fileprivate var ownChains: [String] { chains.filter { policies[$0] == nil } }
}

extension PacketFilter.Table {
  fileprivate func isKept(byFirewallsOf state: PlaceState) -> Bool {
    switch family {
    case "ip": state.firewalls[FirewallTable(family: .inet, name: name)] != nil
    case "ip6": state.firewalls[FirewallTable(family: .inet6, name: name)] != nil
    default: false
    }
  }
}

extension KernelParameter {
  /// Whether a parameter changed because a switch for all devices did.
  ///
  /// - Parameter changed: All that changed, with their new values.
  fileprivate static func follows(_ key: String, _ value: String, _ changed: [String: String])
    -> Bool
  {
    let names = key.split(separator: ".").map(String.init)
    guard names.count == 5, names[2] == "conf" else { return false }
    if changed["net.ipv4.ip_forward"] != nil, names[1] == "ipv4" {
      // As the kernel does for a router (inet_forward_change).
      return names[4] == "forwarding" || names[3] == "all" && names[4] == "accept_redirects"
    }
    return names[3] != "all" && changed["net.\(names[1]).conf.all.\(names[4])"] == value
  }

  /// Whether somebody has to write the parameter for it to change.
  fileprivate static func isSetting(_ key: String) -> Bool {
    !(key.hasPrefix("net.netfilter.nf_conntrack_count") || key.hasSuffix("_secret")
      || key.hasPrefix("net.ipv6.conf.") && key.hasSuffix(".mtu") || key.hasSuffix("_seed"))
  }

  /// The device that a key is about; `nil` for all and for none.
  fileprivate static func device(of key: String) -> String? {
    let names = key.split(separator: ".").map(String.init)
    guard names.count > 4, ["conf", "neigh"].contains(names[2]) else { return nil }
    return ["all", "default"].contains(names[3]) ? nil : names[3].replacing("/", with: ".")
  }
}
