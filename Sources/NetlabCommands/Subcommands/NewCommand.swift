import ArgumentParser
import Authoring
import LabDocument
import SystemPackage

/// `netlab new`: a lab to begin with.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a lab to begin with, which runs and passes.",
    discussion: """
      The new file explains itself: it is a small lab with a step, a question, an exercise with \
      hints and a solution, and claims. Replace it piece by piece. A file that is there already \
      is never written over.

      EXAMPLES
        netlab new 05-mine                 writes 05-mine.md
        netlab new labs/05-mine.md --title "The way out"
      """)

  @Argument(help: "The lab's name, or the path of its file.")
  var name: String

  @Option(name: .long, help: "The lab's heading; made of its name if absent.")
  var title: String?

  func validate() throws {
    guard let id = path.split(separator: "/").last?.dropLast(3), !id.isEmpty, !id.hasPrefix("."),
      !id.hasSuffix(".key"), !path.unicodeScalars.contains(where: { $0.value < 0x20 })
    else {
      throw ValidationError("\(name) is no name for a lab; write one such as 05-mine")
    }
    if let title, title.allSatisfy(\.isWhitespace) || title.contains(where: \.isNewline) {
      throw ValidationError("a title is one line of text, such as --title \"The way out\"")
    }
  }

  func run() async throws {
    let id = LabFile.id(of: path)
    let text = LabSkeleton.text(title: title ?? LabSkeleton.title(ofLab: id))
    // A title can be Markdown that is no heading, or that means something to netlab.
    let result = LabReader.read(Array(text.utf8), file: path)
    guard let lab = result.lab, result.diagnostics.isEmpty, lab.title != id || title == nil else {
      Output.complain(
        "netlab: `\(title ?? id)` cannot be a lab's heading; give another: --title TEXT")
      throw ExitCode(64)
    }
    do {
      try Output.write(text, toNewFile: path)
    } catch Errno.fileExists {
      Output.complain("netlab: \(path) is there already and stays as it is; choose another name")
      throw ExitCode(2)
    } catch Errno.noSuchFileOrDirectory {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      Output.complain(
        "netlab: there is no folder for \(path); make it: mkdir -p \(folder.joined(separator: "/"))"
      )
      throw ExitCode(2)
    } catch {
      Output.complain("netlab: \(path) could not be written: \(error)")
      throw ExitCode(2)
    }
    try Output.write("\(path) is a lab that runs: netlab run \(path)\n")
  }

  private var path: String { name.hasSuffix(".md") ? name : "\(name).md" }
}
