import LabDocument
import LabResults
import NetworkState

/// Runs a lab in a machine of its own and says what happens.
public struct Runner: Sendable {
  private let lab: Lab
  private let options: RunOptions
  private let director: any RunDirector

  public init(lab: Lab, options: RunOptions, director: any RunDirector) {
    self.lab = lab
    self.options = options
    self.director = director
  }

  /// Runs the lab to its end, or until the task is cancelled; nothing is left of it then.
  public func run() async -> LabResult {
    let started = ContinuousClock.now
    await director.receive(.labStarted(lab))
    let result = await result(started)
    await director.receive(.labFinished(result))
    return result
  }

  private func result(_ started: ContinuousClock.Instant) async -> LabResult {
    if let reason = Requirements.missingTool(lab.needs) {
      return nothing(.skipped, reason, started)
    }
    let machine: LabMachine
    do {
      if let hostRun = options.hostRun {
        machine = try LabMachine.make(on: hostRun)
      } else {
        machine = try await LabMachine.make(lab.world, memoryLimit: options.memoryLimit)
      }
    } catch {
      return nothing(.error, "\(error)", started)
    }
    if let reason = await Requirements.missingFeature(lab.needs, on: machine.sandbox) {
      await machine.destroy()
      return nothing(.skipped, reason, started)
    }
    if let reason = await StartRun(machine: machine).run(lab.startLabs) {
      await machine.destroy()
      return nothing(.error, reason, started)
    }
    var result = LabResult(outcome: .skipped, duration: .zero, steps: [])
    var place = Place.host(lab.world.hosts[0].name)
    var isOver = false
    let watch =
      options.readsNetwork
      ? NetworkWatch(
        machine.verifier.observer,
        readsAllParameters: options.isAttended || lab.speaksOfParameters)
      : nil
    await watch?.begin()
    for step in lab.steps {
      if isOver || Task.isCancelled {
        let skipped = SkippedStep.result(of: step)
        result.steps.append(skipped)
        await director.receive(.stepFinished(skipped))
        continue
      }
      var run = StepRun(
        step: step, options: options, director: director, machine: machine, watch: watch)
      let finished = await run.run()
      result.steps.append(finished)
      place = run.place
      if run.isStopped { result.message = "stopped before the end" }
      if let end = machine.sandbox.untimelyEnd { result.message = end }
      let isLast = step.id == options.lastStep
      isOver =
        finished.outcome == .failed || run.isBroken || run.isStopped || isLast
        || machine.sandbox.untimelyEnd != nil
    }
    result.outcome = Outcome.sum(result.steps.map(\.outcome))
    if Task.isCancelled { result.message = "interrupted" }
    if result.message == nil, machine.sandbox.onHost != nil {
      result.message = HostScope.summary(of: result)
    }
    if result.message != nil, result.outcome != .failed { result.outcome = .error }
    result.duration = started.duration(to: .now)
    if !Task.isCancelled, machine.sandbox.untimelyEnd == nil {
      await director.isAboutToEnd(result, at: place, on: machine)
    }
    await machine.destroy()
    return result
  }

  /// A lab of which nothing ran.
  private func nothing(
    _ outcome: Outcome, _ message: String, _ started: ContinuousClock.Instant
  ) -> LabResult {
    LabResult(
      outcome: outcome, message: message, duration: started.duration(to: .now),
      steps: lab.steps.map { SkippedStep.result(of: $0) })
  }
}
