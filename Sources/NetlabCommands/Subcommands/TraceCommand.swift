import ArgumentParser
import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Reporting
import Synchronization

/// `netlab trace`: the way that a packet really takes.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Sends a probe in a lab and shows the way it really takes, hop by hop.",
    discussion: """
      Runs the lab to the end of the step, sends one probe, and watches all devices of all places \
      meanwhile. The probe is written as a claim is: ping ADDR, tcp ADDR:PORT, udp ADDR:PORT or \
      http URL, with the words that claims have for it, behind a place. Of a connection, the first \
      segment and what comes back for it are shown. What is rewritten on the way (NAT) stands at the hop where it shows, and where a packet was lost, the last hop at \
      which it was seen.

      EXAMPLES
        netlab trace 05-way-out netns0: ping 8.8.8.8
        netlab trace my.md --step publish internet: tcp 10.0.2.15:8080
        netlab trace --format json my.md netns0: ping 172.18.0.11

      With --format json the report is one object: netlab (1, the version of the form), trace \
      (answered, unanswered or impossible), message, lab, stopped (why the lab ended early, or \
      null), place, probe, answeredBy, lastSeen, and hops in the order of time, each with leg \
      (there, back, or asking for ARP), place, device, direction (in or out), packet, source, \
      sourcePort, destination, destinationPort, ttl, tunnel (the packet around it, or null), \
      changes since the hop before, copy (sent by a bridge that did not know the way), and \
      microseconds since the first hop.

      EXIT STATUS
        0   the probe was answered
        1   it was not
        2   it could not be sent
        64  the command line is wrong
      """)

  @Argument(help: "The path of a lab, or the name of one that comes with netlab.")
  var lab: String

  @Argument(help: "The probe: PLACE: ping ADDR, with its words as arguments or as one.")
  var probe: [String]

  @Option(name: .long, help: "Run up to this step's end; the whole lab if not said.")
  var step: String?

  @Option(name: .long, help: "The form of the report.")
  var format = DoctorCommand.Format.text

  @Option(name: .long, help: "What the values of a lab's variables follow from, such as a name.")
  var seed: String?

  @Flag(name: .long, help: "Do not draw the network beneath.")
  var noPicture = false

  @OptionGroup var styleOptions: StyleOptions

  func run() async throws {
    let status = await SignalWatch.cancelling { await trace() }
    if let ended = SignalWatch.status { throw ExitCode(ended) }
    if status != 0 { throw ExitCode(status) }
  }

  private func trace() async -> Int32 {
    switch LabFile.read(lab, seed: seed) {
    case .lab(let lab, let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
      return await trace(in: lab)
    case .mistaken(let diagnostics):
      for diagnostic in diagnostics { Output.complain("\(diagnostic)") }
    case .unreadable(let reason):
      Output.complain(reason)
    }
    return 2
  }

  private func trace(in lab: Lab) async -> Int32 {
    let text = probe.joined(separator: " ")
    let line: ProbeLine
    do {
      if let step { try StepArgument.validate(step, in: lab) }
      line = try ProbeLine(text, in: lab.world)
    } catch let problem as ProbeLine.Problem {
      let blanks = String(repeating: " ", count: max(0, problem.column - 1))
      Output.complain("netlab: \(problem)\n  \(text)\n  \(blanks)^")
      return 64
    } catch {
      Output.complain("netlab: \(error)")
      return 64
    }
    let director = TraceDirector(line: line)
    let run = await Runner(
      lab: lab, options: RunOptions(lastStep: step), director: director
    ).run()
    guard !Task.isCancelled else { return 2 }
    let result =
      director.result
      ?? TraceResult(.impossible("the lab could not be run: \(run.message ?? "it ended early")"))
    let report = TraceReport(lab: lab, line: line, result: result, shortfall: run.shortfall)
    do {
      switch format {
      case .json: try Output.write(report.json() + "\n")
      case .text:
        try Output.write(report.text(style: styleOptions.style(), showsPicture: !noPicture))
      }
    } catch {
      Output.complain(aboutLoss: error)
      return 2
    }
    return switch result.ending {
    case .answered: 0
    case .unanswered: 1
    case .impossible: 2
    }
  }
}

/// Traces when the lab has run, before its machine goes.
private final class TraceDirector: RunDirector {
  private let line: ProbeLine
  private let found = Mutex<TraceResult?>(nil)

  init(line: ProbeLine) {
    self.line = line
  }

  var result: TraceResult? { found.withLock { $0 } }

  func receive(_ event: RunEvent) async {}

  func isAboutToEnd(_ result: LabResult, at place: Place, on machine: LabMachine) async {
    let traced = await machine.trace(line)
    found.withLock { $0 = traced }
  }
}

extension LabResult {
  /// The step and what failed in it, if the run did not come to its end as the lab says.
  fileprivate var shortfall: String? {
    guard outcome != .passed,
      let step = steps.first(where: { $0.outcome == .failed || $0.outcome == .error })
    else { return nil }
    let command = step.commands.first { $0.outcome != .passed && $0.outcome != .skipped }
    let claim = step.claims.first { $0.outcome != .passed && $0.outcome != .skipped }
    let what =
      command.map { "`\($0.command)` failed" }
      ?? claim.map { "`\($0.claim)` does not hold" } ?? "it did not pass"
    return "step \(step.id), line \(command?.line ?? claim?.line ?? step.line): \(what)"
  }
}
