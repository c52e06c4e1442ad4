import NetworkState
import Synchronization

/// The captures of a block's probes; those of the same time share one for each place.
final class ProbeCaptures: Sendable {
  private struct Key: Hashable {
    var net: FileIdentity?
    var filter: CaptureSocket.Filter
  }

  private struct Entry {
    weak var capture: PacketCapture?
  }

  private let sandbox: Sandbox
  private let entries = Mutex<[Key: Entry]>([:])
  private let closing = SlowClosing()

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
  }

  /// Watches all devices of a place as long as the capture is held.
  func shared(_ filter: CaptureSocket.Filter, in namespaces: Namespaces) throws(SystemProblem)
    -> PacketCapture
  {
    let key = Key(net: namespaces.net.identity, filter: filter)
    let result: Result<PacketCapture, SystemProblem> = entries.withLock { entries in
      if let capture = entries[key]?.capture { return .success(capture) }
      do throws(SystemProblem) {
        let capture = PacketCapture(try open(filter, in: namespaces))
        entries[key] = Entry(capture: capture)
        return .success(capture)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// A socket of the caller's own.
  func open(
    _ filter: CaptureSocket.Filter, in namespaces: Namespaces, device: String? = nil
  ) throws(SystemProblem) -> CaptureSocket {
    try CaptureSocket(
      in: namespaces, as: sandbox.identity, device: device, filter, closing: closing)
  }

  /// Returns when all captures that are no longer held have ended.
  func finish() async {
    await closing.finish()
  }
}
