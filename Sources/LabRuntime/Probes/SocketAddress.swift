import Glibc
import NetworkState

/// An address and port as the socket calls want them.
struct SocketAddress {
  private var storage = sockaddr_storage()
  private let length: socklen_t

  init(_ address: IPAddress, port: UInt16) {
    let bytes = (0..<address.family.bitWidth / 8).reversed().map {
      UInt8(truncatingIfNeeded: address.value >> ($0 * 8))
    }
    switch address.family {
    case .inet:
      length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutableBytes(of: &storage) { storage in
        var value = sockaddr_in()
        value.sin_family = sa_family_t(AF_INET)
        value.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &value.sin_addr) { $0.copyBytes(from: bytes) }
        withUnsafeBytes(of: value) { storage.copyMemory(from: $0) }
      }
    case .inet6:
      length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      withUnsafeMutableBytes(of: &storage) { storage in
        var value = sockaddr_in6()
        value.sin6_family = sa_family_t(AF_INET6)
        value.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &value.sin6_addr) { $0.copyBytes(from: bytes) }
        withUnsafeBytes(of: value) { storage.copyMemory(from: $0) }
      }
    }
  }

  func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  /// The port that the kernel gave a socket; `nil` if it has none yet.
  static func localPort(of socket: Descriptor) -> UInt16? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(socket.number, $0, &length)
      }
    }
    // Both families have the port at the same offset.
    let port = withUnsafeBytes(of: storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    return result == 0 && port != 0 ? port : nil
  }
}

/// `10.0.0.1:80` or `[fd00::1]:80`.
func endpointText(_ address: IPAddress, _ port: UInt16) -> String {
  address.family == .inet ? "\(address):\(port)" : "[\(address)]:\(port)"
}
