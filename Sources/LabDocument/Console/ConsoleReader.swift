import NetworkState

/// Reads the lines of a `console` fence as a transcript.
struct ConsoleReader {
  let world: World
  let log: DiagnosticLog
  var entries: [ConsoleEntry] = []
  /// The places entered, the last one last.
  var entered: [Place] = []
  var context = Context.start
  var pending: Pending?
  /// What stands under the last command, until the next thing that prints.
  var output: [ConsoleCommand.OutputLine] = []
  /// Where each line of it stands.
  var outputLines: [Int] = []

  /// What output would belong to.
  enum Context {
    case start
    /// The command at an index of the entries, and whether its status has been told.
    case command(Int, hasStatus: Bool)
    /// A line that prints nothing, in the author's words.
    case silent(String)
    /// A prompt with a mistake: what stands under it is not blamed.
    case mistake
  }

  /// A command that may go on.
  struct Pending {
    var prompt: Prompt
    var place: Place?
    var source: [UInt8]
    var input: ShellInput
    var position: Position
    var hasComplained = false
  }

  static func read(
    _ lines: [BlockLine], role: ConsoleBlock.Role, line: Int, world: World, log: DiagnosticLog
  ) -> ConsoleBlock {
    var reader = ConsoleReader(world: world, log: log)
    for line in lines { reader.read(line) }
    reader.endPending()
    reader.endOutput()
    return ConsoleBlock(role: role, entries: reader.entries, line: line)
  }

  private init(world: World, log: DiagnosticLog) {
    self.world = world
    self.log = log
  }

  private mutating func read(_ line: BlockLine) {
    if pending?.input.isIncomplete == true, continues(line) { return }
    if let prompt = Prompt(line.text) {
      endPending()
      begin(prompt, line)
      return
    }
    if pending?.input.isIncomplete == true {
      complain()
      return
    }
    endPending()
    let text = line.text.trimmed
    switch TranscriptLine.Kind(line.text) {
    case .comment: readComment(text, line)
    case .status: readStatus(text, line)
    case .prompt, .anyLines, .output: readOutput(line)
    }
  }

  /// Takes a line `> MORE` for the command above, if it is one.
  private mutating func continues(_ line: BlockLine) -> Bool {
    guard line.text.first == ASCII.greater else { return false }
    var more = line.text.dropFirst()
    guard more.isEmpty || more.first == ASCII.space else { return false }
    more = more.dropFirst()
    pending?.source.append(ASCII.newline)
    pending?.source += more
    pending?.input.append(more)
    return true
  }

  private mutating func begin(_ prompt: Prompt, _ line: BlockLine) {
    endOutput()
    var place: Place? = entered.last ?? .host(world.hosts[0].name)
    if let name = prompt.place {
      place = world.place(named: String(name))
      if place == nil {
        log.error(
          line.position(at: "root@".utf8.count), PlaceSuggestion.message(for: name, in: world))
      }
    }
    guard !prompt.command.isBlank else {
      context = .silent("an empty prompt")
      return
    }
    var input = ShellInput()
    input.append(prompt.command)
    pending = Pending(
      prompt: prompt, place: place, source: Array(prompt.command), input: input,
      position: line.position(of: prompt.command.startIndex))
  }

  /// Says that the command is not finished, once.
  mutating func complain() {
    guard let command = pending, !command.hasComplained else { return }
    pending?.hasComplained = true
    log.error(
      command.position,
      "the command is not finished; close what it opens, or begin its further lines with `> `")
  }
}
