import NetworkState

/// What a lab would make and the machine has already.
enum HostClashes {
  /// All clashes, a sentence for each; none if the lab can begin.
  static func find(_ plan: HostPlan, on machine: HostSnapshot, chains: (String) -> Bool) -> [String]
  {
    var clashes: [String] = []
    let namespaces = machine.items.keys.filter { $0.kind == .namespace }.map(\.text)
    for name in plan.namespaces.sorted() where namespaces.contains(name) {
      clashes.append("the namespace \(name) is there already; see `ip netns`")
    }
    for name in plan.links.sorted() where machine.links.contains(where: { $0.name == name }) {
      clashes.append("the device \(name) is there already; see `ip link show dev \(name)`")
    }
    for prefix in plan.prefixes.sorted(by: { $0.description < $1.description }) {
      if let use = use(of: prefix, on: machine) {
        clashes.append("\(prefix) is in use here: \(use)")
      }
    }
    for chain in plan.chains.sorted() where chains(chain) {
      clashes.append("the chain \(chain) is there already")
    }
    for table in plan.tables.sorted()
    where machine.items.keys.contains(where: { $0.kind == .table && $0.text == "table \(table)" }) {
      clashes.append("the nftables table \(table) is there already; see `nft list table \(table)`")
    }
    return clashes
  }

  /// What on the machine has addresses of the prefix; the default route does not count.
  private static func use(of prefix: IPPrefix, on machine: HostSnapshot) -> String? {
    for link in machine.links {
      for address in link.addresses where overlap(address.prefix, prefix) {
        return "\(link.name) has \(address.prefix)"
      }
    }
    for route in machine.routes {
      guard let destination = route.destination, destination.length > 0,
        !["local", "broadcast", "multicast", "anycast"].contains(route.type),
        !destination.address.isMulticast, overlap(destination, prefix)
      else { continue }
      return "the route `\(route)`"
    }
    return nil
  }

  static func overlap(_ one: IPPrefix, _ other: IPPrefix) -> Bool {
    one.contains(other) || other.contains(one)
  }
}
