import LabDocument
import LabResults
import LabRuntime
import NetworkState

/// How a lab is proven.
public struct ProofOptions: Sendable {
  /// How many machines may run at the same time.
  public var jobs: Int
  /// The step to prove; all if `nil`.
  public var step: String?

  public init(jobs: Int, step: String? = nil) {
    self.jobs = max(1, jobs)
    self.step = step
  }
}

/// How far a proof has come.
public struct ProofProgress: Sendable, Hashable {
  /// What is done now, in a few words.
  public var phase: String
  public var done: Int
  public var total: Int
}

/// Proves a lab: that its claims say something, that they guard its commands, and that it goes the
/// same way each time. Each run has a machine of its own; none is left when it returns.
public struct Prover: Sendable {
  private let lab: Lab
  private let script: LabScript
  private let options: ProofOptions
  private let report: @Sendable (ProofProgress) async -> Void

  /// - Parameter report: Is told whenever something more is done.
  public init(
    lab: Lab, options: ProofOptions,
    report: @escaping @Sendable (ProofProgress) async -> Void = { _ in }
  ) {
    self.lab = lab
    script = LabScript(lab)
    self.options = options
    self.report = report
  }

  /// Proves the lab, or as much of it as there is time for before the task is cancelled.
  public func prove() async -> ProofResult {
    let started = ContinuousClock.now
    var result = ProofResult(outcome: .error, duration: .zero)
    result.steps = steps.count
    result.claims = steps.flatMap { script.blocks(ofStep: $0) }.flatMap(\.claims).count
    result.commands = script.items.count { item in
      if steps.contains(item.step), case .command = item.action { true } else { false }
    }
    await prove(&result)
    if Task.isCancelled { result.message = "interrupted" }
    let lines = lineRanges
    result.findings = result.findings.filter { finding in
      lines.contains { $0.contains(finding.line) }
    }.sorted { ($0.line, $0.column, $0.kind.rawValue) < ($1.line, $1.column, $1.kind.rawValue) }
    if result.outcome != .skipped {
      result.outcome = Outcome.sum([.passed] + result.findings.map(\.outcome))
      if result.message != nil, result.outcome != .failed { result.outcome = .error }
    }
    result.duration = started.duration(to: .now)
    return result
  }

  /// The numbers of the steps that are to be proven.
  private var steps: [Int] {
    script.steps.indices.filter { options.step == nil || script.steps[$0].id == options.step }
  }

  /// Where the steps that are to be proven stand.
  private var lineRanges: [Range<Int>] {
    steps.map { step in
      let next = step + 1 < script.steps.count ? script.steps[step + 1].line : Int.max
      return script.steps[step].line..<max(next, script.steps[step].line)
    }
  }

  private func prove(_ result: inout ProofResult) async {
    let findings = ProofFindings(script: script)
    let runner = LabRunner(lab: lab, script: script)
    let counter = ProgressCounter(report: report)

    // The lab as it is, twice: once watched, once not.
    await counter.begin("running the lab", total: result.commands + 1)
    async let other = runner.wholeRun(watches: false)
    let watched = await runner.wholeRun(watches: true) { await counter.step() }
    let repeated = await other
    let first: LabRunner.WholeRun
    switch watched {
    case .done(let run): first = run
    case .skipped(let reason):
      result.outcome = .skipped
      result.message = reason
      return
    case .problem(let reason):
      result.message = reason
      return
    }
    if Task.isCancelled { return }
    result.message = first.untimelyEnd
    switch repeated {
    case .done(let second): result.findings += findings.findings(in: first, and: second)
    case .skipped(let reason), .problem(let reason):
      result.findings += findings.findings(in: first)
      result.message = "a second run was not possible: \(reason)"
    }
    await prove(&result, findings, first, counter)
  }

  /// What takes runs that leave something out, by what a run of all of it took.
  private func prove(
    _ result: inout ProofResult, _ findings: ProofFindings, _ first: LabRunner.WholeRun,
    _ counter: ProgressCounter
  ) async {
    let runner = LabRunner(lab: lab, script: script, patience: Patience(first, script))
    let held = Set(first.claims.values.filter { $0.result.outcome == .passed }.map(\.result.line))
    let plan = MutationPlan(script: script, steps: Set(steps), run: first)
    let trials = plan.trials
    await counter.begin("proving", total: trials.count)
    let pool = TrialPool(jobs: options.jobs, counter: counter)

    // Commands of a setup are guarded by what is false before, so they come last.
    let (later, sooner) = (
      trials.filter { plan.isOfSetup($0) }, trials.filter { !plan.isOfSetup($0) }
    )
    var outcomes = await pool.run(sooner) { trial in
      await runner.run(trial, falseBefore: [], held: held)
    }
    var falseBefore: [Int: Set<Int>] = [:]
    for (trial, outcome) in outcomes {
      guard case .before(let step) = trial, case .claims(let judged) = outcome else { continue }
      result.findings += findings.findings(before: judged, ofStep: step)
      falseBefore[step] = findings.falseBefore(judged, ofStep: step)
    }
    for (trial, outcome) in outcomes {
      guard case .empty(let step) = trial, case .claims(let judged) = outcome else { continue }
      result.findings += findings.findings(
        empty: judged, falseBefore: falseBefore[step] ?? [], ofStep: step)
      result.findings = findings.withoutNeededMarks(result.findings, empty: judged)
    }
    let known = falseBefore.values.reduce(into: Set()) { $0.formUnion($1) }.intersection(held)
    outcomes += await pool.run(later) { trial in
      await runner.run(trial, falseBefore: known, held: held)
    }
    for case (_, .problem(let reason)) in outcomes { result.message = reason }

    result.changing = plan.commands(outcomes)
    result.findings += result.changing.compactMap { findings.finding(of: $0) }
    result.findings += plan.needlessReasons(outcomes, findings)
  }
}

extension Patience {
  /// The times that a run of the whole lab took.
  init(_ run: LabRunner.WholeRun, _ script: LabScript) {
    self.init()
    for result in run.commands.values { commands[result.line] = result.duration }
    for (line, judged) in run.claims { claims[line] = judged.result.duration }
  }
}
