import Glibc
import Synchronization

/// Signals that end a run: Ctrl-C, a request to end, a lost connection.
///
/// They cancel the work, which then cleans up after itself; the program ends with 128 plus the signal's number.
enum SignalWatch {
  /// The signal that came, 0 if none has.
  private static let received = Atomic<CInt>(0)
  private static let pipe = Mutex<(reading: CInt, writing: CInt)?>(nil)
  nonisolated(unsafe) private static var writingEnd: CInt = -1

  /// Runs work that a signal cancels.
  static func cancelling<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Value {
    let task = Task { await work() }
    start { task.cancel() }
    return await task.value
  }

  /// The exit status of a program that was ended by a signal, or `nil`.
  static var status: Int32? {
    let signal = received.load(ordering: .sequentiallyConsistent)
    return signal == 0 ? nil : 128 + signal
  }

  private static func start(_ action: @escaping @Sendable () -> Void) {
    var ends: [CInt] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writingEnd = ends[1]
    let reading = ends[0]
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        let before = errno
        SignalWatch.received.store(number, ordering: .sequentiallyConsistent)
        var byte = UInt8(1)
        _ = write(SignalWatch.writingEnd, &byte, 1)
        errno = before
      }
    }
    let thread = Thread {
      var byte: UInt8 = 0
      while read(reading, &byte, 1) < 0, errno == EINTR {}
      action()
    }
    thread.start()
  }
}

/// A detached thread.
private struct Thread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }

  func start() {
    var thread = pthread_t()
    let pointer = Unmanaged.passRetained(Body(body)).toOpaque()
    let result = pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<Body>.fromOpaque(pointer!).takeRetainedValue().run()
        return nil
      }, pointer)
    if result == 0 { pthread_detach(thread) }
  }
}
