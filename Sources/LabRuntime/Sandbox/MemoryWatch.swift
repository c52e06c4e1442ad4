import CLinux
import Glibc
import Synchronization

/// Ends a sandbox whose processes use more memory than a lab may.
///
/// For machines where no ``ControlGroup`` can be had. A watchdog and no wall: between two looks the memory can grow beyond the limit. Nothing inside
/// can stop it or see it. It ends with the sandbox and holds nothing that would keep that alive.
final class MemoryWatch: Sendable {
  /// What the processes of a lab may have in memory, all together.
  static let limit = 1 << 30

  private let limit: Int
  private let exceeded = Mutex(false)

  private init(limit: Int) {
    self.limit = limit
  }

  /// Watches over a sandbox from now on.
  static func start(
    over namespaces: [Descriptor], first: Descriptor?, end: Descriptor, limit: Int
  ) -> MemoryWatch {
    let watch = MemoryWatch(limit: limit)
    WaitingThreads.run { watch.run(namespaces, first, end) }
    return watch
  }

  /// Why the sandbox was ended; `nil` if it was not.
  var verdict: String? {
    exceeded.withLock { $0 } ? Self.sentence(limit: limit) : nil
  }

  private func run(_ namespaces: [Descriptor], _ first: Descriptor?, _ end: Descriptor) {
    guard var meter = MemoryMeter(of: namespaces) else { return }
    defer { meter.close() }
    var pause = Pace.beginning
    while !waitForInput([end.number], until: .now + pause)[0] {
      let started = Self.processorTime
      let bytes = meter.bytes(above: limit)
      if bytes > limit {
        // Said before anybody can see the end that it explains.
        exceeded.withLock { $0 = true }
        if let first { clinux_pidfd_kill(first.number) }
        return
      }
      pause = Pace.pause(cost: Self.processorTime - started, isHigh: bytes > limit / 4)
    }
  }

  private static var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  static func sentence(limit: Int) -> String {
    "the lab used more memory than \(words(limit))"
  }

  static func words(_ bytes: Int) -> String {
    bytes % (1 << 30) == 0 ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
  }

  /// How often the watch looks.
  enum Pace {
    /// Most labs' commands are over by then.
    static let beginning = Duration.milliseconds(200)
    private static let shortest = Duration.milliseconds(50)
    private static let longest = Duration.milliseconds(500)

    /// How long to wait after a look that took this much of a processor.
    ///
    /// Watching a lab that uses little takes a quarter of a percent of a processor, unless the
    /// machine has so many processes that one look takes more than a millisecond; one that uses
    /// much is watched closely, for up to five percent.
    static func pause(cost: Duration, isHigh: Bool) -> Duration {
      min(max(cost * (isHigh ? 20 : 400), shortest), longest)
    }
  }
}
