import LabDocument
import NetworkState

/// A lab's commands as a script for bash.
///
/// Headings become `# step: ID` lines, as in a submission, and each part between them stands for
/// itself: it needs no function or variable of netlab's from another.
public enum ShellExport {
  /// The script.
  ///
  /// - Parameter solutions: Whether exercises are solved in it.
  /// - Throws: For a lab with several hosts: a script runs on one machine.
  public static func text(of lab: Lab, solutions: Bool) throws(ExportProblem) -> String {
    guard lab.world.hosts.count == 1 else {
      let hosts = lab.world.hosts.map(\.name).joined(separator: ", ")
      throw ExportProblem(
        description: "\(lab.file): a script runs on one machine, and this lab has the hosts "
          + "\(hosts); export it with --to md")
    }
    var parts: [String] = []
    var contents = ScriptContents()
    for step in lab.steps {
      let lines = ShellExport.lines(of: step, solutions: solutions, &contents)
      parts.append((["# step: \(step.id)", comment(step.title)] + lines).joined(separator: "\n"))
    }
    let head = ScriptHead(lab: lab, contents: contents, solutions: solutions).text
    return head + "\n" + parts.joined(separator: "\n\n") + "\n"
  }

  private static func lines(
    of step: Step, solutions: Bool, _ contents: inout ScriptContents
  ) -> [String] {
    var writer = ScriptWriter()
    // The order in which the step runs.
    for element in step.parts.flatMap(\.elements) {
      add(element, solutions: solutions, &writer, &contents)
    }
    writer.endGroup()
    contents.add(writer)
    return writer.lines
  }

  private static func add(
    _ element: Element, solutions: Bool, _ writer: inout ScriptWriter,
    _ contents: inout ScriptContents
  ) {
    switch element {
    case .console(let block) where block.role == .solution && !solutions:
      contents.leftOut += 1
      writer.note("Exercise: your commands go here.")
    case .console(let block) where block.role != .example:
      for entry in block.entries {
        switch entry {
        case .command(let command): writer.add(command)
        case .comment(let text, _): writer.note(text)
        case .enter, .leave: break
        }
      }
    case .file(let file):
      writer.add(file)
    case .solution(let solution):
      for element in solution.elements {
        if case .file = element, !solutions { continue }
        add(element, solutions: solutions, &writer, &contents)
      }
    case .expect(let block):
      writer.add(block)
    case .console, .prose, .hint, .question, .instructors:
      break
    }
  }

  /// A line that is a comment to a shell, and begins no step to who looks for steps.
  static func comment(_ text: String) -> String {
    let line = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    let isStep = line.drop { $0 == " " }.hasPrefix("step:")
    return (isStep ? "# note: " : "# ") + line
  }
}

/// What a script holds that its head must speak of.
struct ScriptContents {
  /// Solutions that are not in it.
  var leftOut = 0
  /// Commands for the internet, which are not in it.
  var internetCommands = 0
  var hasSudo = false
  /// Places whose shell keeps something in the lab, and how many shells the script gives them.
  var keeping: Set<String> = []
  var shells: [String: Int] = [:]

  mutating func add(_ writer: ScriptWriter) {
    internetCommands += writer.internetCommands
    hasSudo = hasSudo || writer.hasSudo
    keeping.formUnion(writer.keeping)
    shells.merge(writer.shells) { $0 + $1 }
  }
}
