extension ToolOutput {
  /// The entries of `ip -j neigh show`.
  public static func neighbours(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> [Neighbour] {
    try decode([NeighbourRecord].self, from: bytes, tool: "ip neigh show").map(\.neighbour)
  }
}

private struct NeighbourRecord: Decodable {
  var neighbour: Neighbour

  private enum Key: CodingKey { case dst, dev, lladdr, state }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    guard let address = try record.text(IPAddress.self, forKey: .dst) else {
      throw DecodingError.keyNotFound(
        Key.dst, .init(codingPath: record.codingPath, debugDescription: "no address"))
    }
    neighbour = Neighbour(
      address: address,
      device: try record.decode(String.self, forKey: .dev),
      // Tunnels have link-layer addresses of other kinds.
      macAddress: try record.decodeIfPresent(String.self, forKey: .lladdr)
        .flatMap(MACAddress.init),
      states: Set(try record.decodeIfPresent([String].self, forKey: .state) ?? []))
  }
}
