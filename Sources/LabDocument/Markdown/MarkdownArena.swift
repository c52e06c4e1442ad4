import CCMark
import Glibc

/// Memory for one tree of libcmark's, given back all at once.
///
/// A long lab has hundreds of thousands of nodes, which the system's allocator would hand out and
/// take back one by one. libcmark's allocator has no place for a context, so the arena in use is the
/// calling thread's.
final class MarkdownArena {
  private var chunks: [UnsafeMutableRawPointer] = []
  private var next: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  /// The newest piece, which alone can grow where it is.
  private var last: UnsafeMutableRawPointer?

  private static let chunkSize = 1 << 20
  /// In front of each piece stands its size; pieces are aligned as malloc(3) aligns them.
  private static let header = 16

  private init() {
    next = UnsafeMutableRawPointer(bitPattern: 16)!
    end = next
  }

  deinit {
    for chunk in chunks { free(chunk) }
  }

  /// Calls the body with an allocator whose pieces live until the body returns.
  static func with<Value>(_ body: (UnsafeMutablePointer<cmark_mem>) -> Value) -> Value {
    let arena = MarkdownArena()
    let outer = pthread_getspecific(key)
    pthread_setspecific(key, Unmanaged.passUnretained(arena).toOpaque())
    defer { pthread_setspecific(key, outer) }
    var allocator = cmark_mem(
      calloc: { MarkdownArena.current.piece($0 * $1) },
      realloc: { MarkdownArena.current.resized($0, $1) },
      free: { _ in })
    return withExtendedLifetime(arena) { body(&allocator) }
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private static var current: MarkdownArena {
    Unmanaged<MarkdownArena>.fromOpaque(pthread_getspecific(key)!).takeUnretainedValue()
  }

  /// A piece of zeros.
  private func piece(_ size: Int) -> UnsafeMutableRawPointer {
    let whole = (size + Self.header + 15) & ~15
    if next + whole > end {
      let length = max(whole, Self.chunkSize)
      // As libcmark's own allocator does: there is no way on without memory.
      guard let chunk = calloc(1, length) else { fatalError("out of memory") }
      chunks.append(chunk)
      next = chunk
      end = chunk + length
    }
    next.storeBytes(of: size, as: Int.self)
    let piece = next + Self.header
    next += whole
    last = piece
    return piece
  }

  private func resized(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer {
    guard let old else { return piece(size) }
    let oldSize = (old - Self.header).load(as: Int.self)
    guard size > oldSize else { return old }
    if old == last {
      let newNext = old + ((size + 15) & ~15)
      if newNext <= end {
        (old - Self.header).storeBytes(of: size, as: Int.self)
        next = newNext
        return old
      }
    }
    let new = piece(size)
    new.copyMemory(from: old, byteCount: oldSize)
    return new
  }
}
