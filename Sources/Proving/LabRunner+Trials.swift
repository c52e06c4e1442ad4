import LabDocument
import LabResults
import LabRuntime
import NetworkState

// Runs that look at one thing each, in machines of their own.
extension LabRunner {
  /// Runs a trial; the parameters are those of ``mutant(without:falseBefore:held:)``.
  func run(_ trial: Trial, falseBefore: Set<Int>, held: Set<Int>) async -> Trial.Outcome {
    switch trial {
    case .before(let step):
      return await before(step: step).outcome { .claims($0) }
    case .empty(let step):
      return await empty(step: step).outcome { .claims($0) }
    case .mutant(let item):
      let verdict = await mutant(without: item, falseBefore: falseBefore, held: held)
      if case .done(.none) = verdict, case .done(false) = await isChanging(item) {
        return .unchanged
      }
      return verdict.outcome { .verdict($0) }
    }
  }

  /// Whether a command changes anything when all that was begun before it has come about.
  ///
  /// A carrier that goes, or a job that begins to listen, can come as late as the next command, which
  /// may only look at it.
  private func isChanging(_ number: Int) async -> Rehearsal<Bool> {
    guard case .command(let command, reason: _) = script.items[number].action else {
      return .done(true)
    }
    return await LabMachine.rehearse(lab, checksNeeds: false) { machine in
      await prepare(machine, 0..<number)
      var before = await machine.snapshot()
      // Quiet is what stays as it is for half a second; after two it is never quiet.
      var quiet = 0
      for _ in 0..<20 where quiet < 5 && !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(100))
        let next = await machine.snapshot()
        quiet = StateDifference.changes(from: before, to: next).isEmpty ? quiet + 1 : 0
        before = next
      }
      await perform(machine, number)
      let after = await settled(machine, command, before)
      return !StateDifference.changes(from: before, to: after).isEmpty
    }
  }

  /// What the claims of a step are worth before its work begins, by their lines.
  ///
  /// Plain claims are looked at once; what is claimed to have held is waited for.
  func before(step: Int) async -> Rehearsal<[Int: JudgedClaim]> {
    let blocks = script.blocks(ofStep: step)
    return await LabMachine.rehearse(lab, checksNeeds: false) { machine in
      await prepare(machine, 0..<script.beginning(ofStep: step))
      let looks = blocks.map { block in block.atOnce { _ in !block.isKeep } }
      let keeps = blocks.filter(\.isKeep)
      var found: [Int: JudgedClaim] = [:]
      for blocks in [looks, keeps] where !Task.isCancelled {
        for judged in await machine.judge(blocks) { found[judged.result.line] = judged }
      }
      return found
    }
  }

  /// What the claims of an exercise are worth when nothing was submitted, by their lines.
  func empty(step: Int) async -> Rehearsal<[Int: JudgedClaim]> {
    let blocks = script.blocks(ofStep: step).filter { !$0.isKeep }
    let end = script.items.lastIndex { $0.step == step } ?? 0
    return await LabMachine.rehearse(lab, checksNeeds: false) { machine in
      await prepare(machine, 0..<end + 1) {
        script.items[$0].step == step && script.items[$0].role == .solution
      }
      let looks = blocks.map { block in
        block.timed { patience.limit(of: $0) }
      }
      return Dictionary(
        await machine.judge(looks).map { ($0.result.line, $0) }
      ) { first, _ in first }
    }
  }

  /// Runs the lab without one of its commands, until a claim of its step or a later one notices.
  ///
  /// - Parameters:
  ///   - falseBefore: The lines of the claims of the step that were false when its work began;
  ///     for a command of its setup, one that is true now is a guard too.
  ///   - held: The lines of the claims that hold in the whole lab.
  func mutant(
    without number: Int, falseBefore: Set<Int>, held: Set<Int>
  ) async -> Rehearsal<ChangingCommand.Guard> {
    let step = script.items[number].step
    return await LabMachine.rehearse(lab, checksNeeds: false) { machine in
      await prepare(machine, 0..<number)
      var doubt: String?
      for index in (number + 1)..<max(script.items.count, number + 1) {
        guard !Task.isCancelled else { return .untried }
        if let end = machine.untimelyEnd { return .undecided(end) }
        switch script.items[index].action {
        case .work where script.items[index].step == step && script.items[number].role == .setup:
          let blocks = script.blocks(ofStep: step).map { block in
            block.atOnce { falseBefore.contains($0.line) }
          }
          let groups = blocks.flatMap(\.claims)
          for (group, judged) in zip(groups, await machine.judge(blocks))
          where judged.result.outcome == .passed {
            return .beginning(group.subject, line: group.line)
          }
        case .judge(let blocks):
          for (group, judged) in await lookTwice(machine, blocks, at: held) {
            switch judged.result.outcome {
            case .passed, .skipped: break
            case .failed: return .claim(group.subject, line: group.line)
            case .error where judged.lacksPlace:
              return .claim(group.subject, line: group.line)
            case .error: doubt = doubt ?? "\(group.subject): \(judged.result.message ?? "")"
            }
          }
        default: await perform(machine, index)
        }
      }
      if Task.isCancelled { return .untried }
      return doubt.map { .undecided($0) } ?? ChangingCommand.Guard.none
    }
  }
}

extension LabRunner {
  /// Looks at claims once, and once more at those that do not hold when their time is over.
  ///
  /// What does not hold most likely never will: to look again and again would cost more than all else.
  private func lookTwice(
    _ machine: LabMachine, _ blocks: [ExpectBlock], at lines: Set<Int>
  ) async -> [(ClaimGroup, JudgedClaim)] {
    let started = ContinuousClock.now
    let wanted = blocks.map { $0.atOnce { lines.contains($0.line) } }
    var found = Array(zip(wanted.flatMap(\.claims), await machine.judge(wanted)))
    let open = Set(found.filter { $0.1.result.outcome != .passed }.map(\.0.line))
    guard !open.isEmpty else { return found }
    let limit = found.filter { open.contains($0.0.line) }.map { patience.limit(of: $0.0) }.max()
    try? await Task.sleep(until: started + (limit ?? .zero))
    let again = await machine.judge(wanted.map { $0.atOnce { open.contains($0.line) } })
    let late = Dictionary(again.map { ($0.result.line, $0) }) { first, _ in first }
    for index in found.indices {
      if let judged = late[found[index].0.line] { found[index].1 = judged }
    }
    return found
  }
}

extension Rehearsal {
  fileprivate func outcome(_ wrap: (Value) -> Trial.Outcome) -> Trial.Outcome {
    switch self {
    case .done(let value): wrap(value)
    case .skipped(let reason), .problem(let reason): .problem(reason)
    }
  }
}
