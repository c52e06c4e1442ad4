import NetworkState
import Testing

@Suite("The topology of a snapshot")
struct TopologyTests {
  private let host = Place.host(Place.defaultHostName)
  private let container = Place.namespace("netns0", host: Place.defaultHostName)

  private func link(_ index: Int, _ name: String, _ kind: String, isUp: Bool = true) -> Link {
    var link = Link(index: index, name: name)
    link.kind = kind
    link.flags = isUp ? ["UP", "LOWER_UP"] : []
    return link
  }

  private func snapshot(_ places: [Place: PlaceState]) -> NetworkSnapshot {
    NetworkSnapshot(places: places.mapValues { .state($0) })
  }

  @Test("joins the ends of a cable, whichever namespaces they are in")
  func cables() throws {
    var outer = PlaceState()
    var inner = PlaceState()
    var veth0 = link(4, "veth0", "veth")
    (veth0.peerIndex, veth0.peerNamespaceID) = (2, 0)
    var ceth0 = link(2, "ceth0", "veth", isUp: false)
    (ceth0.peerIndex, ceth0.peerNamespaceID) = (4, 0)
    var left = link(5, "left", "veth")
    var right = link(6, "right", "veth")
    (left.peerName, right.peerName) = ("right", "left")
    outer.links = [veth0, left, right]
    outer.peerPlaces = [0: container]
    inner.links = [link(1, "lo", "loopback"), ceth0]
    inner.peerPlaces = [0: host]

    let topology = Topology(snapshot([host: outer, container: inner]))
    #expect(topology.places.map(\.place) == [host, container])
    #expect(
      Set(topology.connections) == [
        Connection(
          kind: .cable, from: DeviceID(host, "veth0"), to: DeviceID(container, "ceth0"),
          isCarrying: false),
        Connection(
          kind: .cable, from: DeviceID(host, "left"), to: DeviceID(host, "right"),
          isCarrying: true),
      ])
    let device = try #require(topology.device(DeviceID(container, "ceth0")))
    #expect(device.fault == "down")
  }

  @Test("puts macvlan devices on the device below them")
  func stacked() {
    var outer = PlaceState()
    outer.links = [link(2, "eth0", "veth")]
    var inner = PlaceState()
    var mac = link(2, "mac0", "macvlan")
    (mac.peerIndex, mac.peerNamespaceID) = (2, 0)
    inner.links = [mac]
    inner.peerPlaces = [0: host]
    let topology = Topology(snapshot([host: outer, container: inner]))
    #expect(
      topology.connections == [
        Connection(
          kind: .stacked, from: DeviceID(container, "mac0"), to: DeviceID(host, "eth0"),
          isCarrying: true)
      ])
  }

  @Test("joins the ends of a tunnel once, told by the device or by the forwarding table")
  func tunnels() throws {
    let addresses = try ["192.168.56.10", "192.168.56.11"].map { try #require(IPAddress($0)) }
    func state(_ own: IPAddress, _ remote: IPAddress?) -> PlaceState {
      var state = PlaceState()
      var vxlan = link(5, "vxlan100", "vxlan")
      vxlan.tunnel = Tunnel(id: 100, local: own, remote: remote)
      var eth0 = link(2, "eth0", "veth")
      eth0.addresses = [
        LinkAddress(
          prefix: IPPrefix(address: own, length: 24), scope: "global", isTentative: false)
      ]
      state.links = [eth0, vxlan]
      return state
    }
    let alpha = Place.host("alpha")
    let beta = Place.host("beta")
    var first = state(addresses[0], nil)
    let second = state(addresses[1], addresses[0])
    var entry = ForwardingEntry(
      address: try #require(MACAddress("00:00:00:00:00:00")), device: "vxlan100")
    entry.destination = addresses[1]
    first.forwardingEntries = [entry]
    let topology = Topology(snapshot([alpha: first, beta: second]))
    #expect(
      topology.connections == [
        Connection(
          kind: .tunnel, from: DeviceID(alpha, "vxlan100"), to: DeviceID(beta, "vxlan100"),
          isCarrying: true)
      ])
  }

  @Test("leaves out what was not read, and invents no peers")
  func unknown() {
    var outer = PlaceState()
    var veth0 = link(4, "veth0", "veth")
    (veth0.peerIndex, veth0.peerNamespaceID) = (2, 7)
    outer.links = [veth0]
    var snapshot = snapshot([host: outer])
    snapshot.places[container] = .missing
    snapshot.places[.internet] = .unreadable("why not")
    let topology = Topology(snapshot)
    #expect(topology.places.map(\.place) == [host])
    #expect(topology.connections.isEmpty)
  }

  @Test("knows that a cable leads into a namespace without a name")
  func hidden() throws {
    var outer = PlaceState()
    var veth0 = link(4, "veth0", "veth")
    (veth0.peerIndex, veth0.peerNamespaceID) = (2, 7)
    outer.links = [veth0, link(5, "dummy0", "dummy")]
    let topology = Topology(snapshot([host: outer]))
    #expect(try #require(topology.device(DeviceID(host, "veth0"))).hasHiddenPeer)
    #expect(try !#require(topology.device(DeviceID(host, "dummy0"))).hasHiddenPeer)
  }

  @Test("draws a namespace of two names once")
  func otherNames() {
    let other = Place.namespace("web", host: Place.defaultHostName)
    var outer = PlaceState()
    var veth0 = link(4, "veth0", "veth")
    (veth0.peerIndex, veth0.peerNamespaceID) = (2, 0)
    outer.links = [veth0]
    outer.peerPlaces = [0: other]
    var inner = PlaceState()
    var ceth0 = link(2, "ceth0", "veth")
    (ceth0.peerIndex, ceth0.peerNamespaceID) = (4, 0)
    inner.links = [ceth0]
    inner.peerPlaces = [0: host]
    var snapshot = snapshot([host: outer, container: inner, other: inner])
    snapshot.otherNames = [container: [other]]
    let topology = Topology(snapshot)
    #expect(topology.places.map(\.place) == [host, container])
    #expect(topology.places[1].otherNames == [other])
    #expect(
      topology.connections.map { "\($0.from) \($0.to)" } == ["host/veth0 netns0/ceth0"])
  }
}
