import LabDocument
import LabResults
import NetworkState
import Synchronization

/// Runs one command in its place's shell and says what came of it.
struct CommandRun: Sendable {
  let machine: LabMachine
  /// Gets the output as it comes; nobody if `nil`.
  let director: (any RunDirector)?
  let timeout: Duration

  func run(_ command: String, in place: Place, line: Int, expecting status: Int) async
    -> CommandResult
  {
    let started = ContinuousClock.now
    var result = CommandResult(
      line: line, place: place, command: command, status: nil, outcome: .error, output: "",
      duration: .zero)
    do throws(ShellKeeper.Absence) {
      let recorded = try prepare(command)
      let shell = try await machine.shells.shell(in: place)
      await machine.shells.prepare(for: command)
      let reply = await listen(to: shell, command)
      await finish(&result, reply, expecting: status)
      if let side = machine.sandbox.onHost {
        await blocking { _ in side.watch.look(after: command, recorded: recorded) }
      }
    } catch {
      switch error {
      case .noPlace(let reason):
        result.outcome = .failed
        result.message = reason
      case .problem(let problem):
        result.message = "\(problem)"
      }
    }
    result.duration = started.duration(to: .now)
    return result
  }

  /// Records what a command on the machine itself can be seen to change by its own hand.
  private func prepare(
    _ command: String
  ) throws(ShellKeeper.Absence) -> [(number: Int, path: String)] {
    do throws(SystemProblem) {
      return try machine.sandbox.onHost?.watch.prepare(for: command) ?? []
    } catch {
      throw .problem(.system("record what the command changes", error))
    }
  }

  /// Runs the command, and hands its output on in the order in which it comes.
  private func listen(to shell: Shell, _ command: String) async -> Shell.Reply {
    guard let director else { return await shell.run(command, timeout: timeout) }
    let (pieces, continuation) = AsyncStream<[UInt8]>.makeStream()
    async let reply = shell.run(command, timeout: timeout) { continuation.yield($0) }
    let forwarding = Task {
      var decoder = UTF8Stream()
      for await piece in pieces {
        await director.receive(.commandOutput(decoder.text(piece)))
      }
    }
    let value = await reply
    continuation.finish()
    await forwarding.value
    return value
  }

  private func finish(_ result: inout CommandResult, _ reply: Shell.Reply, expecting status: Int)
    async
  {
    result.output = String(decoding: reply.output, as: UTF8.self)
    if reply.dropped > 0 {
      result.output += "\n… \(reply.dropped) bytes more were printed, and dropped\n"
    }
    if let end = machine.sandbox.untimelyEnd {
      result.outcome = .failed
      result.message = "\(end); everything in it was ended"
      await machine.shells.drop(result.place)
      return
    }
    switch reply.end {
    case .status(let ended):
      result.status = ended
      result.outcome = ended == status ? .passed : .failed
      if ended != status {
        result.message =
          status == 0
          ? "it ended with status \(ended)"
          : "it ended with status \(ended), not \(status) as announced"
      }
    case .timedOut:
      result.outcome = .failed
      result.message = "it did not end within \(timeout.seconds); everything it started was ended"
      await machine.shells.drop(result.place)
    case .died(let end):
      result.outcome = .failed
      result.status = end.status
      result.message = Self.death(end, of: result.place)
      await machine.shells.drop(result.place)
    case .notEntered(let words):
      result.message =
        "no shell could be started in \(result.place)" + (words.isEmpty ? "" : ": \(words)")
      await machine.shells.drop(result.place)
    case .cancelled:
      result.message = "interrupted"
      await machine.shells.drop(result.place)
    }
    // What was deleted must not live on in a shell of ours when the claims are judged.
    await machine.shells.settle()
  }

  private static func death(_ end: ProcessEnd, of place: Place) -> String {
    switch end {
    case .exited(let status):
      "the shell in \(place) ended with status \(status); a command must not exit or replace it"
    case .signalled(let signal):
      "the shell in \(place) was killed by signal \(signal)"
    }
  }
}
