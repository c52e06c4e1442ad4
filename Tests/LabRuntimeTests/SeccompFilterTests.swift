import CSeccomp
import Glibc
import Testing

@testable import LabRuntime

/// The filter's answers, for both architectures on either, by running the program that it is.
struct SeccompFilterTests {
  /// An architecture by its number of audit(7), and the one of 32 bits that its kernels know too.
  struct Architecture: Sendable, CustomTestStringConvertible {
    var name: String
    var number: UInt32
    var narrow: UInt32

    var testDescription: String { name }

    static let x86 = Architecture(name: "x86-64", number: 0xC000_003E, narrow: 0x4000_0003)
    static let arm = Architecture(name: "aarch64", number: 0xC000_00B7, narrow: 0x4000_0028)
    static let all = [x86, arm]

    /// The number of a call, `nil` if the architecture has none of this name.
    func call(_ name: String) -> UInt32? {
      let number = seccomp_syscall_resolve_name_arch(number, name)
      return number >= 0 ? UInt32(number) : nil
    }

    func verdict(_ name: String, _ arguments: [UInt64] = []) throws -> FilterMachine.Verdict? {
      guard let call = call(name) else { return nil }
      return try FilterMachine(try SeccompFilter(architecture: number))
        .verdict(on: .init(architecture: number, number: call, arguments: arguments))
    }
  }

  @Test("What labs need is allowed", arguments: Architecture.all)
  func allowed(_ architecture: Architecture) throws {
    for name in [
      "read", "write", "execve", "clone", "clone3", "unshare", "setns", "mount", "umount2",
      "ptrace", "kill", "openat", "ioctl", "prlimit64", "seccomp", "prctl", "sendto", "recvmsg",
      "bind", "exit_group", "mmap", "pidfd_open", "rt_sigaction", "wait4", "chroot",
    ] {
      #expect(try architecture.verdict(name) == .allowed, "\(name)")
    }
    // That no more user namespaces can be made is a limit of the sandbox's own.
    #expect(try architecture.verdict("unshare", [0x1000_0000]) == .allowed)
  }

  @Test("Ways into the kernel are closed", arguments: Architecture.all)
  func forbidden(_ architecture: Architecture) throws {
    for name in [
      "keyctl", "add_key", "request_key", "bpf", "perf_event_open", "userfaultfd", "kexec_load",
      "init_module", "finit_module", "delete_module", "open_by_handle_at", "syslog", "acct",
      "swapon", "reboot", "quotactl", "pivot_root", "settimeofday", "clock_settime",
      "clock_adjtime", "adjtimex", "mbind", "move_pages", "vhangup", "kcmp", "fanotify_init",
      "process_madvise",
    ] {
      #expect(try architecture.verdict(name) == .refused(EPERM), "\(name)")
    }
    for name in [
      "io_uring_setup", "io_uring_enter", "io_uring_register", "fsopen", "fsconfig", "fsmount",
      "fspick", "move_mount", "open_tree", "mount_setattr", "memfd_create", "shmget",
    ] {
      #expect(try architecture.verdict(name) == .refused(ENOSYS), "\(name)")
    }
  }

  @Test("Calls that one architecture has alone are closed where they are")
  func onlySome() throws {
    for name in ["iopl", "ioperm", "chown", "lchown"] {
      #expect(Architecture.arm.call(name) == nil, "\(name)")
    }
    #expect(try Architecture.x86.verdict("iopl") == .refused(EPERM))
    #expect(try Architecture.x86.verdict("ioperm") == .refused(EPERM))
    #expect(try Architecture.x86.verdict("chown") == .refused(0))
    #expect(try Architecture.x86.verdict("lchown") == .refused(0))
  }

  @Test("Changes of ids are said to have been made", arguments: Architecture.all)
  func pretended(_ architecture: Architecture) throws {
    for name in [
      "setuid", "setgid", "setreuid", "setregid", "setgroups", "setresuid", "setresgid",
      "setfsuid", "setfsgid", "fchown", "fchownat",
    ] {
      #expect(try architecture.verdict(name) == .refused(0), "\(name)")
    }
  }

  @Test("Sockets are of the families that labs use", arguments: Architecture.all)
  func families(_ architecture: Architecture) throws {
    let machine = FilterMachine(try SeccompFilter(architecture: architecture.number))
    for name in ["socket", "socketpair"] {
      let call = try #require(architecture.call(name))
      for family in UInt64(0)...300 {
        let allowed: Set<UInt64> = [1, 2, 10, 16, 17]
        // The kernel takes an int: what stands in the upper half changes nothing.
        for argument in [family, family | 0xdead_beef << 32] {
          let verdict = try machine.verdict(
            on: .init(architecture: architecture.number, number: call, arguments: [argument]))
          let refusal = FilterMachine.Verdict.refused(EAFNOSUPPORT)
          if argument == family {
            #expect(verdict == (allowed.contains(family) ? .allowed : refusal), "\(argument)")
          } else {
            #expect(verdict == refusal, "\(argument)")
          }
        }
      }
    }
  }

  @Test("No input can be pushed into a terminal", arguments: Architecture.all)
  func terminals(_ architecture: Architecture) throws {
    for request in [TIOCSTI, TIOCLINUX].map({ UInt64($0) }) {
      for upper in [UInt64(0), 1 << 32, 0xffff_ffff << 32] {
        let verdict = try architecture.verdict("ioctl", [0, upper | request])
        #expect(verdict == .refused(EPERM), "\(upper | request)")
      }
    }
    for request in [UInt64(0x5401), 0x5413, 0x541B, 0x8933] {
      #expect(try architecture.verdict("ioctl", [0, request]) == .allowed)
    }
  }

  @Test("Calls by another architecture's convention end the process", arguments: Architecture.all)
  func otherConventions(_ architecture: Architecture) throws {
    let machine = FilterMachine(try SeccompFilter(architecture: architecture.number))
    let others = [architecture.narrow] + Architecture.all.map(\.number)
    for other in others where other != architecture.number {
      for number in UInt32(0)...450 {
        let verdict = try machine.verdict(on: .init(architecture: other, number: number))
        #expect(verdict == .killed, "\(number)")
      }
    }
  }

  @Test("x32, which has x86-64's number, is closed too")
  func x32() throws {
    let x86 = Architecture.x86
    let machine = FilterMachine(try SeccompFilter(architecture: x86.number))
    for number in UInt32(0)...547 {
      let verdict = try machine.verdict(
        on: .init(architecture: x86.number, number: 0x4000_0000 | number))
      #expect(verdict == .killed, "\(number)")
    }
  }

  @Test("The filter of this machine is the one for its architecture, and the kernel takes it")
  func native() throws {
    let filter = try SeccompFilter()
    #expect(filter.bytes == (try SeccompFilter(architecture: seccomp_arch_native())).bytes)
    // BPF_MAXINSNS of the kernel.
    #expect((100...4096).contains(FilterMachine(filter).length))
  }

  @Test("An architecture that libseccomp does not know is an error")
  func unknown() {
    #expect(throws: SystemProblem.self) { try SeccompFilter(architecture: 0x1234) }
  }
}
