import ArgumentParser
import Glibc
import LabDocument
import LabResults
import LabRuntime
import Proving
import Reporting

/// `netlab prove`: whether a lab's claims are worth anything.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Proves labs: that claims say something, and guard every command.",
    discussion: """
      For authors. Every run has a sandbox of its own; many run side by side. Proven is a lab if

        its claims are false before their step's commands, but for `expect keep` and
          `# holds before`, and true after them;
        every transcript is what is printed, and a second run comes to the same end;
        some claim fails when a command that changes the network is left out;
        an exercise without its solution earns nothing.

      A command that no claim can guard has a line `# unguarded: REASON` above it.

      EXAMPLES
        netlab prove labs/02-mine.md
        netlab prove --step connect labs/02-mine.md
        netlab prove --format json labs/[0-9]*.md

      EXIT STATUS
        0   all is proven
        1   something was found
        2   something could not be run or decided, or every lab was skipped
        64  the command line is wrong
      """)

  @Argument(help: "Paths of labs, or names of those that come with netlab.")
  var labs: [String]

  @Option(name: .long, help: "Prove the claims and commands of this step alone.")
  var step: String?

  @Option(
    name: .long,
    help: "How many sandboxes may run at a time; four for each processor if not said.")
  var jobs: Int?

  @Option(name: .long, help: "The form of the report.")
  var format = RunCommand.Format.text

  @Option(name: .long, help: "Write the report to this file, whole or not at all.")
  var output: String?

  @Option(name: .long, help: "What the values of a lab's variables follow from, such as a name.")
  var seed: String?

  @Flag(name: .long, help: "Show no progress and no notes.")
  var quiet = false

  @OptionGroup var styleOptions: StyleOptions

  func validate() throws {
    if step != nil, labs.count > 1 {
      throw ValidationError("--step goes with a single lab")
    }
    if let jobs, !(1...64).contains(jobs) {
      throw ValidationError("--jobs is a number from 1 to 64")
    }
  }

  func run() async throws {
    let session = ProveSession(command: self)
    let status = await SignalWatch.cancelling { await session.run() }
    if let ended = SignalWatch.status { throw ExitCode(ended) }
    if status != 0 { throw ExitCode(status) }
  }

  /// Waiting takes no processor, so more run than there are.
  var jobCount: Int { jobs ?? min(32, max(4, 4 * sysconf(CInt(_SC_NPROCESSORS_ONLN)))) }
}
