import LabDocument
import LabResults

/// Brings a machine to where other labs end: runs their commands and tells nobody.
///
/// Their shells stay, with what runs in the background.
struct StartRun {
  let machine: LabMachine

  /// Runs the labs one after the other.
  ///
  /// - Returns: Why the end of one could not be reached; `nil` if all went well.
  func run(_ labs: [Lab]) async -> String? {
    for lab in labs {
      for step in lab.steps {
        var work = step
        // What held at the end of a lab is not judged again.
        work.elements.removeAll { if case .expect = $0 { true } else { false } }
        var run = StepRun(
          step: work, options: RunOptions(diagnoses: false), director: Unattended(),
          machine: machine)
        let result = await run.run()
        if Task.isCancelled { return "interrupted" }
        if let command = result.commands.first(where: { $0.outcome != .passed }) {
          return "the lab starts where \(lab.id) ends, and that could not be reached: "
            + "\(lab.file):\(command.line): \(command.command): \(command.message ?? "it failed")"
        }
      }
    }
    return nil
  }
}

/// Watches nothing.
private struct Unattended: RunDirector {
  func receive(_ event: RunEvent) async {}
}
