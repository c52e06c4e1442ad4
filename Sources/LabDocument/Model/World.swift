import NetworkState

/// The machine or machines that a lab starts on.
public struct World: Hashable, Sendable {
  /// The hosts in the order of the front matter; never empty. `$ ` runs on the first.
  public var hosts: [WorldHost]
  /// The internet's addresses on the hosts' LAN, the hosts' default gateways.
  public var gateways: [IPAddress]
  /// `nil` where the world has no internet.
  public var internet: Internet?
  /// The lab at whose end this one starts, as long as its world has not been taken over.
  public var start: String?
  /// Kernel parameters to set on every host.
  public var sysctls: [String: String]

  /// Takes over the world of the lab at whose end this one starts; own kernel parameters prevail.
  mutating func begin(atEndOf lab: Lab) {
    let own = sysctls
    self = lab.world
    sysctls.merge(own) { $1 }
  }

  /// The machine of the article: `eth0` 10.0.2.15/24, a gateway, and 8.8.8.8 beyond it.
  public static let article = World(
    hosts: [
      WorldHost(
        name: Place.defaultHostName,
        addresses: [IPPrefix(address: IPAddress(family: .inet, value: 0x0A00_020F), length: 24)])
    ],
    gateways: [IPAddress(family: .inet, value: 0x0A00_0202)],
    internet: Internet(addresses: [IPAddress(family: .inet, value: 0x0808_0808)], services: []),
    start: nil, sysctls: [:])

  /// `world: none`: a host with `lo` down and nothing else.
  public static let none = World(
    hosts: [WorldHost(name: Place.defaultHostName, addresses: [])],
    gateways: [], internet: nil, start: nil, sysctls: [:])
}

/// A host of the world.
public struct WorldHost: Hashable, Sendable {
  public var name: String
  /// The addresses of its `eth0`; with none it has no `eth0` and its `lo` stays down.
  public var addresses: [IPPrefix]
}

/// What is beyond the hosts' gateway.
public struct Internet: Hashable, Sendable {
  public var addresses: [IPAddress]
  public var services: Set<Service>

  public enum Service: String, Hashable, Sendable, CaseIterable {
    case http, dns
  }
}
