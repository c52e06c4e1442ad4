import CLinux
import Glibc

/// A socket that receives what passes the devices of a place, without link-layer headers (packet(7)).
///
/// Needs no privilege but those of the place's user namespace, and no tool inside.
final class CaptureSocket: Sendable {
  let number: CInt
  private let closing: SlowClosing

  /// What it receives; all else would only fill its queue.
  enum Filter: Hashable, Sendable {
    case everything
    /// The first segments of TCP connections.
    case connections
    /// netlab's own UDP datagrams.
    case probeDatagrams
    /// Echo requests and replies whose payload repeats a token of 16 bytes.
    case echoes([UInt8])
  }

  /// Starts to receive.
  ///
  /// - Throws: `ENODEV` if there is no such device.
  init(
    in namespaces: Namespaces, as identity: ChildIdentity, device: String? = nil, _ filter: Filter,
    closing: SlowClosing
  ) throws(SystemProblem) {
    // Without a protocol, the socket receives nothing until it knows what it is to receive.
    number = clinux_socket_in(
      namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid, identity.gid,
      AF_PACKET, CInt(SOCK_DGRAM.rawValue), 0)
    self.closing = closing
    guard number >= 0 else { throw SystemProblem("socket", code: -number) }
    let result: CInt =
      switch filter {
      case .everything: 0
      case .connections: clinux_capture_only(number, CInt(IPPROTO_TCP), 0)
      case .probeDatagrams:
        clinux_capture_only(
          number, CInt(IPPROTO_UDP), Self.word(Array(ProbeDatagram.prefix.utf8)))
      case .echoes(let token): clinux_capture_only(number, CInt(IPPROTO_ICMP), Self.word(token))
      }
    guard result == 0 else { throw SystemProblem("capture", code: -result) }
    let started = clinux_capture_on(number, device)
    guard started == 0 else { throw SystemProblem("capture on \(device ?? "all")", code: -started) }
  }

  deinit {
    if number >= 0 { closing.close(number) }
  }

  /// The first four bytes as the number that a filter compares.
  private static func word(_ bytes: [UInt8]) -> UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Receives the packets that have come.
  func receive(_ body: (ArraySlice<UInt8>, clinux_packet) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    // Bounded: the inside may flood its own network.
    for _ in 0..<20_000 {
      let packet = clinux_receive(number, &buffer, buffer.count)
      guard packet.length > 0 else { break }
      body(buffer[..<min(packet.length, buffer.count)], packet)
    }
  }
}
