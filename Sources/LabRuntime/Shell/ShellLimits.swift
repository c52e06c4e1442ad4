import CLinux
import Glibc

/// The limits of everything that runs inside, set anew for every shell.
enum ShellLimits {
  /// For the sandbox's own first processes, and so inherited by what they start.
  static let inherited = [
    limit(CInt(RLIMIT_NOFILE.rawValue), 1024), limit(CInt(RLIMIT_CORE.rawValue), 0),
    limit(CInt(RLIMIT_FSIZE.rawValue), 256 << 20), limit(clinux_rlimit_msgqueue, 0),
  ]

  /// For shells that enter: processes are counted in the lab's user namespace alone.
  static let entered = inherited + [limit(clinux_rlimit_nproc, 512)]

  private static func limit(_ resource: CInt, _ value: UInt64) -> clinux_limit {
    clinux_limit(resource: resource, value: value)
  }
}
