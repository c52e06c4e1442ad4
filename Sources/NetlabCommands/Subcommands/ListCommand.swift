import ArgumentParser
import LabDocument
import Reporting

/// `netlab list`: the labs that come with netlab.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the labs that come with netlab.",
    discussion: """
      EXAMPLES
        netlab list
      """)

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    let labs = LabFinder.labs
    guard !labs.isEmpty else {
      Output.complain("no labs were found beside the program; give a lab by its path")
      throw ExitCode(2)
    }
    var rows: [LabTable.Row] = []
    var problems = 0
    for bundled in labs {
      switch LabFile.read(bundled.path) {
      case .lab(let lab, _):
        rows.append(
          LabTable.Row(
            id: bundled.name, title: lab.title, minutes: lab.minutes, needs: lab.needs.map(\.text)))
      case .mistaken(let diagnostics):
        problems += 1
        for diagnostic in diagnostics.prefix(1) { Output.complain("\(diagnostic)") }
      case .unreadable(let reason):
        problems += 1
        Output.complain(reason)
      }
    }
    try Output.write(LabTable.render(rows, style: styleOptions.style()))
    if problems > 0 { throw ExitCode(1) }
  }
}

extension Requirement {
  /// As the front matter writes it.
  var text: String {
    switch self {
    case .tool(let name): name
    case .kernel(let name): "kernel:\(name)"
    }
  }
}
