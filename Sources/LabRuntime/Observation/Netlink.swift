import CLinux
import Glibc

/// A socket to the kernel's own tables in another namespace (rtnetlink(7)).
///
/// Used for the two questions that `ip` cannot answer from outside: which namespace an id means,
/// and the state of one device read alone, which makes the kernel catch up with its carrier.
struct Netlink: Sendable {
  private let socket: Descriptor

  /// Opens the socket; it keeps the namespace alive until it is closed.
  init(in namespaces: Namespaces, as identity: ChildIdentity) throws(SystemProblem) {
    socket = try Self.openSocket(
      in: namespaces, as: identity, AF_NETLINK, CInt(SOCK_RAW.rawValue), 0)
  }

  /// Opens a socket to the kernel's tables and, if the kernel has them, one to its packet filter's.
  static func withFilter(
    in namespaces: Namespaces, as identity: ChildIdentity
  ) throws(SystemProblem) -> (tables: Netlink, filter: Netlink?) {
    var sockets: [CInt] = [-1, -1]
    // NETLINK_ROUTE, NETLINK_NETFILTER. One child opens both, since that is what costs.
    let result = clinux_netlink_in(
      namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid, identity.gid,
      [0, 12], &sockets, 2)
    guard result == 0 else { throw SystemProblem("socket", code: -result) }
    let filter = sockets[1] < 0 ? nil : Netlink(Descriptor(owning: sockets[1]))
    guard sockets[0] >= 0 else { throw SystemProblem("socket", code: -sockets[0]) }
    return (Netlink(Descriptor(owning: sockets[0])), filter)
  }

  init(_ socket: Descriptor) {
    self.socket = socket
  }

  /// Opens any socket in another namespace.
  static func openSocket(
    in namespaces: Namespaces, as identity: ChildIdentity, _ family: CInt, _ type: CInt,
    _ proto: CInt
  ) throws(SystemProblem) -> Descriptor {
    let number = clinux_socket_in(
      namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid, identity.gid,
      family, type, proto)
    guard number >= 0 else { throw SystemProblem("socket", code: -number) }
    return Descriptor(owning: number)
  }

  /// What a device says of itself when it is read alone.
  struct DeviceState {
    var isUp: Bool
    var hasCarrier: Bool
    var isOperational: Bool
  }

  /// Reads one device by its name; `nil` if there is none.
  func device(named name: String) throws(SystemProblem) -> DeviceState? {
    // struct ifinfomsg, then IFLA_IFNAME.
    var body = [UInt8](repeating: 0, count: 16)
    body += Self.attribute(3, Array(name.utf8) + [0])
    guard let reply = try ask(type: 18, body) else { return nil }
    guard reply.count >= 16 else { return nil }
    let flags = UInt32(littleEndian: Self.number(reply, at: 8))
    return DeviceState(
      isUp: flags & 0x1 != 0, hasCarrier: flags & 0x10000 != 0, isOperational: flags & 0x40 != 0)
  }

  /// The id by which this namespace knows another, or `nil` if it knows no id for it.
  func id(of other: Descriptor) throws(SystemProblem) -> Int? {
    // struct rtgenmsg, padded, then NETNSA_FD.
    var body: [UInt8] = [0, 0, 0, 0]
    body += Self.attribute(3, Self.bytes(UInt32(bitPattern: other.number)))
    guard let reply = try ask(type: 90, body), reply.count >= 4 else { return nil }
    guard let number = Self.attribute(1, in: reply, from: 4), number.count >= 4 else { return nil }
    let id = Int32(bitPattern: UInt32(littleEndian: Self.number(number, at: 0)))
    return id >= 0 ? Int(id) : nil
  }

  /// Sends one request and returns the body of the answer; `nil` if the kernel says there is no such thing.
  func ask(type: UInt16, _ body: [UInt8], flags: UInt16 = 1) throws(SystemProblem) -> [UInt8]? {
    try send(type: type, flags: flags, body)
    let messages = try receive()
    guard let (answer, content) = messages.first else { return nil }
    if answer == Self.error {
      let code = -Int32(bitPattern: UInt32(littleEndian: Self.number(content, at: 0)))
      if code == 0 || code == ENODEV || code == ENOENT { return nil }
      throw SystemProblem("ask the kernel", code: code)
    }
    return content
  }

  /// Reads a whole table: the bodies of its entries.
  func dump(type: UInt16, _ body: [UInt8]) throws(SystemProblem) -> [[UInt8]] {
    try send(type: type, flags: 0x301, body)  // NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH
    var bodies: [[UInt8]] = []
    // Bounded, since the inside can make a table as long as it likes.
    while bodies.count < 20_000 {
      for (answer, content) in try receive() {
        switch answer {
        case Self.done: return bodies
        case Self.error: throw SystemProblem("read a table of the kernel", code: EIO)
        default: bodies.append(content)
        }
      }
    }
    return bodies
  }

  private static let error: UInt16 = 2
  private static let done: UInt16 = 3

  private func send(type: UInt16, flags: UInt16, _ body: [UInt8]) throws(SystemProblem) {
    var message = Self.bytes(UInt32(16 + body.count))
    message += [UInt8(type & 0xff), UInt8(type >> 8), UInt8(flags & 0xff), UInt8(flags >> 8)]
    message += Self.bytes(1) + Self.bytes(0) + body
    guard Glibc.send(socket.number, message, message.count, 0) == message.count else {
      throw SystemProblem("ask the kernel")
    }
  }

  /// The messages of one datagram: their types and bodies.
  private func receive() throws(SystemProblem) -> [(UInt16, [UInt8])] {
    guard waitForInput([socket.number], until: .now + .seconds(2))[0] else {
      throw SystemProblem("ask the kernel", code: ETIMEDOUT)
    }
    var count = 0
    let buffer = [UInt8](unsafeUninitializedCapacity: 65536) { bytes, length in
      count = recv(socket.number, bytes.baseAddress, bytes.count, 0)
      length = max(0, count)
    }
    guard count >= 0 else { throw SystemProblem("ask the kernel") }
    var messages: [(UInt16, [UInt8])] = []
    var position = 0
    while position + 16 <= count {
      let length = Int(UInt32(littleEndian: Self.number(buffer, at: position)))
      guard length >= 16, position + length <= count else { break }
      let type = UInt16(buffer[position + 4]) | UInt16(buffer[position + 5]) << 8
      var body = Array(buffer[(position + 16)..<(position + length)])
      while body.count < 4 { body.append(0) }
      messages.append((type, body))
      position += (length + 3) & ~3
    }
    return messages
  }

  static func attribute(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt16(4 + payload.count)
    var bytes = [UInt8(length & 0xff), UInt8(length >> 8), UInt8(type & 0xff), UInt8(type >> 8)]
    bytes += payload
    while bytes.count % 4 != 0 { bytes.append(0) }
    return bytes
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << ($1 * 8) }
  }
}
