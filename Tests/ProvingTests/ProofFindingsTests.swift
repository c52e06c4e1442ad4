import LabDocument
import LabResults
import LabRuntime
import NetworkState
import Testing

@testable import Proving

@Suite("What runs mean for a proof")
struct ProofFindingsTests {
  private static let body = """
    ## A step
    <!-- netlab: exercise -->

    ```console
    $ true
    # unguarded: nobody can see it
    $ false
    ```

    ```console solution
    $ ip link set lo up
    ```

    ```expect
    host: link lo up
    host: no routes  # holds before
    ```

    ```expect keep
    host: no links
    ```
    """
  private let script: LabScript
  private let findings: ProofFindings
  /// The lines of the plain claim, the marked one and the one to keep.
  private let lines: [Int]

  init() throws {
    script = LabScript(try Sample.lab(Self.body))
    findings = ProofFindings(script: script)
    lines = script.groups.map(\.line)
  }

  private func before(_ outcomes: [Outcome], lacksPlace: Bool = false) -> [String] {
    let judged = zip(lines, outcomes).map { line, outcome in
      (line, Sample.judged(outcome, line: line, lacksPlace: lacksPlace && outcome == .error))
    }
    return findings.findings(before: Dictionary(uniqueKeysWithValues: judged), ofStep: 0)
      .map { "\($0.line - lines[0]) \($0.kind.rawValue)" }
  }

  @Test("Before the work, plain claims are false and others as their marks say")
  func falseBefore() {
    #expect(before([.failed, .passed, .passed]) == [])
    #expect(before([.passed, .passed, .passed]) == ["0 true-before"])
    #expect(before([.failed, .failed, .passed]) == ["1 needless-mark"])
    #expect(before([.failed, .passed, .failed]) == ["5 keep-not-before"])
    #expect(before([.error, .error, .error]) == ["0 undecided", "1 undecided", "5 undecided"])
    // A claim in a place that is not there is false.
    #expect(
      before([.error, .error, .error], lacksPlace: true) == [
        "1 needless-mark", "5 keep-not-before",
      ])
  }

  @Test("What holds without the solution is earned by nothing, unless it is marked")
  func empty() {
    let judged = Dictionary(
      uniqueKeysWithValues: lines.map { ($0, Sample.judged(.passed, line: $0)) })
    let found = findings.findings(empty: judged, falseBefore: [lines[0], lines[1]], ofStep: 0)
    #expect(found.map(\.kind) == [.earnedByNothing])
    #expect(found.map(\.line) == [lines[0]])
    #expect(findings.findings(empty: judged, falseBefore: [], ofStep: 0).isEmpty)
    let mark = ProofFinding(.needlessMark, line: lines[1], column: 1, subject: "", message: "")
    #expect(findings.withoutNeededMarks([mark], empty: judged).isEmpty)
    #expect(findings.withoutNeededMarks([mark], empty: [:]) == [mark])
  }

  @Test("Two runs: what is wrong in both is told once, what is wrong in one is not repeated")
  func twoRuns() throws {
    var first = LabRunner.WholeRun()
    first.commands = [1: Sample.ran(12), 2: Sample.ran(14, difference: "- a\n+ b")]
    first.claims[lines[0]] = Sample.judged(.failed, line: lines[0])
    var second = first
    #expect(
      Set(findings.findings(in: first, and: second).map(\.kind))
        == [.notTrueAfter, .outputDiffers])
    second.commands[2] = Sample.ran(14)
    second.claims[lines[0]] = Sample.judged(.passed, line: lines[0])
    let found = findings.findings(in: first, and: second)
    #expect(found.map(\.kind) == [.notRepeated, .notRepeated])
    #expect(found.contains { $0.message.contains("it depends on the time or on chance") })
    #expect(found.contains { $0.message.contains("one of two runs") })
  }

  @Test("Two runs that end in different states")
  func twoEnds() {
    var (first, second) = (LabRunner.WholeRun(), LabRunner.WholeRun())
    var state = PlaceState()
    state.links = [Link(index: 1, name: "lo")]
    first.end.places[.host("host")] = .state(state)
    state.links = []
    second.end.places[.host("host")] = .state(state)
    let found = findings.findings(in: first, and: second)
    #expect(found.map(\.kind) == [.notRepeated])
    #expect(found.first?.message.contains("`- host: link lo down`") == true)
  }

  @Test("Commands: guarded, unguarded, excused; a reason that is not needed")
  func guards() {
    var run = LabRunner.WholeRun()
    let change = StateChange(.appeared, .host("host"), .route, "route default")
    run.changes = [1: [change], 2: [change], 3: [change]]
    let plan = MutationPlan(script: script, steps: [0], run: run)
    #expect(
      plan.trials == [
        .before(step: 0), .empty(step: 0), .mutant(item: 1), .mutant(item: 2), .mutant(item: 3),
      ])
    let claim = ChangingCommand.Guard.claim("host: link lo up", line: lines[0])
    var commands = plan.commands([
      (.mutant(item: 1), .verdict(.none)), (.mutant(item: 2), .verdict(.none)),
      (.mutant(item: 3), .verdict(claim)),
    ])
    #expect(
      commands.map(\.guardedBy) == [.none, .excused(reason: "nobody can see it"), claim])
    #expect(
      commands.compactMap { findings.finding(of: $0) }.map(\.kind) == [.unguarded])
    commands = plan.commands([(.mutant(item: 1), .problem("no machine"))])
    #expect(commands.map(\.guardedBy) == [.undecided("no machine"), .untried, .untried])
    #expect(commands.compactMap { findings.finding(of: $0) }.map(\.outcome) == [.error])
    let reasons = plan.needlessReasons([(.mutant(item: 2), .verdict(claim))], findings)
    #expect(reasons.map(\.kind) == [.needlessReason])
    #expect(reasons.map(\.outcome) == [.passed])
  }

  @Test("A lab that does not reach its end is not mutated, and steps beyond are not tried")
  func broken() {
    var run = LabRunner.WholeRun()
    run.changes = [1: [StateChange(.appeared, .host("host"), .route, "route default")]]
    run.brokenAt = 1
    #expect(
      MutationPlan(script: script, steps: [0], run: run).trials == [
        .before(step: 0), .empty(step: 0),
      ])
    run.brokenAt = 0
    #expect(MutationPlan(script: script, steps: [0], run: run).trials.isEmpty)
  }
}
