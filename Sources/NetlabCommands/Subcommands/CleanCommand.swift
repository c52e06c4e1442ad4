import ArgumentParser
import LabRuntime

/// `netlab clean`: undoes what a run on the machine itself has left.
struct CleanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Undoes what a run with --on-host has left, if it was killed.",
    discussion: """
      A run with --on-host records what it makes before it makes it, and undoes it at its end. \
      Where it had no chance to, this does: exactly what was recorded, and nothing else. Needs root. \
      It can be run at any time and again.

      EXAMPLES
        sudo netlab clean

      EXIT STATUS
        0   nothing was left to undo, or all of it was undone
        2   something could not be undone; it is listed, and stays recorded
      """)

  func run() async throws {
    do {
      let cleaning = try OnHost.clean()
      guard let lab = cleaning.lab else {
        try Output.write("there is nothing to undo\n")
        return
      }
      let lines = cleaning.lines.map { "  \($0)\n" }.joined()
      let isPart = cleaning.isComplete ? "is undone" : "could not be undone whole"
      try Output.write("the run of \(lab) on this machine \(isPart)\n" + lines)
      if !cleaning.isComplete { throw ExitCode(2) }
    } catch let status as ExitCode {
      throw status
    } catch {
      Output.complain("netlab: \(error)")
      throw ExitCode(2)
    }
  }
}
