import LabDocument
import LabResults
import LabRuntime
import NetworkState

/// Runs parts of a lab's script for the different proofs.
struct LabRunner: Sendable {
  let lab: Lab
  let script: LabScript
  var patience = Patience()

  // MARK: - The whole lab

  /// What a whole run came to.
  struct WholeRun: Sendable {
    /// By the number of the item.
    var commands: [Int: CommandResult] = [:]
    /// By the line.
    var claims: [Int: JudgedClaim] = [:]
    /// What each command changed; only what it changed is told.
    var changes: [Int: [StateChange]] = [:]
    /// A place could not be read around these commands.
    var unreadable: [Int: String] = [:]
    /// The item at which the run ended before its time.
    var brokenAt: Int?
    var end = NetworkSnapshot()
    var untimelyEnd: String?
  }

  /// Runs everything as the lab says, to its end or to the first command that does not.
  ///
  /// - Parameter watches: Whether the state is read around each command.
  func wholeRun(
    watches: Bool, _ progress: @Sendable () async -> Void = {}
  ) async -> Rehearsal<WholeRun> {
    await LabMachine.rehearse(lab) { machine in
      var run = WholeRun()
      var last: NetworkSnapshot?
      for (number, item) in script.items.enumerated() where run.brokenAt == nil {
        guard !Task.isCancelled else { break }
        switch item.action {
        case .command(let command, reason: _):
          var before = NetworkSnapshot()
          if watches {
            if let last { before = last } else { before = await machine.snapshot() }
          }
          let result = await machine.run(command, timeout: item.timeout)
          run.commands[number] = result
          if result.outcome != .passed { run.brokenAt = number }
          guard watches else { break }
          let after = await settled(machine, command, before)
          run.changes[number] = StateDifference.changes(from: before, to: after)
          run.unreadable[number] = before.problem ?? after.problem
          last = after
          await progress()
        case .file(let file):
          let result = await machine.write(file, timeout: item.timeout)
          run.commands[number] = result
          if result.outcome != .passed { run.brokenAt = number }
          last = nil
        case .enter(let entry):
          if let reason = await machine.refusal(to: entry) {
            run.commands[number] = CommandResult(
              line: entry.line, place: entry.place, command: entry.source, status: nil,
              outcome: .failed, output: "", message: reason, duration: .zero)
            run.brokenAt = number
          }
        case .judge(let blocks):
          for judged in await machine.judge(blocks) { run.claims[judged.result.line] = judged }
          // What came by itself meanwhile is nobody's work.
          last = nil
        case .work: break
        }
        if let end = machine.untimelyEnd {
          run.untimelyEnd = end
          run.brokenAt = number
        }
      }
      run.end = await machine.snapshot()
      return run
    }
  }

  /// The state after a command, when what it began has come about.
  ///
  /// A job in the background needs a moment before it listens, and the kernel takes its time to end
  /// a namespace and the devices whose other end was there.
  func settled(
    _ machine: LabMachine, _ command: ConsoleCommand, _ before: NetworkSnapshot
  ) async -> NetworkSnapshot {
    var after = await machine.snapshot()
    var changes = StateDifference.changes(from: before, to: after)
    let endsNamespace = changes.contains { $0.subject == .namespace && $0.kind == .disappeared }
    guard endsNamespace || command.leavesJob && changes.isEmpty else { return after }
    let deadline = ContinuousClock.now + .milliseconds(endsNamespace ? 500 : 1500)
    while ContinuousClock.now < deadline, !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(50))
      after = await machine.snapshot()
      let now = StateDifference.changes(from: before, to: after)
      if now != changes { return after }
      changes = now
    }
    return after
  }

  // MARK: - A part of the lab

  /// Runs items up to one that is not run any more; nothing is judged but what took its time before.
  ///
  /// - Parameter leavesOut: Which items are not run.
  func prepare(
    _ machine: LabMachine, _ range: Range<Int>, leavingOut isLeftOut: (Int) -> Bool = { _ in false }
  ) async {
    for number in range where !isLeftOut(number) && !Task.isCancelled {
      await perform(machine, number)
      if case .judge(let blocks) = script.items[number].action {
        let slow = blocks.map { block in
          block.timed { patience.isSlow($0) ? max(.seconds(3), patience.limit(of: $0)) : nil }
        }.filter { !$0.claims.isEmpty }
        if !slow.isEmpty { _ = await machine.judge(slow) }
      }
    }
  }

  /// Runs one item; how it ends does not matter.
  func perform(_ machine: LabMachine, _ number: Int) async {
    let item = script.items[number]
    switch item.action {
    case .command(let command, reason: _):
      _ = await machine.run(
        command, timeout: patience.limit(of: command, atMost: item.timeout))
    case .file(let file): _ = await machine.write(file, timeout: item.timeout)
    case .enter, .work, .judge: break
    }
  }
}

extension ConsoleCommand {
  /// Whether it leaves something running that may not have begun its work when the command ends.
  var leavesJob: Bool {
    var text = command
    for other in ["&&", "&>", ">&", "<&"] { text = text.replacing(other, with: "") }
    return text.contains("&")
  }
}

extension NetworkSnapshot {
  /// Why a place of it is not known.
  fileprivate var problem: String? {
    for case .unreadable(let reason) in places.values { return reason }
    return nil
  }
}
