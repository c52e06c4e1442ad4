import CLinux
import Glibc

/// How to start a program: descriptors, namespaces, limits and filter included.
///
/// Subprocess hands on the descriptors 0 to 2 alone and has no place for what must happen between
/// fork and exec, so what enters a sandbox is started by this.
struct ProcessStart {
  var path: String
  /// Without the program's own name.
  var arguments: [String]
  var environment: [String] = Self.cleanEnvironment
  /// The child's descriptors 0, 1, 2, …; others are not inherited.
  var descriptors: [Descriptor]
  var newSession = true
  /// Descriptor 0 is a terminal that becomes the session's own.
  var takesTerminal = false
  var identity = ChildIdentity.inherited
  /// Joined before the program starts.
  var namespaces: Namespaces?
  var limits: [clinux_limit] = []
  var filter: SeccompFilter?
  /// Where it is from its first moment on.
  var group: ControlGroup?

  /// Where tools are looked for, on the machine and in the sandbox alike.
  static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Nothing of the user's environment; no lock file of iptables that other runs would wait for.
  static let cleanEnvironment = [
    "PATH=\(searchPath)", "LC_ALL=C", "HOME=/", "XTABLES_LOCKFILE=/dev/null",
  ]
}

/// A user and a network namespace to look into, without the mounts and processes inside.
struct Namespaces: Sendable {
  var user: Descriptor
  var net: Descriptor
}

/// A process that netlab started and has to reap.
final class ChildProcess: Sendable {
  let id: pid_t
  /// Readable once the process has ended.
  let end: Descriptor

  private init(id: pid_t, end: Descriptor) {
    self.id = id
    self.end = end
  }

  /// Starts a program.
  ///
  /// - Throws: The call that failed, `execve` for a program that is not there.
  static func start(_ start: ProcessStart) throws(SystemProblem) -> ChildProcess {
    let id = spawn(start)
    switch id {
    case .success(let id):
      let end = clinux_pidfd_open(id)
      guard end >= 0 else {
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
        throw SystemProblem("pidfd_open", code: -end)
      }
      return ChildProcess(id: id, end: Descriptor(owning: end))
    case .failure(let problem):
      throw problem
    }
  }

  private static func spawn(_ start: ProcessStart) -> Result<pid_t, SystemProblem> {
    var failedCall: UnsafePointer<CChar>?
    // Tools call themselves by the name that they were started by: `ping: …`, not a path.
    let name = start.path.split(separator: "/").last.map(String.init) ?? start.path
    let result = withCStrings([name] + start.arguments) { arguments in
      withCStrings(start.environment) { environment in
        start.path.withCString { path in
          start.descriptors.map(\.number).withUnsafeBufferPointer { descriptors in
            start.limits.withUnsafeBufferPointer { limits in
              (start.filter?.bytes ?? []).withUnsafeBytes { filter in
                var plan = clinux_start(
                  path: path, arguments: arguments, environment: environment,
                  descriptors: descriptors.baseAddress!, descriptor_count: CInt(descriptors.count),
                  new_session: start.newSession, takes_terminal: start.takesTerminal,
                  drop_ids: start.identity.dropsIDs, uid: start.identity.uid,
                  gid: start.identity.gid,
                  user_namespace: start.namespaces?.user.number ?? -1,
                  net_namespace: start.namespaces?.net.number ?? -1,
                  limits: limits.baseAddress, limit_count: CInt(limits.count),
                  filter: filter.isEmpty ? nil : filter.baseAddress,
                  filter_length: UInt16(filter.count / 8),
                  group: start.group?.entrance.number ?? -1)
                return clinux_spawn(&plan, &failedCall)
              }
            }
          }
        }
      }
    }
    withExtendedLifetime(start) {}
    if result > 0 { return .success(result) }
    let call = failedCall.map { String(cString: $0) } ?? "start"
    return .failure(SystemProblem("\(call) \(start.path)", code: -result))
  }

  /// Waits for the end; to be called once, from a thread that may block.
  func reap() -> ProcessEnd {
    var status: CInt = 0
    while waitpid(id, &status, 0) < 0 {
      if errno != EINTR { return .exited(-1) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exited(Int(status >> 8) & 0xff) : .signalled(Int(signal))
  }

  /// Asks the process to end; harmless after its end as long as it is not reaped.
  func signal(_ number: CInt) {
    kill(id, number)
  }
}

enum ProcessEnd: Hashable, Sendable {
  case exited(Int)
  case signalled(Int)

  /// As a shell's `$?` tells it.
  var status: Int {
    switch self {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    }
  }
}

/// Calls the body with the strings as C's `char *const []`, ended by a null pointer.
private func withCStrings<Value>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
}
