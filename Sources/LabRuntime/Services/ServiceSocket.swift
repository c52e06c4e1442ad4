import Glibc
import NetworkState

/// Sockets on which the internet serves; netlab's own, opened in its namespace.
enum ServiceSocket {
  /// Listens for connections on all addresses of a family.
  static func listener(
    _ family: AddressFamily, port: UInt16, in namespaces: Namespaces, as identity: ChildIdentity
  ) throws(SystemProblem) -> Descriptor {
    let any = IPAddress(family: family, value: 0)
    let socket = try bound(any, port: port, SOCK_STREAM, in: namespaces, as: identity)
    guard listen(socket.number, 64) == 0 else { throw SystemProblem("listen") }
    return socket
  }

  /// Gets datagrams to one address, so that answers leave from it.
  static func datagrams(
    _ address: IPAddress, port: UInt16, in namespaces: Namespaces, as identity: ChildIdentity
  ) throws(SystemProblem) -> Descriptor {
    try bound(address, port: port, SOCK_DGRAM, in: namespaces, as: identity)
  }

  private static func bound(
    _ address: IPAddress, port: UInt16, _ type: __socket_type, in namespaces: Namespaces,
    as identity: ChildIdentity
  ) throws(SystemProblem) -> Descriptor {
    let isV4 = address.family == .inet
    let socket = try Netlink.openSocket(
      in: namespaces, as: identity, isV4 ? AF_INET : AF_INET6, CInt(type.rawValue), 0)
    socket.setNonBlocking()
    var one: CInt = 1
    if !isV4 {
      setsockopt(
        socket.number, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &one,
        socklen_t(MemoryLayout<CInt>.size))
    }
    let result = SocketAddress(address, port: port).withPointer { bind(socket.number, $0, $1) }
    guard result == 0 else { throw SystemProblem("bind \(address) port \(port)") }
    return socket
  }

  /// The other end's address, or the socket's own.
  static func address(
    of socket: Descriptor,
    _ call: (CInt, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
  ) -> IPAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call(socket.number, $0, &length)
      }
    }
    guard result == 0 else { return nil }
    let family = CInt(storage.ss_family)
    return withUnsafeBytes(of: storage) { bytes in
      // The address stands behind family and port, in IPv6 behind the flow label too.
      switch family {
      case AF_INET: IPAddress(family: .inet, value: value(bytes[4..<8]))
      case AF_INET6: IPAddress(family: .inet6, value: value(bytes[8..<24]))
      default: nil
      }
    }
  }

  private static func value(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt128 {
    bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }
}
