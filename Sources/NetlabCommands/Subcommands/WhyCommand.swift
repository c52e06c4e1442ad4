import ArgumentParser
import LabDocument
import LabResults
import LabRuntime
import Reporting

/// `netlab why`: why a packet did not arrive.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Says why the probes of a step got no answer.",
    discussion: """
      Runs the lab up to the step. For each probe of it that failed, netlab walks the packet's path \
      there and back, sends a few probes of its own while it watches every device, and names the \
      first broken hop and the cause, or what it has ruled out. Nothing of the lab is changed.

      EXAMPLES
        netlab why labs/04-bridge.md --step the-bridge
        netlab why my.md --step connect --why fix

      EXIT STATUS
        0   every probe of the step got its answer
        1   some did not
        2   the step could not be reached
        64  the command line is wrong
      """)

  @Argument(help: "Path of a lab, or the name of one that comes with netlab.")
  var lab: String

  @Option(name: .long, help: "The step whose probes are meant.")
  var step: String

  @Option(
    name: .long,
    help: "How much is told: symptom, hop, cause or fix; as the step says if left out.")
  var why: DiagnosisLevel?

  @Option(name: .long, help: "The form of the report.")
  var format = RunCommand.Format.text

  @Option(name: .long, help: "What the values of a lab's variables follow from, such as a name.")
  var seed: String?

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    let status = await SignalWatch.cancelling { await explain() }
    if let ended = SignalWatch.status { throw ExitCode(ended) }
    if status != 0 { throw ExitCode(status) }
  }

  private func explain() async -> Int32 {
    switch LabFile.read(lab, seed: seed) {
    case .lab(let lab, let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      do {
        try StepArgument.validate(step, in: lab)
      } catch {
        Output.complain("netlab: \(error)")
        return 64
      }
      return await explain(lab)
    case .mistaken(let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      return 2
    case .unreadable(let reason):
      Output.complain(reason)
      return 2
    }
  }

  private func explain(_ lab: Lab) async -> Int32 {
    let result = await Runner(
      lab: lab, options: RunOptions(lastStep: step), director: SilentDirector()
    ).run()
    guard let found = result.steps.first(where: { $0.id == step }) else { return 2 }
    if found.outcome == .skipped || found.commands.contains(where: { $0.outcome != .passed }) {
      let reason = result.message.map { ": \($0)" } ?? "; `netlab run` says what stands before it"
      Output.complain("netlab: step \(step) was not reached as it should be\(reason)")
    }
    let text =
      format == .json
      ? JSONReport.line(lab: lab, result: result) + "\n"
      : DiagnosisReport.text(found, of: lab, level: why, style: styleOptions.style())
    do {
      try Output.write(text)
    } catch {
      Output.complain("netlab: the report could not be written to standard output: \(error)")
      return 2
    }
    if found.claims.contains(where: { $0.diagnosis != nil }) { return 1 }
    return found.outcome == .skipped || result.outcome == .skipped ? 2 : 0
  }
}

extension DiagnosisLevel: ExpressibleByArgument {}
