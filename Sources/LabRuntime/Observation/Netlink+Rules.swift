import Glibc

extension Netlink {
  /// Whether the policy rules for IPv6 are the two that every namespace has (fib_rules.h).
  func hasOnlyBuiltInRules6() throws(SystemProblem) -> Bool {
    // struct fib_rule_hdr of the family: RTM_GETRULE.
    let rules = try dump(type: 34, [UInt8(AF_INET6)] + [UInt8](repeating: 0, count: 11))
    return rules.count == 2
      && Self.isRule(rules[0], priority: 0, table: 255)
      && Self.isRule(rules[1], priority: 32766, table: 254)
  }

  /// Whether a rule is for all packets and leads to a table.
  private static func isRule(_ rule: [UInt8], priority: UInt32, table: UInt8) -> Bool {
    guard rule.count >= 12 else { return false }
    // No prefix of source or destination, no type of service, and nothing turned round.
    guard rule[1] == 0, rule[2] == 0, rule[3] == 0, rule[4] == table, rule[7] == 1 else {
      return false
    }
    let number = attribute(6, in: rule, from: 12) ?? [0, 0, 0, 0]
    guard number.count == 4, rule[8] & 2 == 0 else { return false }
    let found = number.enumerated().reduce(UInt32(0)) {
      $0 | UInt32($1.element) << ($1.offset * 8)
    }
    // Devices, a mark, a tunnel, users, protocol, ports, l3mdev, and where else to go.
    let selectors: [UInt16] = [3, 4, 10, 12, 16, 17, 19, 20, 22, 23, 24]
    return found == priority && selectors.allSatisfy { attribute($0, in: rule, from: 12) == nil }
  }
}
