// Addresses are written as `ip` prints them.

extension Decodable where Self: LosslessStringConvertible {
  fileprivate init(textFrom decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "`\(text)` is no \(Self.self)")
    }
    self = value
  }
}

extension Encodable where Self: LosslessStringConvertible {
  fileprivate func encode(textTo encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension IPAddress: Codable {
  public init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(textTo: encoder) }
}

extension IPPrefix: Codable {
  public init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(textTo: encoder) }
}

extension MACAddress: Codable {
  public init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(textTo: encoder) }
}
