import ArgumentParser
import LabDocument
import LabRuntime
import Reporting

/// `netlab show`: a lab to read.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a lab to read; nothing runs.",
    discussion: """
      EXAMPLES
        netlab show 01-veth
        netlab show labs/01-veth.md --step the-cable | less -R
      """)

  @Argument(help: "The path of a lab, or the name of one that comes with netlab.")
  var lab: String

  @Option(name: .long, help: "Show this step alone.")
  var step: String?

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    switch LabFile.read(lab) {
    case .lab(let lab, _):
      if let step { try StepArgument.validate(step, in: lab) }
      try Output.write(ArticleRenderer.render(lab, step: step, style: styleOptions.style()))
    case .mistaken(let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      throw ExitCode(2)
    case .unreadable(let reason):
      Output.complain(reason)
      throw ExitCode(2)
    }
  }
}

/// The id of a step on the command line.
enum StepArgument {
  /// - Throws: A usage error that names the lab's steps.
  static func validate(_ id: String, in lab: Lab) throws {
    guard !lab.steps.contains(where: { $0.id == id }) else { return }
    let ids = lab.steps.map(\.id).joined(separator: ", ")
    throw ValidationError("\(lab.id) has no step \(id); its steps: \(ids)")
  }
}
