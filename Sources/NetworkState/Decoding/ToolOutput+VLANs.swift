extension ToolOutput {
  /// An entry of `bridge vlan`: a VLAN that a port is in.
  public struct PortVLAN: Hashable, Sendable {
    public var id: Int
    /// Untagged frames that come in belong to it.
    public var isPrimary: Bool
  }

  /// The VLANs of ports by their names, from `bridge -j vlan show`.
  public static func portVLANs(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> [String: [PortVLAN]] {
    let records = try decode([PortRecord].self, from: bytes, tool: "bridge vlan show")
    return records.reduce(into: [:]) { ports, record in
      ports[record.ifname] = record.vlans.flatMap { vlan in
        (vlan.vlan...max(vlan.vlan, vlan.vlanEnd ?? vlan.vlan)).map {
          PortVLAN(id: $0, isPrimary: vlan.flags?.contains("PVID") ?? false)
        }
      }
    }
  }
}

private struct PortRecord: Decodable {
  var ifname: String
  var vlans: [VLANRecord]
}

private struct VLANRecord: Decodable {
  var vlan: Int
  var vlanEnd: Int?
  var flags: [String]?
}
