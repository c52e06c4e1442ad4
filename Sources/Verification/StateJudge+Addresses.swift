import LabDocument
import NetworkState

extension StateJudge {
  static func address(_ prefix: IPPrefix, on device: String, in view: PlaceView) -> Finding {
    guard let links = view.state.links else { return view.notRead("the addresses") }
    guard let link = links.first(where: { $0.name == device }) else {
      return .differs(noLink(device, in: view, links))
    }
    if link.addresses.contains(where: { $0.prefix == prefix }) {
      return .matches("\(prefix) is on \(device) in \(view.place)")
    }
    if let near = link.addresses.first(where: { $0.prefix.address == prefix.address }) {
      return .differs("the address on \(device) is \(near.prefix), not \(prefix)")
    }
    let others = link.addresses.filter { $0.prefix.family == prefix.family }
      .map { "\($0.prefix)" }
    let there =
      others.isEmpty
      ? "\(device) in \(view.place) has no \(prefix.family == .inet ? "IPv4" : "IPv6") address"
      : "the addresses on \(device) in \(view.place): \(list(others))"
    let elsewhere = links.filter { link in link.addresses.contains { $0.prefix == prefix } }
    if let other = elsewhere.first {
      return .differs("\(prefix) is on \(other.name), not on \(device); \(there)")
    }
    return .differs("\(there); expected \(prefix)")
  }

  static func noAddresses(family: AddressFamily, in view: PlaceView) -> Finding {
    guard let links = view.state.links else { return view.notRead("the addresses") }
    let addresses = links.flatMap { link in
      link.addresses.filter {
        $0.prefix.family == family && !$0.prefix.address.isLoopback
          && !$0.prefix.address.isLinkLocal
      }.map { "\($0.prefix) dev \(link.name)" }
    }
    return set(expected: [], actual: addresses, of: "addresses in \(view.place)")
  }

  /// Devices that the kernel makes in every namespace once its module is loaded.
  private static let fallbackTunnels: Set<String> = [
    "tunl0", "sit0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6tnl0", "ip6gre0",
  ]

  static func links(_ expected: [String], in view: PlaceView) -> Finding {
    guard let links = view.state.links else { return view.notRead("the links") }
    let actual = links.filter { link in
      guard link.name != "lo" else { return false }
      return link.isUp || !fallbackTunnels.contains(link.name) || expected.contains(link.name)
    }
    return set(
      expected: expected.filter { $0 != "lo" }, actual: actual.map(\.name),
      of: "links in \(view.place)")
  }
}
