import Glibc
import NetworkState
import Synchronization

/// A bash inside the sandbox that stays for all commands of its place.
///
/// It is entered with `nsenter`, in a session, with limits and a filter of its own. One command at a
/// time; what is written to it is read byte by byte, so nothing is lost between commands.
final class Shell: Sendable {
  /// What came of one command.
  struct Reply: Sendable {
    enum End: Sendable, Equatable {
      case status(Int)
      case timedOut
      case cancelled
      /// The shell ended while it ran the command.
      case died(ProcessEnd)
      /// The shell could not be entered at all; what was said.
      case notEntered(String)
    }

    var end: End
    var output: [UInt8]
    /// How many bytes of output were too many and dropped.
    var dropped: Int
    var duration: Duration
  }

  /// How much output of a command is kept.
  static let outputBound = 1 << 20

  /// The namespace in which the shell stands, to see when its name means another.
  let namespace: FileIdentity?
  private let process: ChildProcess
  private let state: Mutex<State>

  private struct State {
    var commands: Descriptor?
    var output: BoundedReader
    var status: StatusReader
    var count = 0
    var hasEnded = false
  }

  private init(
    namespace: FileIdentity?, process: ChildProcess, commands: Descriptor, output: Descriptor,
    status: Descriptor
  ) {
    self.namespace = namespace
    self.process = process
    state = Mutex(
      State(
        commands: commands, output: BoundedReader(output, bound: Self.outputBound),
        status: StatusReader(status)))
  }

  /// Starts a shell in a place of the sandbox; it is not waited for.
  static func enter(_ place: Place, net: Descriptor, of sandbox: Sandbox) throws(RuntimeProblem)
    -> Shell
  {
    do {
      let entry = ShellEntry(place: place, net: net, sandbox: sandbox)
      let (commandReading, commands) = try Descriptor.pipe()
      let (output, outputWriting) = try Descriptor.pipe()
      let (status, statusWriting) = try Descriptor.pipe()
      let process = try ChildProcess.start(
        try entry.start(input: commandReading, output: outputWriting, errors: statusWriting))
      try sandbox.onHost?.note(process)
      let shell = Shell(
        namespace: net.identity, process: process, commands: commands, output: output,
        status: status)
      // It fits into the empty pipe.
      commands.setNonBlocking()
      _ = send(
        ShellScript.preamble(inherited: entry.inheritedCount), to: commands, until: .now, -1)
      return shell
    } catch {
      throw (error as? RuntimeProblem) ?? .system("enter \(place)", error)
    }
  }

  /// Runs a command to its end, or to the end of its time; then the shell's whole session ends.
  ///
  /// - Parameter live: Gets the output as it comes, cut anywhere, and no more than is kept.
  func run(
    _ command: String, timeout: Duration, live: @escaping @Sendable ([UInt8]) -> Void = { _ in }
  ) async -> Reply {
    let started = ContinuousClock.now
    return await blocking { [self] cancellation in
      state.withLock { state in
        state.count += 1
        let script = ShellScript.command(command, number: state.count)
        let refusal = state.commands.flatMap {
          Self.send(script, to: $0, until: started + timeout, cancellation)
        }
        return watch(
          &state, state.count, refusal, started: started, timeout: timeout, cancellation, live)
      }
    }
  }

  /// Ends the shell and everything in its session.
  ///
  /// - Parameter isAlone: The sandbox is gone, and with it all but the process that waited for the shell.
  func end(isAlone: Bool = false) async {
    _ = await blocking { [self] _ in
      state.withLock { finish(&$0, isAlone: isAlone) }
    }
  }

  /// Hands text over to be read; a shell that does not read is not waited for beyond the deadline.
  ///
  /// - Returns: Why not all of it was handed over; `nil` too for a shell that has ended and no
  ///   longer reads, which the status channel tells.
  private static func send(
    _ text: String, to commands: Descriptor, until deadline: ContinuousClock.Instant,
    _ cancellation: CInt
  ) -> Reply.End? {
    var bytes = ArraySlice(Array(text.utf8))
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(commands.number, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return .timedOut }
        var polled = [
          pollfd(fd: cancellation, events: Int16(POLLIN), revents: 0),
          pollfd(fd: commands.number, events: Int16(POLLOUT), revents: 0),
        ]
        poll(&polled, 2, CInt(clamping: left.milliseconds + 1))
        if polled[0].revents != 0 { return .cancelled }
      } else if errno != EINTR {
        return nil
      }
    }
    return nil
  }

  private func watch(
    _ state: inout State, _ number: Int, _ refusal: Reply.End?,
    started: ContinuousClock.Instant, timeout: Duration, _ cancellation: CInt,
    _ live: ([UInt8]) -> Void
  ) -> Reply {
    var shown = state.output.bytes.count
    if shown > 0 { live(state.output.bytes) }
    func showNew(_ state: State) {
      if state.output.bytes.count > shown { live(Array(state.output.bytes[shown...])) }
      shown = state.output.bytes.count
    }
    var end = refusal
    while end == nil {
      let ready = waitForInput(
        [cancellation, state.status.descriptor.number]
          + (state.output.isAtEnd ? [] : [state.output.descriptor.number]),
        until: started + timeout)
      if ready[0] || !ready.contains(true) {
        end = ready[0] ? .cancelled : .timedOut
        break
      }
      if ready.count > 2, ready[2] { state.output.read() }
      if ready[1] {
        state.status.read()
        if let status = state.status.status(of: number) {
          end = .status(status)
        } else if state.status.isAtEnd {
          end = nil
          break
        }
      }
      showNew(state)
    }
    // What the command printed is in the pipe by now; what a background job goes on to print is not waited for.
    state.output.readWhatIsThere()
    showNew(state)
    let (bytes, dropped) = state.output.take()
    if case .status = end {
      return Reply(end: end!, output: bytes, dropped: dropped, duration: started.duration(to: .now))
    }
    let said = state.status.isReady ? nil : state.status.text
    let processEnd = finish(&state)
    return Reply(
      end: end ?? said.map { .notEntered($0) } ?? .died(processEnd), output: bytes,
      dropped: dropped, duration: started.duration(to: .now))
  }

  /// Ends the session: its processes may have started more while they were looked up.
  @discardableResult
  private func finish(_ state: inout State, isAlone: Bool = false) -> ProcessEnd {
    guard !state.hasEnded else { return .exited(0) }
    state.hasEnded = true
    state.commands = nil
    // A shell that ended by itself says how; the others are killed.
    if !waitForInput([process.end.number], until: .now + .milliseconds(isAlone ? 500 : 10))[0] {
      ProcessTree.endSession(of: process)
    }
    let end = process.reap()
    if !isAlone { ProcessTree.killMembers(ofSession: process.id) }
    return end
  }
}
