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
