import LabDocument
import LabResults
import LabRuntime
import NetworkState

/// What runs of a lab mean for its proof; nothing runs here.
struct ProofFindings: Sendable {
  let script: LabScript

  private func command(_ number: Int) -> ConsoleCommand? {
    if case .command(let command, reason: _) = script.items[number].action { command } else { nil }
  }

  // MARK: - True after, as shown, and again

  /// What did not go as the lab says in a run of all of it.
  func findings(in run: LabRunner.WholeRun) -> [ProofFinding] {
    var findings: [ProofFinding] = []
    for (number, result) in run.commands {
      let column = command(number)?.column ?? 1
      let subject = "\(result.place): \(result.command.firstLine)"
      if result.outcome != .passed {
        findings.append(
          ProofFinding(
            result.outcome == .error ? .undecided : .commandFailed, line: result.line,
            column: column, subject: subject,
            message: "\(result.message ?? "it failed"); nothing behind it can be proven"))
      } else if let difference = result.difference {
        findings.append(
          ProofFinding(
            .outputDiffers, line: result.line, column: column, subject: subject,
            message: "it printed something else than the transcript shows; paste what it printed, "
              + "or put a placeholder such as `<any>` where it varies",
            difference: difference))
      }
    }
    for group in script.groups {
      guard let judged = run.claims[group.line] else { continue }
      let message = judged.result.message ?? ""
      switch judged.result.outcome {
      case .passed, .skipped: break
      case .failed:
        findings.append(finding(.notTrueAfter, group, message))
      case .error:
        findings.append(finding(judged.lacksPlace ? .notTrueAfter : .undecided, group, message))
      }
    }
    return findings
  }

  /// What is wrong in two runs of the whole lab, and in what they differ.
  ///
  /// Between the commands of the first one netlab looked at the network, which takes time.
  func findings(in first: LabRunner.WholeRun, and second: LabRunner.WholeRun) -> [ProofFinding] {
    let (once, again) = (findings(in: first), findings(in: second))
    var found = again.filter { finding in once.contains { $0.isLike(finding) } }
    for (list, others) in [(once, again), (again, once)] {
      for finding in list where !others.contains(where: { $0.isLike(finding) }) {
        var finding = finding
        finding.message =
          finding.kind == .outputDiffers
          ? "of two runs, one printed something else than the transcript shows: it depends on the "
            + "time or on chance; put a placeholder such as `<any>` where it varies, or wait for "
            + "what it shows, as `ip link show dev NAME` does for the state of a device"
          : "it went well in one of two runs, and not in the other: \(finding.message)"
        finding.kind = .notRepeated
        found.append(finding)
      }
    }
    guard first.brokenAt == nil, second.brokenAt == nil else { return found }
    let changes = StateDifference.changes(from: first.end, to: second.end, scope: .twoRuns)
    if !changes.isEmpty, let last = script.steps.last {
      let list = changes.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
      let more = changes.count > 5 ? " and \(changes.count - 5) more" : ""
      found.append(
        ProofFinding(
          .notRepeated, line: last.line, column: 1, subject: "the end of the lab",
          message: "a second run ended in another state than the first: \(list)\(more)"))
    }
    return found
  }

  // MARK: - False before

  /// What claims say of the state before their step's work.
  func findings(before judged: [Int: JudgedClaim], ofStep step: Int) -> [ProofFinding] {
    var findings: [ProofFinding] = []
    for block in script.blocks(ofStep: step) {
      for group in block.claims {
        guard let judged = judged[group.line] else { continue }
        let message = judged.result.message ?? ""
        switch (judged.result.outcome, block.isKeep) {
        case (.passed, false) where !group.holdsBefore:
          findings.append(
            finding(
              .trueBefore, group,
              "it holds before the step's commands, so it proves nothing; claim what the step "
                + "makes, put it into an `expect keep` block, or write `# holds before` behind it"))
        case (.failed, false) where group.holdsBefore,
          (.error, false) where group.holdsBefore && judged.lacksPlace:
          findings.append(
            finding(
              .needlessMark, group,
              "it is marked `# holds before` and does not hold then; the mark is not needed"))
        case (.error, false) where !judged.lacksPlace:
          findings.append(
            finding(.undecided, group, "before the step's commands: \(message)"))
        case (.failed, true), (.error, true):
          if judged.result.outcome == .error, !judged.lacksPlace {
            findings.append(
              finding(.undecided, group, "before the step's commands: \(message)"))
            continue
          }
          findings.append(
            finding(
              .keepNotBefore, group,
              "a claim to keep must hold before the step's commands: \(message); put it into a "
                + "plain `expect` block"))
        default: break
        }
      }
    }
    return findings
  }

  /// The lines of a step's plain claims that were false when its work began.
  func falseBefore(_ judged: [Int: JudgedClaim], ofStep step: Int) -> Set<Int> {
    let plain = script.blocks(ofStep: step).filter { !$0.isKeep }.flatMap(\.claims)
    return Set(
      plain.map(\.line).filter { line in
        guard let judged = judged[line] else { return false }
        return judged.result.outcome == .failed || judged.lacksPlace
      })
  }

  /// What an empty submission for an exercise earns: claims that were false before and need no work.
  func findings(empty judged: [Int: JudgedClaim], falseBefore: Set<Int>, ofStep step: Int)
    -> [ProofFinding]
  {
    script.blocks(ofStep: step).filter { !$0.isKeep }.flatMap(\.claims).compactMap { group in
      guard !group.holdsBefore, falseBefore.contains(group.line),
        judged[group.line]?.result.outcome == .passed
      else { return nil }
      return finding(
        .earnedByNothing, group,
        "it holds without the exercise's solution, so an empty submission earns it; claim what "
          + "only the solution makes, make a step of its own of what comes before the exercise, "
          + "or write `# holds before` behind it")
    }
  }

  /// Findings without the marks that an exercise needs: on claims that hold without its solution.
  func withoutNeededMarks(_ findings: [ProofFinding], empty judged: [Int: JudgedClaim])
    -> [ProofFinding]
  {
    findings.filter { finding in
      finding.kind != .needlessMark || judged[finding.line]?.result.outcome != .passed
    }
  }

  // MARK: - Guards

  /// What is to be said of a command that was left out.
  func finding(of command: ChangingCommand) -> ProofFinding? {
    func finding(_ kind: ProofFinding.Kind, _ message: String) -> ProofFinding {
      ProofFinding(
        kind, line: command.line, column: command.column,
        subject: "\(command.place): \(command.command.firstLine)", message: message)
    }
    let changes = command.changes.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    let more = command.changes.count > 3 ? " and \(command.changes.count - 3) more" : ""
    switch command.guardedBy {
    case .none:
      return finding(
        .unguarded,
        "it changed \(changes)\(more), and without it every claim from here on still holds; claim "
          + "what it does, or write a line `# unguarded: REASON` above it")
    case .undecided(let reason):
      return finding(.undecided, "whether a claim guards it could not be told: \(reason)")
    case .claim, .beginning, .excused, .untried:
      return nil
    }
  }

  /// A reason for what needs none.
  func needlessReason(above command: ConsoleCommand, _ why: String) -> ProofFinding {
    ProofFinding(
      .needlessReason, line: command.line, column: command.column,
      subject: "\(command.place): \(command.command.firstLine)",
      message: "`# unguarded:` stands above it, but \(why); the line is not needed")
  }

  private func finding(_ kind: ProofFinding.Kind, _ group: ClaimGroup, _ message: String)
    -> ProofFinding
  {
    ProofFinding(
      kind, line: group.line, column: group.column, subject: group.subject, message: message)
  }
}

extension ProofFinding {
  /// Whether another run found the same.
  fileprivate func isLike(_ other: ProofFinding) -> Bool {
    line == other.line && kind == other.kind && subject == other.subject
  }
}

extension LabScript {
  /// All claims in the order of the lab.
  var groups: [ClaimGroup] {
    items.flatMap { item -> [ClaimGroup] in
      if case .judge(let blocks) = item.action { blocks.flatMap(\.claims) } else { [] }
    }
  }
}

extension String {
  var firstLine: String { split(separator: "\n").first.map(String.init) ?? self }
}
