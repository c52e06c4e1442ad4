import CSeccomp
import Glibc

/// The system calls that nothing inside a sandbox gets, as a program for the kernel.
///
/// Each of them is a way out of the sandbox or into the kernel that no network tool needs; the calls
/// that change ids are answered with success and do nothing, since a sandbox has a single id and
/// `tcpdump` insists on leaving it. Calls by the convention of another architecture, as a machine
/// of 64 bits has for 32, end the process that makes them.
struct SeccompFilter: Sendable {
  /// Instructions of classic BPF, eight bytes each.
  let bytes: [UInt8]

  /// Builds the filter for this machine's architecture, or for another, by its number of audit(7).
  ///
  /// - Throws: What libseccomp or the kernel said.
  init(architecture: UInt32? = nil) throws(SystemProblem) {
    guard let context = seccomp_init(Self.allow) else { throw SystemProblem("seccomp_init") }
    defer { seccomp_release(context) }
    if let architecture { try Self.set(architecture, of: context) }
    // Where the kernel cannot end the process, its thread ends.
    _ = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, Self.end)
    for name in Self.forbidden { try Self.add(context, name, Self.errno(EPERM)) }
    for name in Self.unknown { try Self.add(context, name, Self.errno(ENOSYS)) }
    for name in Self.pretended { try Self.add(context, name, Self.errno(0)) }
    try Self.allowSocketFamilies(context)
    for request in [TIOCSTI, TIOCLINUX] {
      try Self.add(context, "ioctl", Self.errno(EPERM), Self.argument(1, equals: UInt64(request)))
    }
    bytes = try Self.export(context)
  }

  private static func set(
    _ architecture: UInt32, of context: scmp_filter_ctx
  ) throws(SystemProblem) {
    let native = seccomp_arch_native()
    guard architecture != native else { return }
    for result in [
      seccomp_arch_add(context, architecture), seccomp_arch_remove(context, native),
    ] where result != 0 {
      throw SystemProblem("seccomp filter for another architecture", code: -result)
    }
  }

  private static let allow: UInt32 = 0x7fff_0000
  private static let end: UInt32 = 0x8000_0000
  private static func errno(_ number: CInt) -> UInt32 { 0x0005_0000 | UInt32(number) }

  private static let forbidden = [
    "keyctl", "add_key", "request_key", "bpf", "perf_event_open", "userfaultfd",
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
    "open_by_handle_at", "syslog", "acct", "swapon", "swapoff", "reboot", "quotactl",
    "quotactl_fd", "iopl", "ioperm", "pivot_root", "lookup_dcookie", "settimeofday",
    "clock_settime", "clock_adjtime", "adjtimex", "mbind", "move_pages", "vhangup", "kcmp",
    "fanotify_init", "process_madvise", "memfd_secret",
  ]

  /// Programs fall back to older calls when the kernel does not know these.
  private static let unknown = [
    "io_uring_setup", "io_uring_enter", "io_uring_register", "fsopen", "fsconfig", "fsmount",
    "fspick", "move_mount", "open_tree", "mount_setattr",
    // Memory that is no process's, so that nothing would bound it.
    "memfd_create", "shmget",
  ]

  private static let pretended = [
    "setuid", "setgid", "setreuid", "setregid", "setgroups", "setresuid", "setresgid", "setfsuid",
    "setfsgid", "chown", "fchown", "lchown", "fchownat",
  ]

  /// AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET; no VSOCK, ALG, BLUETOOTH, ….
  private static let families: [UInt64] = [1, 2, 10, 16, 17]

  private static func allowSocketFamilies(_ context: scmp_filter_ctx) throws(SystemProblem) {
    // libseccomp compares one argument once a rule: forbid the gaps between the allowed ones.
    let refusal = errno(EAFNOSUPPORT)
    for name in ["socket", "socketpair"] {
      for family in UInt64(0)...45 where !families.contains(family) {
        try add(context, name, refusal, argument(0, equals: family))
      }
      try add(
        context, name, refusal,
        scmp_arg_cmp(arg: 0, op: SCMP_CMP_GT, datum_a: 45, datum_b: 0))
    }
  }

  private static func argument(_ index: UInt32, equals value: UInt64) -> scmp_arg_cmp {
    // The kernel looks at the low half of these arguments alone.
    scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: 0xffff_ffff, datum_b: value)
  }

  private static func add(
    _ context: scmp_filter_ctx, _ name: String, _ action: UInt32, _ comparison: scmp_arg_cmp? = nil
  ) throws(SystemProblem) {
    let number = seccomp_syscall_resolve_name(name)
    // Not every library knows every name. A call that an architecture lacks gets no rule there.
    guard number != __NR_SCMP_ERROR else { return }
    var comparisons = comparison.map { [$0] } ?? []
    let result = seccomp_rule_add_array(
      context, action, number, UInt32(comparisons.count), &comparisons)
    guard result == 0 else { throw SystemProblem("seccomp rule for \(name)", code: -result) }
  }

  private static func export(_ context: scmp_filter_ctx) throws(SystemProblem) -> [UInt8] {
    let file = try Descriptor.memoryFile("filter", [])
    let result = seccomp_export_bpf(context, file.number)
    guard result == 0 else { throw SystemProblem("seccomp_export_bpf", code: -result) }
    let size = Int(lseek(file.number, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: max(0, size))
    guard size > 0, pread(file.number, &bytes, size, 0) == size else {
      throw SystemProblem("read filter")
    }
    return bytes
  }
}
