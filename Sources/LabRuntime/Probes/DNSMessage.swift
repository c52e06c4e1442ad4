import NetworkState

/// A question to a name server and what came back (RFC 1035); no more of it than labs need.
struct DNSMessage: Equatable, Sendable {
  enum RecordType: UInt16, Sendable {
    case ipv4 = 1
    case alias = 5
    case ipv6 = 28
  }

  var id: UInt16
  /// Not all of the answer fits into the datagram.
  var isTruncated: Bool
  /// 0 no error, 3 no such name, 2 the server failed, 5 it refuses.
  var responseCode: UInt8
  /// The addresses of the name that was asked for, aliases followed.
  var addresses: [IPAddress]

  /// A question for the addresses of a family.
  ///
  /// - Returns: `nil` for what cannot be a name: a part of more than 63 bytes, or 255 in all.
  static func question(_ name: String, _ family: AddressFamily, id: UInt16) -> [UInt8]? {
    guard let labels = encoded(name) else { return nil }
    // Recursion desired, one question.
    var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    bytes += labels
    let type: RecordType = family == .inet ? .ipv4 : .ipv6
    return bytes + [0, UInt8(type.rawValue), 0, 1]
  }

  private static func encoded(_ name: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for label in name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard !label.isEmpty else { continue }
      guard label.count <= 63 else { return nil }
      bytes.append(UInt8(label.count))
      bytes += label
    }
    return bytes.isEmpty || bytes.count > 254 ? nil : bytes + [0]
  }

  /// Reads an answer to a question; `nil` if it is none.
  init?(_ bytes: [UInt8], to question: [UInt8]) {
    guard bytes.count >= question.count, question.count > 12, bytes[2] & 0x80 != 0,
      bytes[0..<2] == question[0..<2],
      // A server that does not even know the question may leave it out.
      bytes[5] == 1 && Self.sameQuestion(bytes, question)
    else { return nil }
    id = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    isTruncated = bytes[2] & 0x02 != 0
    responseCode = bytes[3] & 0xF
    var records = Records(bytes, from: question.count)
    var all: [Record] = []
    let count = Int(bytes[6]) << 8 | Int(bytes[7])
    // Bounded by the message's size: each record takes eleven bytes or more.
    while all.count < count, let record = records.next() { all.append(record) }
    var cursor = 12
    guard let asked = Records.name(in: bytes, at: &cursor) else { return nil }
    addresses = Self.addresses(of: asked, in: all)
  }

  /// Letters count the same, great and small: some servers change them.
  private static func sameQuestion(_ bytes: [UInt8], _ question: [UInt8]) -> Bool {
    zip(bytes[12..<question.count], question[12...]).allSatisfy { small($0) == small($1) }
  }

  fileprivate static func small(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  private static func addresses(of name: [UInt8], in records: [Record]) -> [IPAddress] {
    var names: Set<[UInt8]> = [name]
    // Aliases may stand in any order; each round follows one more.
    for _ in 0..<16 {
      let next = records.filter { $0.type == RecordType.alias.rawValue && names.contains($0.name) }
        .compactMap(\.alias)
      guard !names.isSuperset(of: next) else { break }
      names.formUnion(next)
    }
    return records.filter { names.contains($0.name) }.compactMap(\.address)
  }

  fileprivate struct Record {
    var name: [UInt8]
    var type: UInt16
    var address: IPAddress?
    var alias: [UInt8]?
  }
}

/// Reads the records of a message one by one.
private struct Records {
  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  mutating func next() -> DNSMessage.Record? {
    guard let name = Self.name(in: bytes, at: &position), position + 10 <= bytes.count else {
      return nil
    }
    let type = number(position)
    let isInternet = number(position + 2) == 1
    let start = position + 10
    let end = start + Int(number(position + 8))
    guard end <= bytes.count else { return nil }
    position = end
    var record = DNSMessage.Record(name: name, type: type)
    let data = bytes[start..<end]
    switch (DNSMessage.RecordType(rawValue: type), data.count) {
    case (.ipv4, 4) where isInternet, (.ipv6, 16) where isInternet:
      record.address = IPAddress(
        family: data.count == 4 ? .inet : .inet6,
        value: data.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    case (.alias, _):
      var cursor = start
      record.alias = Self.name(in: bytes, at: &cursor)
    default: break
    }
    return record
  }

  private func number(_ index: Int) -> UInt16 {
    UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
  }

  /// A name in small letters; `position` is behind it then. Pointers go back only, so they end.
  static func name(in bytes: [UInt8], at position: inout Int) -> [UInt8]? {
    var name: [UInt8] = []
    var cursor = position
    var lowest = position
    var hasJumped = false
    while cursor < bytes.count {
      let length = Int(bytes[cursor])
      if length == 0 {
        if !hasJumped { position = cursor + 1 }
        return name
      }
      if length & 0xC0 == 0xC0 {
        guard cursor + 1 < bytes.count else { return nil }
        let target = (length & 0x3F) << 8 | Int(bytes[cursor + 1])
        if !hasJumped { position = cursor + 2 }
        guard target < lowest else { return nil }
        (hasJumped, lowest, cursor) = (true, target, target)
      } else {
        guard length < 64, cursor + 1 + length <= bytes.count, name.count < 256 else { return nil }
        name.append(UInt8(length))
        name += bytes[(cursor + 1)..<(cursor + 1 + length)].map(DNSMessage.small)
        cursor += 1 + length
      }
    }
    return nil
  }
}
