import Glibc
import Synchronization

/// Closes sockets that the kernel is slow to close, many at the same time and away from the caller.
///
/// When a packet socket ends, the kernel waits some ten milliseconds until no processor can still
/// be in it; it waits for many as long as for one.
final class SlowClosing: Sendable {
  private struct State {
    var waiting: [CInt] = []
    var threads = 0
    var watchers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  /// So many are closed at once.
  private static let mostThreads = 64

  /// Closes a descriptor soon.
  func close(_ number: CInt) {
    let startsThread = state.withLock { state in
      state.waiting.append(number)
      guard state.threads < Self.mostThreads else { return false }
      state.threads += 1
      return true
    }
    guard startsThread else { return }
    WaitingThreads.run { [self] in
      while let number = next() { Glibc.close(number) }
    }
  }

  /// The next descriptor to close; without one, the thread is done.
  private func next() -> CInt? {
    let (number, watchers) = state.withLock { state in
      if let number = state.waiting.popLast() {
        return (Optional(number), [CheckedContinuation<Void, Never>]())
      }
      state.threads -= 1
      guard state.threads == 0 else { return (nil, []) }
      defer { state.watchers = [] }
      return (nil, state.watchers)
    }
    for watcher in watchers { watcher.resume() }
    return number
  }

  /// Returns when nothing is left to close; until then the sockets keep their namespaces alive.
  func finish() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        guard state.threads > 0 else { return true }
        state.watchers.append(continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }
}
