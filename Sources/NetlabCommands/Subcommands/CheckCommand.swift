import ArgumentParser
import LabDocument

/// `netlab check`: what is wrong with labs' files.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds mistakes in labs without running them.",
    discussion: """
      Prints every mistake as FILE:LINE:COLUMN: error: what is wrong; what to write instead. \
      Needs no privilege and starts nothing. Warnings do not fail a lab.

      EXAMPLES
        netlab check labs/01-veth.md
        netlab check labs/[0-9]*.md
      """)

  @Argument(help: "Paths of labs, or names of those that come with netlab.")
  var labs: [String]

  func run() async throws {
    var mistaken = 0
    var unreadable = 0
    for argument in labs {
      switch LabFile.read(argument) {
      case .lab(_, let diagnostics):
        for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      case .mistaken(let diagnostics):
        mistaken += 1
        for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      case .unreadable(let reason):
        unreadable += 1
        Output.complain(reason)
      }
    }
    let noun = labs.count == 1 ? "lab" : "labs"
    if mistaken + unreadable == 0 {
      try Output.write("\(labs.count) \(noun) checked, no mistakes\n")
    } else {
      var parts: [String] = []
      if mistaken > 0 { parts.append("\(mistaken) with mistakes") }
      if unreadable > 0 { parts.append("\(unreadable) that cannot be read") }
      Output.complain("\(labs.count) \(noun) checked: \(parts.joined(separator: ", "))")
      throw mistaken > 0 ? ExitCode(1) : ExitCode(2)
    }
  }
}
