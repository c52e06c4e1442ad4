import ArgumentParser

/// The `netlab` program: what it can do is in its subcommands.
public struct Netlab: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "netlab",
    abstract: "Runs labs that teach how containers are networked.",
    discussion: """
      A lab is a Markdown article: prose, console transcripts, and claims about the state that \
      each step must lead to. netlab runs it in network namespaces of a sandbox of its own, \
      without root, and says what holds.

      EXAMPLES
        netlab doctor                    what this machine can do
        netlab list                      the labs that come with netlab
        netlab run 01-veth               reads and runs a lab, part by part
        netlab run --yes --strict my.md  runs a lab without waiting, transcripts included
        netlab graph 01-veth             draws the network that a lab makes
        netlab check my.md               finds mistakes in a lab's file
        netlab new my                    writes a lab to begin with
        netlab export my.md --to sh      a lab's commands as a script
        netlab prove my.md               finds what a lab's claims do not guard
        netlab why my.md --step connect  why a packet did not arrive
        netlab trace my.md netns0: ping 8.8.8.8  shows the way a packet really takes
        sudo netlab run --on-host 01-veth  runs a lab on this machine itself

      EXIT STATUS
        0   everything passed
        1   something failed: the network is not as claimed, or check or prove found something
        2   something could not be run or decided, or every lab was skipped
        64  the command line is wrong
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self, CheckCommand.self, ProveCommand.self, ListCommand.self, ShowCommand.self,
      WhyCommand.self, DoctorCommand.self, NewCommand.self, ExportCommand.self, GraphCommand.self,
      CleanCommand.self, TraceCommand.self,
    ])

  public init() {}
}
