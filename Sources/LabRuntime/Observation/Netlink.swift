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
    var position = 4
    while position + 4 <= reply.count {
      let length = Int(UInt16(reply[position]) | UInt16(reply[position + 1]) << 8)
      let type = UInt16(reply[position + 2]) | UInt16(reply[position + 3]) << 8
      guard length >= 4, position + length <= reply.count else { break }
      if type == 1, length >= 8 {
        let id = Int32(bitPattern: UInt32(littleEndian: Self.number(reply, at: position + 4)))
        return id >= 0 ? Int(id) : nil
      }
      position += (length + 3) & ~3
    }
    return nil
  }

  /// Sends one request and returns the body of the answer; `nil` if the kernel says there is no such thing.
  private func ask(type: UInt16, _ body: [UInt8]) throws(SystemProblem) -> [UInt8]? {
    var message = Self.bytes(UInt32(16 + body.count))
    message += [UInt8(type & 0xff), UInt8(type >> 8), 1, 0]  // NLM_F_REQUEST
    message += Self.bytes(1) + Self.bytes(0) + body
    guard send(socket.number, message, message.count, 0) == message.count else {
      throw SystemProblem("ask the kernel")
    }
    var reply = [UInt8](repeating: 0, count: 32768)
    guard waitForInput([socket.number], until: .now + .seconds(2))[0] else {
      throw SystemProblem("ask the kernel", code: ETIMEDOUT)
    }
    let count = recv(socket.number, &reply, reply.count, 0)
    guard count >= 16 else { throw SystemProblem("ask the kernel") }
    let length = min(count, Int(UInt32(littleEndian: Self.number(reply, at: 0))))
    let answer = UInt16(reply[4]) | UInt16(reply[5]) << 8
    if answer == 2 {  // NLMSG_ERROR
      let code = -Int32(bitPattern: UInt32(littleEndian: Self.number(reply, at: 16)))
      if code == ENODEV || code == ENOENT { return nil }
      throw SystemProblem("ask the kernel", code: code)
    }
    return Array(reply[16..<max(16, length)])
  }

  private static func attribute(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
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
