extension ToolOutput {
  /// The devices of `ip -j -d addr show`.
  public static func links(_ bytes: some Sequence<UInt8>) throws(DecodingProblem) -> [Link] {
    try decode([LinkRecord].self, from: bytes, tool: "ip addr show").map(\.link)
  }
}

private struct LinkRecord: Decodable {
  var link: Link

  private enum Key: String, CodingKey {
    case ifindex, ifname, flags, mtu, operstate, address, master, linkinfo
    case linkType = "link_type"
    case peerName = "link"
    case peerIndex = "link_index"
    case peerNamespaceID = "link_netnsid"
    case addresses = "addr_info"
  }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    link = Link(
      index: try record.decode(Int.self, forKey: .ifindex),
      name: try record.decode(String.self, forKey: .ifname))
    link.flags = Set(try record.decode([String].self, forKey: .flags))
    link.mtu = try record.decodeIfPresent(Int.self, forKey: .mtu) ?? 0
    link.operationalState =
      try record.decodeIfPresent(String.self, forKey: .operstate) ?? "UNKNOWN"
    // Tunnels have an IP address or nothing here, which is not for claims about MAC addresses.
    link.macAddress = try record.decodeIfPresent(String.self, forKey: .address)
      .flatMap(MACAddress.init)
    link.master = try record.decodeIfPresent(String.self, forKey: .master)
    link.peerIndex = try record.decodeIfPresent(Int.self, forKey: .peerIndex)
    link.peerName = try record.decodeIfPresent(String.self, forKey: .peerName)
    link.peerNamespaceID = try record.decodeIfPresent(Int.self, forKey: .peerNamespaceID)
    let info = try record.decodeIfPresent(LinkInfo.self, forKey: .linkinfo)
    let linkType = try record.decodeIfPresent(String.self, forKey: .linkType)
    link.kind = info?.kind ?? (linkType == "loopback" ? "loopback" : nil)
    if let port = info?.port {
      link.bridgePort = BridgePort(
        state: port.state ?? "unknown", isIsolated: port.isolated ?? false,
        isHairpin: port.hairpin ?? false)
    }
    link.tunnel = info?.tunnel
    link.filtersVLANs = info?.filtersVLANs ?? false
    link.addresses =
      try record.decodeIfPresent([AddressRecord].self, forKey: .addresses)?
      .compactMap(\.address) ?? []
  }
}

private struct LinkInfo: Decodable {
  var kind: String?
  var port: PortData?
  var tunnel: Tunnel?
  var filtersVLANs = false

  private enum Key: String, CodingKey {
    case kind = "info_kind"
    case data = "info_data"
    case portKind = "info_slave_kind"
    case port = "info_slave_data"
  }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    kind = try record.decodeIfPresent(String.self, forKey: .kind)
    // Ports of a bond or a VRF have other data under the same name.
    if try record.decodeIfPresent(String.self, forKey: .portKind) == "bridge" {
      port = try record.decodeIfPresent(PortData.self, forKey: .port)
    }
    if kind == "bridge" {
      let data = try record.decodeIfPresent(BridgeData.self, forKey: .data)
      filtersVLANs = data?.vlanFiltering == 1
    }
    if kind == "vxlan" {
      tunnel = try record.decodeIfPresent(TunnelData.self, forKey: .data)?.tunnel
    }
  }
}

private struct PortData: Decodable {
  var state: String?
  var isolated: Bool?
  var hairpin: Bool?
}

private struct BridgeData: Decodable {
  var vlanFiltering: Int?

  private enum Key: String, CodingKey { case vlanFiltering = "vlan_filtering" }

  init(from decoder: any Decoder) throws {
    vlanFiltering = try decoder.container(keyedBy: Key.self)
      .decodeIfPresent(Int.self, forKey: .vlanFiltering)
  }
}

private struct TunnelData: Decodable {
  /// `nil` for a device whose network is told by each packet's route (`external`).
  var tunnel: Tunnel?

  private enum Key: CodingKey { case id, local, local6, remote, remote6, group, group6 }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    guard let id = try record.decodeIfPresent(Int.self, forKey: .id) else { return }
    func address(_ keys: Key...) throws -> IPAddress? {
      for key in keys {
        if let address = try record.text(IPAddress.self, forKey: key) { return address }
      }
      return nil
    }
    tunnel = Tunnel(
      id: id, local: try address(.local, .local6),
      remote: try address(.remote, .remote6, .group, .group6))
  }
}

private struct AddressRecord: Decodable {
  /// `nil` for families that labs do not use.
  var address: LinkAddress?

  private enum Key: CodingKey {
    case family, local, prefixlen, scope, tentative
  }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    let family = try record.decodeIfPresent(String.self, forKey: .family)
    guard family == "inet" || family == "inet6",
      let local = try record.text(IPAddress.self, forKey: .local)
    else { return }
    let length = try record.decode(Int.self, forKey: .prefixlen)
    guard (0...local.family.bitWidth).contains(length) else {
      throw DecodingError.dataCorruptedError(
        forKey: .prefixlen, in: record, debugDescription: "`\(length)` is no prefix length")
    }
    address = LinkAddress(
      prefix: IPPrefix(address: local, length: length),
      scope: try record.decodeIfPresent(String.self, forKey: .scope) ?? "global",
      isTentative: try record.decodeIfPresent(Bool.self, forKey: .tentative) ?? false)
  }
}
