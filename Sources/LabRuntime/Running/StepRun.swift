import LabDocument
import LabResults
import NetworkState
import Synchronization
import Verification

/// Runs one step, part by part.
struct StepRun {
  let step: Step
  let options: RunOptions
  let director: any RunDirector
  let machine: LabMachine
  /// Reads the network at the step's end; nobody if `nil`.
  private let watch: NetworkWatch?
  /// Where the last command ran.
  private(set) var place: Place
  /// The person asked to stop.
  private(set) var isStopped = false

  private var commands: [CommandResult] = []
  private var claims: [ClaimResult] = []
  /// A command did not end as announced: nothing more of the step runs.
  private(set) var isBroken = false

  init(
    step: Step, options: RunOptions, director: any RunDirector, machine: LabMachine,
    watch: NetworkWatch? = nil
  ) {
    self.watch = watch
    self.step = step
    self.options = options
    self.director = director
    self.machine = machine
    place = machine.firstHost
  }

  /// Runs the step to its end, or to the first command that breaks it.
  mutating func run() async -> StepResult {
    await director.receive(.stepStarted(step))
    for (index, part) in step.parts.enumerated() {
      if !isBroken, !isStopped, !Task.isCancelled {
        await director.receive(.partStarted(part, index: index))
        isStopped = !(await director.goesOn(to: part, of: step, index: index, on: machine))
      }
      if isBroken || isStopped || Task.isCancelled {
        commands += SkippedStep.commands(of: part)
        claims += SkippedStep.claims(of: part)
        continue
      }
      await run(part, isLast: index == step.parts.count - 1)
      await director.receive(.partFinished(part, index: index))
    }
    let outcomes = commands.map(\.outcome) + claims.map(\.outcome)
    var outcome = Outcome.sum(outcomes)
    // Half a step that passed is no pass.
    if outcome == .passed, outcomes.contains(.skipped) { outcome = .error }
    var result = StepResult(
      id: step.id, title: step.title, line: step.line, outcome: outcome,
      points: outcome == .passed ? step.points : 0, maxPoints: step.points,
      commands: commands, claims: claims)
    if let watch, machine.sandbox.untimelyEnd == nil, !Task.isCancelled,
      let change = await watch.change()
    {
      result.changes = change.changes
      await director.receive(.networkRead(step, change))
    }
    await director.receive(.stepFinished(result))
    return result
  }

  private mutating func run(_ part: Part, isLast: Bool) async {
    for element in part.elements {
      await run(element)
    }
    let blocks = part.expectBlocks
    guard !blocks.isEmpty else { return }
    guard !isBroken else {
      claims += SkippedStep.claims(of: part)
      return
    }
    for block in blocks { await director.receive(.claimsStarted(block)) }
    let results = Mutex<[ClaimResult]>([])
    let (decidable, skipped) = machine.sandbox.onHost?.scope.divide(blocks) ?? (blocks, [])
    for result in skipped {
      results.withLock { $0.append(result) }
      await director.receive(.claimFinished(result))
    }
    // On the machine itself netlab sends nothing and traces nothing of its own accord.
    let isAsked = options.diagnoses && machine.sandbox.onHost == nil
    let why: Verifier.Inquiry = !isAsked ? .none : options.diagnosesAll ? .all : .failed
    // The processor has little to do while probes wait, and the step's work is done.
    async let ahead: Void? = isLast ? watch?.lookAhead() : nil
    await machine.verifier.judge(decidable, why: why) { [director] result in
      results.withLock { $0.append(result) }
      await director.receive(.claimFinished(result))
    }
    await ahead
    claims += results.withLock { $0 }
  }

  private mutating func run(_ element: Element) async {
    switch element {
    case .console(let block) where block.role != .example:
      for entry in block.entries { await run(entry) }
    case .file(let block):
      await run(block)
    case .solution(let solution):
      for element in solution.elements { await run(element) }
    case .console, .expect, .prose, .hint, .question, .instructors:
      break
    }
  }

  private mutating func run(_ entry: ConsoleEntry) async {
    switch entry {
    case .command(let command):
      await run(command)
    case .enter(let target):
      await enter(target, entry)
    case .leave:
      if !isBroken { await director.receive(.placeChanged(entry, nil)) }
    case .comment:
      break
    }
  }

  /// Going into a place starts nothing, but the place must be there.
  private mutating func enter(_ target: PlaceEntry, _ entry: ConsoleEntry) async {
    guard !isBroken else {
      commands.append(SkippedStep.command(target))
      return
    }
    let refusal = await machine.shells.refusal(to: target.target)
    let result = CommandResult(
      line: target.line, place: target.place, command: target.command,
      status: refusal == nil ? 0 : nil, outcome: refusal == nil ? .passed : .failed, output: "",
      message: refusal, duration: .zero)
    if refusal == nil { place = target.target } else { isBroken = true }
    commands.append(result)
    await director.receive(.placeChanged(entry, result))
  }

  private mutating func run(_ command: ConsoleCommand) async {
    guard !isBroken, !Task.isCancelled else {
      commands.append(SkippedStep.command(command))
      return
    }
    place = command.place
    await director.receive(.commandStarted(command))
    if let reason = machine.sandbox.onHost?.scope.reason(toSkip: command) {
      var skipped = SkippedStep.command(command)
      skipped.message = reason
      commands.append(skipped)
      await director.receive(.commandFinished(command, skipped))
      return
    }
    let executor = CommandRun(machine: machine, director: director, timeout: step.timeout)
    var result = await executor.run(
      command.command, in: command.place, line: command.line, expecting: command.expectedStatus)
    isBroken = result.outcome != .passed
    result.difference = TranscriptComparison.difference(
      expected: command.expectedOutput, actual: result.output)
    if options.isStrict, result.outcome == .passed, result.difference != nil {
      result.outcome = .failed
      result.message = "the output differs from the transcript"
    }
    commands.append(result)
    await director.receive(.commandFinished(command, result))
  }

  private mutating func run(_ file: FileBlock) async {
    guard !isBroken, !Task.isCancelled else {
      commands.append(SkippedStep.command(file))
      return
    }
    let script = ShellScript.writing(
      file.contents, to: file.path, in: machine.labDirectory, isExecutable: file.isExecutable)
    let executor = CommandRun(machine: machine, director: nil, timeout: step.timeout)
    var result = await executor.run(script, in: machine.firstHost, line: file.line, expecting: 0)
    result.place = .host(Place.defaultHostName)
    result.command = SkippedStep.description(of: file)
    if result.outcome == .failed, result.status != nil {
      result.message = "\(file.path) could not be written"
    }
    isBroken = result.outcome != .passed
    commands.append(result)
    await director.receive(.fileWritten(file, result))
  }
}
