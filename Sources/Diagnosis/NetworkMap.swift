import NetworkState

/// A snapshot to look things up in.
struct NetworkMap: Sendable {
  let places: [Place: PlaceState]
  /// Places of which nothing is known, so that nothing can be said of who has an address.
  let isWhole: Bool

  init(_ snapshot: NetworkSnapshot) {
    places = snapshot.places.compactMapValues { reading in
      if case .state(let state) = reading { state } else { nil }
    }
    isWhole = places.count == snapshot.places.count
  }

  func link(_ id: DeviceID) -> Link? {
    places[id.place]?.links?.first { $0.name == id.name }
  }

  func links(of place: Place) -> [Link] { places[place]?.links ?? [] }

  /// All places in an order that does not depend on chance.
  var sortedPlaces: [Place] { places.keys.sorted { $0.description < $1.description } }

  /// The other end of a cable.
  func peer(of id: DeviceID) -> DeviceID? {
    guard let link = link(id), Self.cables.contains(link.kind ?? "") else { return nil }
    return below(id)
  }

  /// What a device stands on, or is joined with: what `ip` names behind `@`.
  func below(_ id: DeviceID) -> DeviceID? {
    guard let link = link(id), let state = places[id.place] else { return nil }
    if let name = link.peerName { return DeviceID(id.place, name) }
    guard let index = link.peerIndex else { return nil }
    let place = link.peerNamespaceID.map { state.peerPlaces[$0] } ?? id.place
    guard let place, let found = links(of: place).first(where: { $0.index == index }) else {
      return nil
    }
    return DeviceID(place, found.name)
  }

  static let cables: Set<String> = ["veth", "netkit", "vxcan"]
  static let stacked: Set<String> = ["macvlan", "macvtap", "ipvlan", "vlan"]

  /// The devices that stand on this one.
  func above(_ id: DeviceID) -> [DeviceID] {
    sortedPlaces.flatMap { place in
      links(of: place).filter { Self.stacked.contains($0.kind ?? "") }
        .map { DeviceID(place, $0.name) }.filter { below($0) == id }
    }
  }

  /// The bridge that a device is a port of.
  func bridge(of id: DeviceID) -> DeviceID? {
    guard let master = link(id)?.master, let bridge = link(DeviceID(id.place, master)),
      bridge.kind == "bridge"
    else { return nil }
    return DeviceID(id.place, master)
  }

  func ports(of bridge: DeviceID) -> [DeviceID] {
    links(of: bridge.place).filter { $0.master == bridge.name }.map {
      DeviceID(bridge.place, $0.name)
    }
  }

  /// The devices that have an address.
  func owners(of address: IPAddress) -> [DeviceID] {
    sortedPlaces.flatMap { place in
      links(of: place).filter { $0.addresses.contains { $0.prefix.address == address } }
        .map { DeviceID(place, $0.name) }
    }
  }

  func owns(_ place: Place, _ address: IPAddress) -> Bool {
    links(of: place).contains { $0.addresses.contains { $0.prefix.address == address } }
  }

  /// A kernel parameter of a place as a number.
  func parameter(_ key: String, in place: Place) -> Int? {
    guard let value = places[place]?.sysctls[key], let text = value else { return nil }
    return Int(text.prefix { $0.isNumber })
  }

  /// A parameter of a device: the larger one of it and of what stands for all.
  func strongest(_ key: String, of id: DeviceID) -> Int {
    let device = id.name.map { $0 == "." ? "/" : String($0) }.joined()
    return max(
      parameter("net.ipv4.conf.all.\(key)", in: id.place) ?? 0,
      parameter("net.ipv4.conf.\(device).\(key)", in: id.place) ?? 0)
  }

  /// Whether a place passes on what comes in by a device.
  func forwards(_ id: DeviceID, _ family: AddressFamily) -> Bool? {
    let version = family == .inet ? "ipv4" : "ipv6"
    let device = id.name.map { $0 == "." ? "/" : String($0) }.joined()
    let key =
      family == .inet ? "net.ipv4.conf.\(device).forwarding" : "net.ipv6.conf.all.forwarding"
    let value =
      parameter(key, in: id.place)
      ?? (family == .inet ? parameter("net.\(version).ip_forward", in: id.place) : nil)
    return value.map { $0 != 0 }
  }
}

extension Link {
  /// The addresses of a family that others can send to.
  func usable(_ family: AddressFamily) -> [LinkAddress] {
    addresses.filter { $0.prefix.family == family && !($0.scope == "link" && family == .inet6) }
  }

  var isLoopback: Bool { kind == "loopback" }
}
