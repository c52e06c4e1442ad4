import ArgumentParser
import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Reporting

/// `netlab graph`: the network of a lab as a picture.
struct GraphCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Runs a lab and draws the network as it stands.",
    discussion: """
      Places are boxes with their devices in them; lines join the ends of cables. What is down or \
      has no carrier says so. The lab runs to its end, or to the end of a step; where a step fails \
      before, the network is drawn as it stood there. svg needs Graphviz.

      EXAMPLES
        netlab graph 01-veth
        netlab graph 04-bridge --step connect
        netlab graph labs/04-bridge.md --format svg --output bridge.svg
        netlab graph my.md --format mermaid      for Markdown on GitHub

      EXIT STATUS
        As of `netlab run`: 1 if something failed on the way, 2 if nothing could be drawn.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, svg, dot, mermaid
  }

  @Argument(help: "The path of a lab, or the name of one that comes with netlab.")
  var lab: String

  @Option(name: .long, help: "Draw the network at the end of this step.")
  var step: String?

  @Option(name: .long, help: "The language of the picture.")
  var format = Format.text

  @Option(name: .long, help: "Write the picture to this file, whole or not at all.")
  var output: String?

  @Option(name: .long, help: "What the values of the lab's variables follow from.")
  var seed: String?

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    let lab = try read()
    if let step { try StepArgument.validate(step, in: lab) }
    // Said before a lab runs for nothing.
    if format == .svg, let absence = Graphviz.absence {
      Output.complain("netlab: \(absence)")
      throw ExitCode(2)
    }
    let status = await SignalWatch.cancelling { await draw(lab) }
    if let ended = SignalWatch.status { throw ExitCode(ended) }
    if status != 0 { throw ExitCode(status) }
  }

  private func read() throws -> Lab {
    switch LabFile.read(lab, seed: seed) {
    case .lab(let lab, let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      return lab
    case .mistaken(let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      throw ExitCode(2)
    case .unreadable(let reason):
      Output.complain(reason)
      throw ExitCode(2)
    }
  }

  /// Runs the lab, writes the picture, and returns the exit status.
  private func draw(_ lab: Lab) async -> Int32 {
    let director = PictureDirector()
    let result = await Runner(
      lab: lab, options: RunOptions(lastStep: step), director: director
    ).run()
    if result.outcome != .passed { Output.complain(await director.text, newline: false) }
    let status = RunSession.status([result.outcome])
    guard let network = await director.network else { return max(status, 2) }
    do {
      let picture = try await text(of: NetworkPicture(Topology(network)))
      if let output {
        try Output.write(picture, toFile: output)
      } else {
        try Output.write(picture)
      }
      return status
    } catch {
      Output.complain("netlab: the picture could not be written: \(error)")
      return 2
    }
  }

  private func text(of picture: NetworkPicture) async throws -> String {
    switch format {
    case .text: picture.text(styleOptions.style(toFile: output != nil))
    case .dot: picture.dot
    case .mermaid: picture.mermaid
    case .svg: try await Graphviz.svg(picture.dot)
    }
  }
}
