extension PolicyRule: CustomStringConvertible {
  /// As `ip rule` prints it, with one blank behind the number.
  public var description: String {
    let order = [
      "not", "from", "to", "tos", "fwmark", "iif", "oif", "l3mdev", "uidrange", "ipproto", "sport",
      "dport", "tun_id", "lookup", "suppress_prefixlength", "suppress_ifgroup", "goto", "proto",
    ]
    let rest = attributes.keys.filter { !order.contains($0) }.sorted()
    let words = (order + rest).compactMap { key in
      attributes[key].map { $0.isEmpty ? key : "\(key) \($0)" }
    }
    return "\(priority): " + words.joined(separator: " ")
  }
}

extension Neighbour: CustomStringConvertible {
  /// As `ip neigh` prints it.
  public var description: String {
    var words = ["\(address)", "dev", device]
    if let macAddress { words += ["lladdr", "\(macAddress)"] }
    return (words + states.sorted()).joined(separator: " ")
  }
}

extension Listener: CustomStringConvertible {
  /// As `ss` prints the local address.
  public var description: String {
    let zone = device.map { "%\($0)" } ?? ""
    return switch address {
    case nil: "*\(zone):\(port)"
    case let address? where address.family == .inet6: "[\(address)]\(zone):\(port)"
    case let address?: "\(address)\(zone):\(port)"
    }
  }
}
