import Glibc

/// netlab called by the name of a tool, in its place, while a lab runs on the machine itself.
///
/// It reads the arguments, records what the call would make, and has the real tool do it. What only
/// looks goes to the real tool at once.
public enum ShimCall {
  /// The tool whose name the program was called by; `nil` for netlab itself.
  public static var tool: String? {
    let word = CommandLine.arguments.first ?? ""
    let name = word.split(separator: "/").last.map(String.init) ?? word
    return ToolReading.tools.contains(name) ? name : nil
  }

  /// Does what the tool would do, and ends the process.
  public static func main(_ tool: String) -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if tool == "sudo" { become(sudo(arguments)) }
    guard let path = realPath(of: tool) else {
      fail("\(RuntimeProblem.toolMissing(tool))", status: 127)
    }
    let reading = ToolReading.read(tool, arguments)
    let journal = Journal()
    if reading.changes.isEmpty || !journal.exists { become([path] + arguments) }
    do {
      exit(try change(path, arguments, reading, journal))
    } catch let refusal as HostRefusal {
      fail("\(refusal)", status: 2)
    } catch {
      fail("nothing was done, since it could not be recorded: \(error)", status: 2)
    }
  }

  private static func change(
    _ path: String, _ arguments: [String], _ reading: ToolReading, _ journal: Journal
  ) throws -> CInt {
    guard let beginning = try journal.read().beginning else {
      throw HostRefusal(description: "the journal has no beginning")
    }
    let process = pid_t(beginning.process)
    let place = "/proc/\(process)/ns/net"
    guard HostProcess.start(of: process) == beginning.start,
      HostProcess.network(place) == beginning.network
    else { throw HostRefusal(description: "the lab's run is over; nothing is changed any more") }
    let reader = HostReader(net: try .open(place, O_RDONLY), network: beginning.network)
    let isInRoot =
      reading.namespace.map(reader.isRoot) ?? (HostProcess.network() == beginning.network)
    var things: [HostThing] = []
    let numbers = try journal.append { state in
      things = try HostGuard(state: state, facts: reader, isInRoot: isInRoot)
        .things(for: reading.changes)
      return things
    }
    let status = run(path, arguments)
    let aftermath = Aftermath(reader: reader, isInRoot: isInRoot)
    try journal.note(
      aftermath.entries(of: Array(zip(numbers, things)), succeeded: status == 0)
        + aftermath.removals(by: reading.changes, in: try journal.read()))
    return status
  }

  /// Runs the tool with the streams and signals of this process, and waits for its end.
  private static func run(_ path: String, _ arguments: [String]) -> CInt {
    signal(SIGINT, SIG_IGN)
    signal(SIGQUIT, SIG_IGN)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child: pid_t = 0
    let error = withArguments([path] + arguments) {
      posix_spawn(&child, path, nil, &attributes, $0, environ)
    }
    guard error == 0 else { fail("\(path): \(SystemProblem.words(error))", status: 126) }
    var status: CInt = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
  }

  /// Becomes another program, found by the path as a shell would.
  private static func become(_ words: [String]) -> Never {
    guard !words.isEmpty else { exit(0) }
    signal(SIGPIPE, SIG_DFL)
    withArguments(words) { _ = execvp(words[0], $0) }
    fail("\(words[0]): \(SystemProblem.words(errno))", status: 127)
  }

  /// `sudo` is root already, and must not lose the stand-ins by a path of its own.
  static func sudo(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      if word == "--" { break }
      if ["-u", "-g", "-p", "-C", "-h", "-r", "-t", "-U"].contains(word) {
        rest.removeFirst(min(1, rest.count))
      }
    }
    return rest.first?.contains("=") == true ? ["env"] + rest : Array(rest)
  }

  /// The tool of this name that is not netlab itself.
  private static func realPath(of tool: String) -> String? {
    var own = stat()
    guard stat("/proc/self/exe", &own) == 0 else { return nil }
    let search = getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in (search + ":" + ProcessStart.searchPath).split(separator: ":") {
      let path = "\(folder)/\(tool)"
      var status = stat()
      if stat(path, &status) == 0, access(path, X_OK) == 0,
        status.st_ino != own.st_ino || status.st_dev != own.st_dev
      {
        return path
      }
    }
    return nil
  }

  private static func fail(_ text: String, status: CInt) -> Never {
    let bytes = Array("netlab: \(text)\n".utf8)
    _ = write(2, bytes, bytes.count)
    exit(status)
  }
}

/// Calls the body with C's `char *const []`, ended by a null pointer.
private func withArguments<Value>(
  _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
  var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
}
