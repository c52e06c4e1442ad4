import LabDocument
import NetworkState

/// The names that the internet's dns knows: `NAME.lab` of each host, and `internet.lab`.
struct WorldNames: Sendable {
  private var addresses: [[String]: [IPAddress]] = [["lab"]: []]

  init(_ world: World) {
    for host in world.hosts {
      addresses[[host.name.lowercased(), "lab"]] = host.addresses.map(\.address)
    }
    // The way to the gateway is short: what is meant by the internet is what lies beyond.
    let own = world.internet?.addresses ?? []
    addresses[["internet", "lab"]] = own.isEmpty ? world.gateways : own
  }

  /// The addresses of a name, given as its labels in small letters; `nil` if there is no such name.
  func addresses(of labels: [String]) -> [IPAddress]? { addresses[labels] }
}

extension World {
  /// The addresses on which the internet serves, those that the world names first.
  var serverAddresses: [IPAddress] {
    let own = internet?.addresses ?? []
    return own + gateways.filter { !own.contains($0) }
  }
}
