extension ToolOutput {
  /// The routes of `ip -j -d route show table all`, of both families in one listing.
  ///
  /// `family` is what was asked for with `-4` or `-6`; without it the addresses of each route tell.
  public static func routes(
    _ bytes: some Sequence<UInt8>, family: AddressFamily? = nil
  ) throws(DecodingProblem) -> [Route] {
    let records = try decode([RouteRecord].self, from: bytes, tool: "ip route show")
    return records.map { $0.route(asked: family) }
  }

  /// The route of a successful `ip -j -d route get`.
  public static func routeDecision(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> RouteDecision {
    let records = try decode([RouteRecord].self, from: bytes, tool: "ip route get")
    guard let record = records.first else {
      throw DecodingProblem("`ip route get` printed no route")
    }
    return .route(record.route(asked: nil))
  }

  /// The kernel's refusal in what a failed `ip route get` wrote to its standard error.
  public static func routeRefusal(
    _ bytes: some Sequence<UInt8>
  ) throws(DecodingProblem) -> RouteDecision {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    for line in text.split(separator: "\n") {
      if line.hasPrefix("RTNETLINK answers: ") {
        return .refused(String(line.dropFirst("RTNETLINK answers: ".count)))
      }
    }
    throw DecodingProblem(
      text.isEmpty
        ? "`ip route get` failed and said nothing"
        : "`ip route get` failed for another reason than a route: \(printable(text))")
  }

  /// A tool's words as one line without control characters.
  static func printable(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(200).map { scalar in
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : Character(scalar)
      }
    ).split(separator: " ").joined(separator: " ")
  }
}

private struct RouteRecord: Decodable {
  private var destination: IPPrefix?
  private var gateway: IPAddress?
  private var isOtherFamilyGateway = false
  private var source: IPAddress?
  private var template: Route

  private enum Key: String, CodingKey {
    case type, dst, gateway, via, dev, prefsrc, metric, table, scope, flags, nexthops, pref
    case proto = "protocol"
  }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    if try record.decode(String.self, forKey: .dst) != "default" {
      destination = try record.text(Destination.self, forKey: .dst)?.prefix
    }
    gateway = try record.text(IPAddress.self, forKey: .gateway)
    if gateway == nil, let via = try record.decodeIfPresent(Via.self, forKey: .via) {
      gateway = via.address
      isOtherFamilyGateway = true
    }
    source = try record.text(IPAddress.self, forKey: .prefsrc)
    template = Route(
      family: .inet, type: try record.decodeIfPresent(String.self, forKey: .type) ?? "unicast",
      destination: destination,
      table: try record.decodeIfPresent(String.self, forKey: .table) ?? "main")
    template.gateway = gateway
    template.preferredSource = source
    template.device = try record.decodeIfPresent(String.self, forKey: .dev)
    template.proto = try record.decodeIfPresent(String.self, forKey: .proto)
    template.scope = try record.decodeIfPresent(String.self, forKey: .scope)
    template.metric = try record.decodeIfPresent(Int.self, forKey: .metric)
    template.preference = try record.decodeIfPresent(String.self, forKey: .pref)
    template.flags = Set(try record.decodeIfPresent([String].self, forKey: .flags) ?? [])
    template.nexthops =
      try record.decodeIfPresent([NexthopRecord].self, forKey: .nexthops)?.map(\.nexthop) ?? []
  }

  func route(asked: AddressFamily?) -> Route {
    var route = template
    // Every IPv6 route has a preference, also a default one without any address.
    let gatewayFamily = isOtherFamilyGateway ? nil : gateway?.family
    route.family =
      destination?.family ?? source?.family ?? gatewayFamily ?? asked
      ?? (template.preference == nil ? .inet : .inet6)
    return route
  }
}

/// `10.0.0.0/8`, or an address alone.
private struct Destination: LosslessStringConvertible {
  var prefix: IPPrefix

  init?(_ text: String) {
    guard let prefix = IPPrefix(destination: text) else { return nil }
    self.prefix = prefix
  }

  var description: String { prefix.description }
}

/// A gateway of the other family than the route's.
private struct Via: Decodable {
  var address: IPAddress?

  private enum Key: CodingKey { case host }

  init(from decoder: any Decoder) throws {
    address = try decoder.container(keyedBy: Key.self).text(IPAddress.self, forKey: .host)
  }
}

private struct NexthopRecord: Decodable {
  var nexthop: Nexthop

  private enum Key: CodingKey { case gateway, via, dev, weight, flags }

  init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    nexthop = Nexthop(
      gateway: try record.text(IPAddress.self, forKey: .gateway)
        ?? record.decodeIfPresent(Via.self, forKey: .via)?.address,
      device: try record.decodeIfPresent(String.self, forKey: .dev),
      weight: try record.decodeIfPresent(Int.self, forKey: .weight),
      flags: Set(try record.decodeIfPresent([String].self, forKey: .flags) ?? []))
  }
}
