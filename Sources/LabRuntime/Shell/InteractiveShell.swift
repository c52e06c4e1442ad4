import CLinux
import Glibc
import NetworkState

extension LabMachine {
  /// Gives a person a shell in a place, with everything as it stands, until they leave it.
  ///
  /// The shell has a terminal of netlab's own, so that nothing inside gets at the person's; it is
  /// confined as the lab's own shells are. Needs a terminal on standard input and output.
  public func interactiveShell(in place: Place) async throws(RuntimeProblem) {
    guard case .found(let net) = verifier.observer.places.open(place) else {
      throw .sandbox("there is no place \(place)")
    }
    do {
      var ends: (CInt, CInt) = (0, 0)
      let result = clinux_open_terminal(&ends.0, &ends.1)
      guard result == 0 else { throw SystemProblem("openpty", code: -result) }
      let (master, slave) = (Descriptor(owning: ends.0), Descriptor(owning: ends.1))
      resize(master)
      var entry = ShellEntry(place: place, net: net, sandbox: sandbox)
      let closing = (3..<3 + entry.inheritedCount).map { "\($0)>&-" }.joined(separator: " ")
      entry.arguments += [
        "-c",
        // A shell that is not interactive drops the prompt that it is given.
        ShellScript.sudo + "export PS1=\(ShellScript.quoted(Self.prompt(place)))\n"
          + "exec \(closing) bash --noprofile --norc -i",
      ]
      entry.environment = ShellEntry.environment(terminal: Self.terminalName)
      var start = try entry.start(input: slave, output: slave, errors: slave)
      start.takesTerminal = true
      let process = try ChildProcess.start(start)
      try sandbox.onHost?.note(process)
      await blocking { cancellation in
        Terminal.withKeys(raw: true) { relay(master, process, cancellation) }
        if !waitForInput([process.end.number], until: .now + .milliseconds(10))[0] {
          ProcessTree.endSession(of: process)
        }
        _ = process.reap()
        ProcessTree.killMembers(ofSession: process.id)
      }
    } catch {
      throw (error as? RuntimeProblem) ?? .system("start a shell in \(place)", error)
    }
  }

  /// `netns0 # ` in the way of the lab's prompts.
  private static func prompt(_ place: Place) -> String {
    if case .host = place { return "\\[\\e[1m\\]\(place) $\\[\\e[0m\\] " }
    return "\\[\\e[1m\\]\(place) #\\[\\e[0m\\] "
  }

  private static var terminalName: String {
    let known = getenv("TERM").map { String(cString: $0) } ?? "xterm"
    // The name goes into the environment of the inside: nothing but a name.
    let isName = known.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    return isName ? known : "xterm"
  }
}

private func resize(_ master: Descriptor) {
  let size = Terminal.size
  clinux_set_terminal_size(
    master.number, UInt16(clamping: size.rows), UInt16(clamping: size.columns))
}

/// Carries keys in and output out until the shell ends.
private func relay(_ master: Descriptor, _ process: ChildProcess, _ cancellation: CInt) {
  var size = Terminal.size
  var buffer = [UInt8](repeating: 0, count: 32768)
  var input: [CInt] = [0]
  while true {
    let ready = waitForInput(
      [cancellation, process.end.number, master.number] + input, until: .now + .milliseconds(250))
    if ready[0] { return }
    if Terminal.size != size {
      size = Terminal.size
      resize(master)
    }
    if ready.count > 3, ready[3] {
      let count = read(0, &buffer, buffer.count)
      if count > 0 {
        writeAll(master.number, buffer[..<count])
      } else {
        input = []
      }
    }
    if ready[2] {
      let count = read(master.number, &buffer, buffer.count)
      guard count > 0 else { return }
      writeAll(1, buffer[..<count])
    } else if ready[1] {
      return
    }
  }
}

private func writeAll(_ descriptor: CInt, _ bytes: ArraySlice<UInt8>) {
  var rest = bytes
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      return
    }
  }
}
