import CLinux
import Glibc

/// Undoes what a journal says, the last thing first.
///
/// Needs root, and the network namespace that the journal is of. It can be stopped anywhere and begun
/// anew: what is undone is noted, and each thing is looked at before it is touched.
struct HostUndo {
  let journal: Journal

  /// What came of undoing.
  struct Report: Sendable {
    /// What was undone.
    var undone: [String] = []
    /// What is no longer the lab's and was left.
    var left: [String] = []
    /// What could not be undone, and why; the journal keeps it.
    var problems: [String] = []
  }

  /// Ends the lab's processes, undoes everything, and removes the journal if nothing is left; blocks.
  func run() throws -> Report {
    let state = try journal.read()
    var report = Report()
    guard let beginning = state.beginning else { return report }
    HostProcesses(beginning: beginning, things: state.things).end(into: &report)
    let planner = UndoPlanner(facts: HostReader.here()) {
      HostProcess.network("/run/netns/\($0)")
    }
    // Ended processes may have written to the end.
    for recorded in try journal.read().things.reversed() {
      undo(recorded, planner, into: &report)
    }
    if report.problems.isEmpty { try journal.remove() }
    return report
  }

  private func undo(_ recorded: RecordedThing, _ planner: UndoPlanner, into report: inout Report) {
    do {
      switch planner.decide(recorded) {
      case .gone:
        if case .folder(let path) = recorded.thing { try HostFolder.remove(path) }
      case .leave(let sentence):
        report.left.append(sentence)
      case .set(let values):
        for value in values { try HostParameters.set(value.path, value.value) }
        report.undone.append("\(recorded.thing)")
      case .run(let commands):
        for command in commands { try Self.run(command) }
        report.undone.append("\(recorded.thing)")
      }
      try journal.note([.settled(number: recorded.number)])
    } catch {
      report.problems.append("\(recorded.thing): \(error)")
    }
  }

  private static func run(_ command: [String]) throws(RuntimeProblem) {
    let result = try HostTool.run(command[0], Array(command.dropFirst()))
    guard result.succeeded else {
      let words = result.errorText.isEmpty ? "\(result.end)" : result.errorText
      throw .sandbox("`\(command.joined(separator: " "))` failed: \(words)")
    }
  }
}

/// The processes of a lab on the machine itself.
struct HostProcesses {
  let beginning: JournalBeginning
  let things: [RecordedThing]

  /// Ends them all: those of its shells' sessions, and those that carry its token, wherever they went.
  func end(into report: inout HostUndo.Report) {
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let living = living
      guard !living.isEmpty else { return }
      guard ContinuousClock.now < deadline else {
        report.problems += living.map {
          "the process \($0) (\(HostProcess.name(of: $0))) could not be ended"
        }
        return
      }
      for process in living { end(process) }
      usleep(10_000)
    }
  }

  /// Its number may have been given to another since it was looked up: that one is not the lab's.
  private func end(_ process: pid_t) {
    let number = clinux_pidfd_open(process)
    guard number >= 0 else { return }
    let descriptor = Descriptor(owning: number)
    if isOurs(process) { clinux_pidfd_kill(descriptor.number) }
  }

  private var living: [pid_t] {
    HostProcess.all.filter { $0 != getpid() && $0 != 1 && isOurs($0) }
  }

  private func isOurs(_ process: pid_t) -> Bool {
    guard HostProcess.start(of: process) != nil else { return false }
    if HostProcess.has("\(HostSide.tokenName)=\(beginning.token)", process) { return true }
    guard let session = HostProcess.session(of: process) else { return false }
    return things.contains { recorded in
      guard case .session(let leader, let start) = recorded.thing, leader == Int(session) else {
        return false
      }
      // Without its leader a session keeps its number; with another leader it is another one.
      return HostProcess.start(of: session).map { $0 == start } ?? true
    }
  }
}

/// Removes folders that netlab made.
enum HostFolder {
  /// Removes a folder with all that is in it; never follows a link, never leaves its file system.
  static func remove(_ path: String) throws(SystemProblem) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw SystemProblem("look at \(path)") }
      return
    }
    try remove(path, on: status.st_dev)
  }

  private static func remove(_ path: String, on device: dev_t) throws(SystemProblem) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_dev == device else {
      throw SystemProblem("remove \(path), on which something is mounted", code: EBUSY)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in Folder.names(in: path) { try remove("\(path)/\(name)", on: device) }
      guard rmdir(path) == 0 else { throw SystemProblem("remove \(path)") }
    } else {
      guard unlink(path) == 0 else { throw SystemProblem("remove \(path)") }
    }
  }
}
