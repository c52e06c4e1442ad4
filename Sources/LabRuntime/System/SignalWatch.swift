import Glibc
import Synchronization

/// Signals that end a run: Ctrl-C, a request to end, a lost connection.
///
/// They cancel the work, which then cleans up after itself; the program ends with 128 plus the signal's number.
public enum SignalWatch {
  /// The signal that came, 0 if none has.
  private static let received = Atomic<CInt>(0)
  /// Where the handler writes; a handler may call little else than write(2).
  private static let wakeup = Atomic<CInt>(-1)

  /// Runs work that a signal cancels.
  public static func cancelling<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Value {
    let task = Task { await work() }
    start { task.cancel() }
    return await task.value
  }

  /// The exit status of a program that was ended by a signal, or `nil`.
  public static var status: Int32? {
    let signal = received.load(ordering: .sequentiallyConsistent)
    return signal == 0 ? nil : 128 + signal
  }

  private static func start(_ action: @escaping @Sendable () -> Void) {
    guard let (reading, writing) = try? Descriptor.pipe() else { return }
    // Left open until the program ends: a signal can come at any time.
    wakeup.store(dup(writing.number), ordering: .sequentiallyConsistent)
    _ = fcntl(wakeup.load(ordering: .sequentiallyConsistent), F_SETFD, FD_CLOEXEC)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        let before = errno
        SignalWatch.received.store(number, ordering: .sequentiallyConsistent)
        var byte = UInt8(1)
        _ = write(SignalWatch.wakeup.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = before
      }
    }
    WaitingThreads.run {
      var byte: UInt8 = 0
      while read(reading.number, &byte, 1) < 0, errno == EINTR {}
      action()
    }
  }
}
