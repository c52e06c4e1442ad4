import Glibc
import Synchronization

/// Threads for work that blocks; one that is done waits for more, since making one costs.
enum WaitingThreads {
  typealias Work = @Sendable () -> Void

  private static let idle = Mutex<[Waiter]>([])

  /// Runs the work on a thread of its own.
  static func run(_ work: @escaping Work) {
    if let waiter = idle.withLock({ $0.popLast() }) {
      waiter.hand(work)
    } else {
      start(Waiter(work))
    }
  }

  private static func start(_ waiter: Waiter) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    var thread = pthread_t()
    let pointer = Unmanaged.passRetained(waiter)
    let result = pthread_create(
      &thread, &attributes,
      { pointer in
        let waiter = Unmanaged<Waiter>.fromOpaque(pointer!).takeRetainedValue()
        while let work = waiter.next() {
          work()
          WaitingThreads.idle.withLock { $0.append(waiter) }
        }
        return nil
      }, pointer.toOpaque())
    if result != 0 {
      // No thread can be had: do the work here rather than never.
      pointer.release()
      waiter.next()?()
    }
  }

  /// Hands work to one thread.
  private final class Waiter: Sendable {
    private let work: Mutex<Work?>
    private let ready: Semaphore

    init(_ first: @escaping Work) {
      work = Mutex(first)
      ready = Semaphore()
      ready.signal()
    }

    func hand(_ new: @escaping Work) {
      work.withLock { $0 = new }
      ready.signal()
    }

    /// The next work, waited for as long as the program runs.
    func next() -> Work? {
      ready.wait()
      return work.withLock { work in
        defer { work = nil }
        return work
      }
    }
  }
}

/// A semaphore of the C library (sem_overview(7)).
private final class Semaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() {
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  func wait() {
    while sem_wait(semaphore) != 0, errno == EINTR {}
  }
}
