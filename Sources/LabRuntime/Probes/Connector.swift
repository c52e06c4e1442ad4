import Glibc
import LabDocument
import NetworkState

/// Opens TCP connections from a place; netlab's own socket, so nothing inside can play its part.
struct Connector: Sendable {
  let sandbox: Sandbox
  let namespaces: Namespaces
  let address: IPAddress
  let port: UInt16

  /// Connects once and closes at once (tcp(7)).
  func connect(_ patience: ProbePatience) async -> ProbeAnswer {
    let limit: ContinuousClock.Instant
    switch patience {
    // The last try gets a moment too: a refusal says more than silence.
    case .answer(let deadline):
      limit = max(.now + .milliseconds(300), min(deadline, .now + .seconds(1)))
    case .silence: limit = .now + .seconds(1)
    case .words: limit = .now + .seconds(4)
    }
    return await blocking { [self] cancellation in attempt(until: limit, cancellation) }
  }

  private func attempt(until limit: ContinuousClock.Instant, _ cancellation: CInt) -> ProbeAnswer {
    let family = address.family == .inet ? AF_INET : AF_INET6
    let socket: Descriptor
    do {
      socket = try Netlink.openSocket(
        in: namespaces, as: sandbox.identity, family, CInt(SOCK_STREAM.rawValue), 0)
    } catch {
      return .impossible("\(error)")
    }
    socket.setNonBlocking()
    let result = SocketAddress(address, port: port).withPointer {
      Glibc.connect(socket.number, $0, $1)
    }
    if result == 0 { return .answered("connected") }
    guard errno == EINPROGRESS else { return Self.answer(errno) }
    var polled = [
      pollfd(fd: socket.number, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: cancellation, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let left = ContinuousClock.now.duration(to: limit)
      guard left > .zero else { return .noAnswer("") }
      let count = poll(&polled, 2, CInt(clamping: left.milliseconds + 1))
      if polled[1].revents != 0 { return .impossible("interrupted") }
      if count > 0 { break }
    }
    var code: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &code, &length)
    return code == 0 ? .answered("connected") : Self.answer(code)
  }

  /// The kernel's refusals are no answer; what it says of netlab's own means is not an answer either way.
  private static func answer(_ code: CInt) -> ProbeAnswer {
    let words = SystemProblem.words(code)
    switch code {
    case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL: return .impossible(words)
    default: return .noAnswer(words)
    }
  }
}

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
}
