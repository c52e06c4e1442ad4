import CLinux
import Glibc
import LabDocument
import NetworkState
import Synchronization

/// The servers that netlab itself is for its probes; probes of the same time share them.
final class ProbeListeners: Sendable {
  private struct Key: Hashable {
    var net: FileIdentity?
    var family: AddressFamily
    var proto: TransportProtocol
    var port: UInt16
  }

  private struct Entry {
    weak var listener: ProbeListener?
  }

  private let entries = Mutex<[Key: Entry]>([:])

  /// Listens in a place as long as the listener is held; `nil` if a server of the lab has the port.
  func listen(
    _ proto: TransportProtocol, _ address: IPAddress, _ port: UInt16, in namespaces: Namespaces,
    as identity: ChildIdentity
  ) throws(SystemProblem) -> ProbeListener? {
    let key = Key(
      net: namespaces.net.identity, family: address.family, proto: proto, port: port)
    let result: Result<ProbeListener?, SystemProblem> = entries.withLock { entries in
      if let listener = entries[key]?.listener { return .success(listener) }
      do throws(SystemProblem) {
        let listener = try ProbeListener.open(proto, address, port, in: namespaces, as: identity)
        entries[key] = Entry(listener: listener)
        return .success(listener)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// A socket in a place that takes a probe's connections, or sends its datagrams back.
final class ProbeListener: Sendable {
  private let socket: Descriptor
  /// Ends the thread that answers datagrams.
  private let end: Descriptor

  private init(_ socket: Descriptor, _ proto: TransportProtocol) {
    self.socket = socket
    let end = Descriptor(owning: clinux_event())
    self.end = end
    // Connections need no thread: the kernel opens them, and the listener's end closes them.
    guard proto == .udp else { return }
    WaitingThreads.run {
      while !waitForInput([end.number, socket.number], until: nil)[0] {
        while clinux_echo_datagram(socket.number, ProbeDatagram.prefix) {}
      }
    }
  }

  deinit {
    var one: UInt64 = 1
    _ = write(end.number, &one, 8)
  }

  /// Takes the port on all addresses; where others have it on some of them, on the probe's own.
  fileprivate static func open(
    _ proto: TransportProtocol, _ address: IPAddress, _ port: UInt16, in namespaces: Namespaces,
    as identity: ChildIdentity
  ) throws(SystemProblem) -> ProbeListener? {
    for address in [IPAddress(family: address.family, value: 0), address] {
      let type = CInt((proto == .tcp ? SOCK_STREAM : SOCK_DGRAM).rawValue)
      let socket = try Netlink.openSocket(
        in: namespaces, as: identity, address.family.number, type, 0)
      socket.setNonBlocking()
      var on: CInt = 1
      let size = socklen_t(MemoryLayout<CInt>.size)
      if address.family == .inet6 {
        setsockopt(socket.number, CInt(IPPROTO_IPV6), IPV6_V6ONLY, &on, size)
      }
      if proto == .tcp {
        // Not for UDP, where it would take datagrams away from a server of the lab.
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &on, size)
      } else {
        let result = clinux_report_destination(socket.number, address.family.number)
        guard result == 0 else { throw SystemProblem("listen for the probe", code: -result) }
      }
      let result = SocketAddress(address, port: port).withPointer { bind(socket.number, $0, $1) }
      if result == 0, proto == .udp || Glibc.listen(socket.number, 128) == 0 {
        return ProbeListener(socket, proto)
      }
      // The probe's address may be one that only NAT leads here.
      guard errno == EADDRINUSE || errno == EADDRNOTAVAIL else {
        throw SystemProblem("listen on port \(port) for the probe")
      }
    }
    return nil
  }
}
