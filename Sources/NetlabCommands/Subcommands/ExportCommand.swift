import ArgumentParser
import Authoring
import LabDocument
import Reporting
import SystemPackage

/// `netlab export`: a lab in another form.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a lab's commands as a script, or the lab for one learner.",
    discussion: """
      As sh: a bash script of the lab's commands, with a line `# step: ID` for each step. As md: \
      the lab with its variables filled in for a seed, which its front matter then records, and \
      without what only instructors read. Nothing runs.

      EXAMPLES
        netlab export 01-veth --to sh
        netlab export 04-bridge --to sh --solutions --output bridge.sh
        netlab export labs/16-exam.md --to md --seed s1234567 --output exam.md
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case sh, md
  }

  @Argument(help: "The path of a lab, or the name of one that comes with netlab.")
  var lab: String

  @Option(name: .long, help: "A script, or the lab itself.")
  var to: Form

  @Option(name: .long, help: "Write to this file, whole or not at all.")
  var output: String?

  @Option(name: .long, help: "What the values of the lab's variables follow from.")
  var seed: String?

  @Flag(name: .long, help: "Put the solutions of exercises into the script.")
  var solutions = false

  func validate() throws {
    if solutions, to == .md {
      throw ValidationError("--solutions is for a script; the lab itself has its solutions")
    }
  }

  func run() async throws {
    let path = LabFinder.path(for: lab)
    let bytes: [UInt8]
    do {
      bytes = try LabFile.contents(of: path)
    } catch {
      guard case .unreadable(let reason) = LabFile.read(lab) else { throw error }
      Output.complain(reason)
      throw ExitCode(2)
    }
    switch LabFile.read(bytes, path: path, seed: seed) {
    case .lab(let lab, _):
      try write(exported(lab, bytes))
    case .mistaken(let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      throw ExitCode(2)
    case .unreadable(let reason):
      Output.complain(reason)
      throw ExitCode(2)
    }
  }

  private func exported(_ lab: Lab, _ bytes: [UInt8]) throws -> [UInt8] {
    do {
      switch to {
      case .sh:
        return Array(try ShellExport.text(of: lab, solutions: solutions).utf8)
      case .md:
        return try ArticleExport.bytes(of: bytes, lab) { LabFile.lab($0, path: lab.file) }
      }
    } catch {
      Output.complain("netlab: \(error)")
      throw ExitCode(2)
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    guard let output else { return try Output.write(bytes) }
    do {
      try Output.write(String(decoding: bytes, as: UTF8.self), toFile: output)
    } catch {
      Output.complain("netlab: \(output) could not be written: \(error)")
      throw ExitCode(2)
    }
  }
}
