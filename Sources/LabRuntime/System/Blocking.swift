import CLinux
import Glibc

/// Runs work that blocks on a thread of its own, so that no thread of the concurrency pool stands still.
///
/// The body gets a descriptor that becomes readable when the calling task is cancelled.
func blocking<Value: Sendable>(
  _ body: @escaping @Sendable (_ cancellation: CInt) -> Value
) async -> Value {
  let cancellation = Descriptor(owning: clinux_event())
  return await withTaskCancellationHandler {
    await withCheckedContinuation { continuation in
      WaitingThreads.run {
        continuation.resume(returning: body(cancellation.number))
      }
    }
  } onCancel: {
    var one: UInt64 = 1
    _ = write(cancellation.number, &one, 8)
  }
}

/// Waits for one of some descriptors.
///
/// - Returns: For each descriptor whether it can be read or has ended; all false when the time is over.
func waitForInput(_ descriptors: [CInt], until deadline: ContinuousClock.Instant?) -> [Bool] {
  var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  while true {
    var milliseconds: CInt = -1
    if let deadline {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return descriptors.map { _ in false } }
      // Rounded up, so that the loop does not spin in the last millisecond.
      milliseconds = CInt(clamping: left.milliseconds + 1)
    }
    let count = poll(&polled, nfds_t(polled.count), milliseconds)
    if count > 0 { return polled.map { $0.revents != 0 } }
    if count < 0, errno != EINTR { return descriptors.map { _ in true } }
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int {
    Int(clamping: components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
