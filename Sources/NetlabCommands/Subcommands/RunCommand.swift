import ArgumentParser
import LabDocument
import LabResults
import LabRuntime
import Reporting

/// `netlab run`: from Markdown to verdict.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs labs and says what holds.",
    discussion: """
      Each lab runs in a sandbox of its own that is gone afterwards, however the run ends, unless \
      --on-host names this machine itself. On a \
      terminal it waits before each part: Enter goes on, s runs to the end, g shows or hides \
      pictures of the network, ! opens a shell in the lab, q quits.

      EXAMPLES
        netlab run 01-veth
        netlab run --yes --strict labs/[0-9]*.md
        netlab run labs/01-veth.md --step the-cable --keep
        netlab run --format json labs/01-veth.md
        netlab run --update my.md        writes what commands print into the lab
        netlab run --diff my.md          shows what --update would change
        sudo netlab run --on-host labs/01-veth.md
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "Paths of labs, or names of those that come with netlab.")
  var labs: [String]

  @Flag(name: .long, help: "Do not wait between the parts.")
  var yes = false

  @Flag(name: .long, help: "Fail where an output differs from the lab's transcript.")
  var strict = false

  @Option(name: .long, help: "Run up to this step, and no further.")
  var step: String?

  @Flag(name: .long, help: "Open a shell in the lab at its end.")
  var keep = false

  @Flag(name: .long, help: "Open a shell in the lab when it did not pass.")
  var shellOnFailure = false

  @Option(name: .long, help: "The form of the report.")
  var format = Format.text

  @Option(name: .long, help: "Write the report to this file, whole or not at all.")
  var output: String?

  @Option(name: .long, help: "What the values of a lab's variables follow from, such as a name.")
  var seed: String?

  @Flag(inversion: .prefixedNo, help: "Say after each step what it changed in the network.")
  var changes = true

  @Flag(
    inversion: .prefixedNo,
    help: "Draw the network after steps that change its picture; so it is on a terminal.")
  var picture: Bool?

  @Option(
    name: .long,
    help: """
      How many labs run side by side where nobody reads along; as many as there are processors \
      unless said.
      """)
  var jobs: Int?

  @Flag(name: .long, help: "Say what did not pass, and the result; no more.")
  var quiet = false

  @Flag(name: .long, help: "Write what commands print into the labs' transcripts.")
  var update = false

  @Flag(name: .long, help: "Show what --update would change, as a diff; write nothing.")
  var diff = false

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Run on this machine itself, not in a sandbox; needs root.",
      discussion: """
        Says what it will make and asks once. Each namespace, device, rule and kernel parameter is \
        recorded before it is made and undone at the end; after a crash `netlab clean` does that. \
        Claims about the lab's world, such as its internet, are skipped.
        """))
  var onHost = false

  @OptionGroup var styleOptions: StyleOptions

  func validate() throws {
    if keep || shellOnFailure, !Self.hasTerminal || format == .json || output != nil {
      throw ValidationError("a shell in the lab needs a terminal, and the report on it")
    }
    if update || diff, strict {
      throw ValidationError("--strict fails where --update and --diff help; leave one of them out")
    }
    if diff, format == .json || output != nil || keep || shellOnFailure {
      throw ValidationError("--diff prints a diff in place of the report")
    }
    if picture == true, quiet || diff || format == .json {
      throw ValidationError(
        "--picture draws in the report as text; leave out --quiet, --diff or --format json")
    }
    if let jobs, !(1...64).contains(jobs) {
      throw ValidationError("--jobs is a number from 1 to 64")
    }
    if step != nil, labs.count > 1 {
      throw ValidationError("--step goes with a single lab")
    }
    if onHost, update || diff {
      throw ValidationError("--update and --diff are for the lab's own world, not --on-host")
    }
    if onHost, labs.count > 1 {
      throw ValidationError("--on-host goes with a single lab")
    }
    if onHost, !yes, !Self.hasTerminal {
      throw ValidationError(
        "--on-host asks before it begins, and there is no terminal to ask on; --yes agrees")
    }
  }

  func run() async throws {
    let session = RunSession(command: self)
    let status = await SignalWatch.cancelling { await session.run() }
    if let ended = SignalWatch.status { throw ExitCode(ended) }
    if status != 0 { throw ExitCode(status) }
  }

  static var hasTerminal: Bool { Terminal.isTerminal(0) && Terminal.isTerminal(1) }

  /// Whether a person sits there and reads along.
  var isInteractive: Bool {
    !yes && !quiet && !update && !diff && format == .text && output == nil && Self.hasTerminal
  }
}
