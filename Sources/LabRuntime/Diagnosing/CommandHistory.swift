import Diagnosis
import NetworkState
import Synchronization

/// The commands that ran in a lab's machine, for what a network no longer tells of its past.
final class CommandHistory: Sendable {
  private let commands = Mutex<[PastCommand]>([])

  var all: [PastCommand] { commands.withLock { $0 } }

  func add(_ command: String, in place: Place, status: Int?, output: String) {
    let past = PastCommand(
      place: place, command: String(command.prefix(2000)), status: status ?? -1,
      output: String(output.prefix(500)))
    commands.withLock { commands in
      commands.append(past)
      if commands.count > 2000 { commands.removeFirst(500) }
    }
  }
}
