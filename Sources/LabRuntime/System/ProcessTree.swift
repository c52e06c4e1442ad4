import Glibc

/// Looks up children in `/proc`.
enum ProcessTree {
  /// The only child's only child of a process: stage 2's first process, below `unshare`.
  static func grandchild(of process: pid_t) -> pid_t? {
    children(of: process).lazy.flatMap { children(of: $0) }.first
  }

  static func children(of process: pid_t) -> [pid_t] {
    if let text = readFile("/proc/\(process)/task/\(process)/children") {
      return text.split(separator: " ").compactMap { pid_t($0) }
    }
    return all().filter { status(of: $0)?.parent == process }
  }

  /// The id of a process in the innermost process namespace that it is in.
  static func innermostID(of process: pid_t) -> pid_t? {
    let lines = readFile("/proc/\(process)/status")?.split(separator: "\n") ?? []
    return lines.first { $0.hasPrefix("NSpid:") }?.split { $0 == "\t" || $0 == " " }.last
      .flatMap { pid_t($0) }
  }

  /// The processes of a session, by the machine's numbers.
  static func members(ofSession session: pid_t) -> [pid_t] {
    all().filter { status(of: $0)?.session == session }
  }

  /// Kills whatever is left of a session.
  static func killMembers(ofSession session: pid_t) {
    for member in members(ofSession: session) { kill(member, SIGKILL) }
  }

  /// Kills a session and waits until the child that leads it has ended; it is left to be reaped.
  ///
  /// `nsenter` reaps its own child and then ends by itself. Killed first, it would leave that to the
  /// machine's init, and the sandbox could not end before init gets round to it.
  static func endSession(of leader: ChildProcess, within limit: Duration = .seconds(2)) {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
      let others = members(ofSession: leader.id).filter { $0 != leader.id }
      for member in others { kill(member, SIGKILL) }
      if others.isEmpty { leader.signal(SIGKILL) }
      if waitForInput([leader.end.number], until: .now + .milliseconds(20))[0] { return }
    }
    leader.signal(SIGKILL)
  }

  /// Kills whatever carries a mark, until nothing does or the time is over.
  ///
  /// Processes may start more while they are looked up, and end themselves. Only a look during which
  /// nothing on the machine was started has seen everything; else three in a row have to do.
  static func killMembers(marked mark: ProcessMark, within limit: Duration = .seconds(5)) {
    let deadline = ContinuousClock.now + limit
    var looksInVain = 0
    while looksInVain < 3 {
      let before = newest
      let living = all().filter { status(of: $0).map { $0.isAlive && mark == $0.mark } ?? false }
      for process in living { kill(process, SIGKILL) }
      if living.isEmpty, before != nil, before == newest { return }
      looksInVain = living.isEmpty ? looksInVain + 1 : 0
      guard ContinuousClock.now < deadline else { return }
      usleep(500)
    }
  }

  /// The number of the process that was started last, the end of `/proc/loadavg` (proc(5)).
  private static var newest: Substring? {
    readFile("/proc/loadavg")?.split(whereSeparator: \.isWhitespace).last
  }

  /// When a process was started, in the kernel's ticks: with its number it tells it from all others.
  static func start(of process: pid_t) -> UInt64? {
    status(of: process)?.start
  }

  private static func all() -> [pid_t] {
    Folder.names(in: "/proc").compactMap { pid_t($0) }
  }

  private struct Status {
    var parent: pid_t
    var session: pid_t
    var isAlive: Bool
    var start: UInt64?
    var mark: ProcessMark?
  }

  /// What `/proc/PID/stat` tells (proc(5)).
  private static func status(of process: pid_t) -> Status? {
    // The name in parentheses may hold anything, so the fields are counted from its end.
    guard let text = readFile("/proc/\(process)/stat"), let name = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: name)...].split(separator: " ", maxSplits: 23)
    guard fields.count > 22, let parent = pid_t(fields[1]), let session = pid_t(fields[3]) else {
      return nil
    }
    return Status(
      parent: parent, session: session, isAlive: fields[0] != "Z" && fields[0] != "X",
      start: UInt64(fields[19]),
      mark: UInt64(fields[22]).map { ProcessMark(value: $0) })
  }

  private static func readFile(_ path: String) -> String? {
    guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
    var reader = BoundedReader(file, bound: 65536)
    while !reader.isAtEnd, reader.read() > 0 {}
    return String(decoding: reader.bytes, as: UTF8.self)
  }
}
