import NetworkState

extension ClaimReader {
  private static let linkAttributes: [ClaimAttribute] =
    ClaimAttribute.flag("up", "down", group: "up or down")
    + ClaimAttribute.flag("carrier", "no-carrier", group: "carrier or not")
    + ClaimAttribute.value(
      "type", "mtu", "address", "master", "peer", "state", "isolated", "hairpin")

  static let portStates = ["disabled", "listening", "learning", "forwarding", "blocking"]
  static let operationalStates = [
    "UP", "DOWN", "UNKNOWN", "LOWERLAYERDOWN", "DORMANT", "TESTING", "NOTPRESENT",
  ]
  static let linkTypes = [
    "bareudp", "batadv", "bond", "bridge", "can", "dummy", "erspan", "geneve", "gre", "gretap",
    "gtp", "hsr", "ifb", "ip6erspan", "ip6gre", "ip6gretap", "ip6tnl", "ipip", "ipoib", "ipvlan",
    "ipvtap", "loopback", "macsec", "macvlan", "macvtap", "netdevsim", "netkit", "nlmon", "sit",
    "team", "tun", "vcan", "veth", "vlan", "vrf", "vti", "vti6", "vxcan", "vxlan", "wireguard",
    "xfrm",
  ]

  /// `link NAME …`.
  mutating func link() -> Assertion? {
    guard let word = value(of: keyword, "a device's name, or `<any>`") else { return nil }
    var pattern = LinkPattern(name: word.isWord("<any>") ? nil : device(word))
    attributes(Self.linkAttributes) { reader, attribute in
      switch attribute.text {
      case "up", "down": pattern.isUp = attribute.text == "up"
      case "carrier", "no-carrier": pattern.hasCarrier = attribute.text == "carrier"
      case "type": pattern.type = reader.name(of: attribute, near: Self.linkTypes)
      case "mtu": pattern.mtu = reader.number(of: attribute, in: 0...Int(Int32.max))
      case "address":
        pattern.address = reader.value(of: attribute, "a MAC address").flatMap { reader.mac($0) }
      case "master": pattern.master = reader.device(of: attribute)
      case "peer": pattern.peer = reader.peer(of: attribute)
      case "state":
        pattern.state = reader.choice(
          of: attribute, from: Self.portStates + Self.operationalStates)
      case "isolated":
        pattern.isIsolated = reader.choice(of: attribute, from: ["on", "off"]) == "on"
      default: pattern.isHairpin = reader.choice(of: attribute, from: ["on", "off"]) == "on"
      }
    }
    return .link(pattern)
  }

  /// `PLACE/NAME`; the place itself may have a slash.
  private mutating func peer(of attribute: ClaimWord) -> LinkPeer? {
    guard let word = value(of: attribute, "a device in its place, `PLACE/NAME`") else { return nil }
    guard let slash = word.text.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      fail(word, "`\(word.text)` does not say where the peer is; write `PLACE/\(word.text)`")
      return nil
    }
    let name = String(word.text[word.text.utf8.index(after: slash)...])
    guard Self.isDeviceName(name), name != "<any>" else {
      fail(word, "`\(name)` is not a device's name; write the peer as `PLACE/NAME`")
      return nil
    }
    return place(String(word.text[..<slash]), word)
      .map { LinkPeer(place: $0, name: name, text: word.text) }
  }

  /// `addr CIDR dev NAME`.
  mutating func addr() -> Assertion? {
    guard let word = value(of: keyword, "an address with its prefix length") else { return nil }
    let prefix = prefix(word)
    var name: String?
    attributes(ClaimAttribute.value("dev")) { name = $0.device(of: $1) }
    guard let prefix, let name else {
      if problems.isEmpty { fail(keyword, "`addr` wants the device: `addr \(word.text) dev NAME`") }
      return nil
    }
    return .address(prefix, device: name)
  }

  /// `neigh ADDR [dev D] [lladdr M] [STATE]`.
  mutating func neigh() -> Assertion? {
    let states = [
      "PERMANENT", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "INCOMPLETE", "NOARP", "NONE",
    ]
    let known =
      ClaimAttribute.value("dev", "lladdr")
      + states.map { ClaimAttribute(word: $0, hasValue: false, group: "state") }
    guard let address = address(of: keyword) else {
      stop()
      return nil
    }
    var pattern = NeighbourPattern(address: address)
    attributes(known) { reader, attribute in
      switch attribute.text {
      case "dev": pattern.device = reader.device(of: attribute)
      case "lladdr":
        pattern.linkLayerAddress = reader.value(of: attribute, "a MAC address")
          .flatMap { reader.mac($0) }
      default: pattern.state = attribute.text
      }
    }
    return .neighbour(pattern)
  }

  /// `fdb MAC [dev D] [dst IP]`.
  mutating func fdb() -> Assertion? {
    guard let word = value(of: keyword, "a MAC address") else { return nil }
    let mac = mac(word)
    var device: String?
    var destination: IPAddress?
    attributes(ClaimAttribute.value("dev", "dst")) { reader, attribute in
      if attribute.text == "dev" {
        device = reader.device(of: attribute)
      } else {
        destination = reader.address(of: attribute)
      }
    }
    return mac.map {
      .forwardingEntry(
        ForwardingEntryPattern(address: $0, device: device, destination: destination))
    }
  }
}
