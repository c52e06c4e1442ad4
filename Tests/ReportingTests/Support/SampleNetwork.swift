import LabResults
import NetworkState

/// What the cable's step did to the network, for reports.
enum SampleNetwork {
  static let netns0 = Place.namespace("netns0", host: Place.defaultHostName)
  static let host = Place.host(Place.defaultHostName)

  static func change(naming name: String = "ceth0") -> NetworkChange {
    NetworkChange(
      from: snapshot([host: [loopback, uplink]]),
      to: snapshot([
        host: [loopback, uplink, veth(3, "veth0", peer: name, isUp: false)],
        netns0: [loopback, veth(4, name, peer: nil, isUp: true)],
      ]))
  }

  private static func snapshot(_ places: [Place: [Link]]) -> NetworkSnapshot {
    let states = places.mapValues { links in
      var state = PlaceState()
      state.links = links
      return PlaceReading.state(state)
    }
    let names = places.keys.contains(netns0) ? ["netns0"] : []
    return NetworkSnapshot(places: states, namespaces: [Place.defaultHostName: names])
  }

  private static var loopback: Link {
    var link = Link(index: 1, name: "lo")
    (link.kind, link.flags) = ("loopback", ["UP", "LOWER_UP"])
    return link
  }

  private static var uplink: Link {
    var link = Link(index: 2, name: "eth0")
    (link.kind, link.flags) = ("veth", ["UP", "LOWER_UP"])
    link.addresses = [
      LinkAddress(prefix: IPPrefix("10.0.2.15/24")!, scope: "global", isTentative: false)
    ]
    return link
  }

  private static func veth(_ index: Int, _ name: String, peer: String?, isUp: Bool) -> Link {
    var link = Link(index: index, name: name)
    (link.kind, link.flags) = ("veth", isUp ? ["UP"] : [])
    link.addresses = [
      LinkAddress(prefix: IPPrefix("172.18.0.\(index)/16")!, scope: "global", isTentative: false)
    ]
    return link
  }
}
