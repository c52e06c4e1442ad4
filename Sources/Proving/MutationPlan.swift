import LabDocument
import LabResults
import LabRuntime
import NetworkState

/// Which commands are to be left out, and what came of it.
struct MutationPlan: Sendable {
  let script: LabScript
  /// The numbers of the steps that are to be proven.
  let steps: Set<Int>
  let run: LabRunner.WholeRun

  /// What is to be tried, what takes longest first.
  var trials: [Trial] {
    let reached = steps.sorted().filter { step in
      script.beginning(ofStep: step) < run.brokenAt ?? .max
        && !script.blocks(ofStep: step).isEmpty
    }
    let exercises = reached.filter { step in
      let exercise = script.exercise(ofStep: step)
      // Where nothing else runs, an empty submission is the beginning.
      return exercise.hasSolution && exercise.runsMore
    }
    return reached.map { .before(step: $0) } + exercises.map { .empty(step: $0) }
      + mutants.map { .mutant(item: $0) }
  }

  /// The numbers of the items to leave out: commands that changed something.
  private var mutants: [Int] {
    // A lab that does not reach its end has no claims to guard what comes before.
    guard run.brokenAt == nil else { return [] }
    return script.items.indices.filter { number in
      steps.contains(script.items[number].step) && !(run.changes[number] ?? []).isEmpty
    }
  }

  /// Whether a trial leaves out what builds a step's beginning.
  func isOfSetup(_ trial: Trial) -> Bool {
    if case .mutant(let item) = trial { script.items[item].role == .setup } else { false }
  }

  /// The commands that changed something, or of which that could not be told.
  func commands(_ outcomes: [(Trial, Trial.Outcome)]) -> [ChangingCommand] {
    let verdicts = Self.verdicts(outcomes)
    let unchanged = outcomes.compactMap { trial, outcome -> Int? in
      if case .mutant(let item) = trial, case .unchanged = outcome { item } else { nil }
    }
    return script.items.indices.compactMap { number -> ChangingCommand? in
      guard case .command(let command, let reason) = script.items[number].action,
        steps.contains(script.items[number].step), !unchanged.contains(number)
      else { return nil }
      let changes = run.changes[number] ?? []
      let unreadable = changes.isEmpty ? run.unreadable[number] : nil
      guard !changes.isEmpty || unreadable != nil else { return nil }
      var found = unreadable.map { .undecided($0) } ?? verdicts[number] ?? .untried
      if found == .none, let reason { found = .excused(reason: reason) }
      return ChangingCommand(
        line: command.line, column: command.column, place: command.place,
        command: command.command, changes: changes, guardedBy: found)
    }
  }

  /// Reasons above commands that a claim guards, or that change nothing.
  func needlessReasons(
    _ outcomes: [(Trial, Trial.Outcome)], _ findings: ProofFindings
  ) -> [ProofFinding] {
    guard run.brokenAt == nil else { return [] }
    let verdicts = Self.verdicts(outcomes)
    return script.items.indices.compactMap { number in
      guard case .command(let command, reason: .some) = script.items[number].action,
        steps.contains(script.items[number].step), run.unreadable[number] == nil
      else { return nil }
      if (run.changes[number] ?? []).isEmpty {
        return findings.needlessReason(above: command, "it changes nothing that netlab sees")
      }
      switch verdicts[number] ?? .untried {
      case .claim(let claim, let line), .beginning(let claim, let line):
        return findings.needlessReason(above: command, "`\(claim)` in line \(line) guards it")
      case .none, .excused, .undecided, .untried: return nil
      }
    }
  }

  /// By the numbers of the items that were left out.
  private static func verdicts(_ outcomes: [(Trial, Trial.Outcome)])
    -> [Int: ChangingCommand.Guard]
  {
    var verdicts: [Int: ChangingCommand.Guard] = [:]
    for case (.mutant(let item), let outcome) in outcomes {
      switch outcome {
      case .verdict(let verdict): verdicts[item] = verdict
      case .problem(let reason): verdicts[item] = .undecided(reason)
      case .claims, .unchanged: break
      }
    }
    return verdicts
  }
}
