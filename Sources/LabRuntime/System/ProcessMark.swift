import CLinux
import Glibc

/// What a process and all that comes from it are known by, wherever they go.
///
/// It is a limit that Linux has and does not heed, RLIMIT_RSS (getrlimit(2)): children inherit it,
/// sessions, environments and namespaces do not change it, and everybody sees it in
/// `/proc/PID/stat`. It cannot be raised inside; who lowers it on purpose is no longer known.
struct ProcessMark: Hashable, Sendable {
  let value: UInt64

  init(value: UInt64) {
    self.value = value
  }

  /// A mark that nothing has yet: four petabytes and a random rest.
  static func make() -> ProcessMark {
    ProcessMark(value: 1 << 52 | UInt64.random(in: 0..<(1 << 48)))
  }

  /// What gives a process that is started the mark.
  var limit: clinux_limit { clinux_limit(resource: clinux_rlimit_rss, value: value) }
}
