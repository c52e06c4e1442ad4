import NetworkState

/// Reads the lines of a `console` fence as a transcript.
struct ConsoleReader {
  private let world: World
  private let log: DiagnosticLog
  private var entries: [ConsoleEntry] = []
  /// The places entered, the last one last.
  private var entered: [Place] = []
  private var context = Context.start
  private var pending: Pending?
  /// What stands under the last command, until the next thing that prints.
  private var output: [ConsoleCommand.OutputLine] = []

  /// What output would belong to.
  private enum Context {
    case start
    /// The command at an index of the entries, and whether its status has been told.
    case command(Int, hasStatus: Bool)
    /// A line that prints nothing, in the author's words.
    case silent(String)
    /// A prompt with a mistake: what stands under it is not blamed.
    case mistake
  }

  /// A command that may go on.
  private struct Pending {
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
    if text.first == ASCII.hash, line.text.first == ASCII.hash,
      text.count == 1 || ASCII.isBlank(text[text.startIndex + 1])
    {
      readComment(text, line)
    } else if text.hasPrefix("[exit"), line.text.first == text.first, text.last == UInt8(ascii: "]")
    {
      readStatus(text, line)
    } else {
      readOutput(line)
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
  private mutating func complain() {
    guard let command = pending, !command.hasComplained else { return }
    pending?.hasComplained = true
    log.error(
      command.position,
      "the command is not finished; close what it opens, or begin its further lines with `> `")
  }

  /// Ends the command above, if there is one.
  private mutating func endPending() {
    guard let command = pending else { return }
    if command.input.isIncomplete { complain() }
    pending = nil
    guard let place = command.place else {
      context = .mistake
      return
    }
    let source = String(bytes: command.source)
    let stripped = Sudo.strip(source)
    if isExit(stripped.command) {
      leave(command)
    } else if let name = Entering.namespace(of: stripped.command) {
      enter(name, command, at: place, source: source)
    } else {
      append(command, at: place, source: source, stripped)
    }
  }

  private mutating func append(
    _ command: Pending, at place: Place, source: String, _ stripped: Sudo.Result
  ) {
    if let option = stripped.option {
      log.warning(
        command.position,
        "netlab has no `sudo \(option)`: the lab is already root; leave `sudo` and its options out")
    }
    if Entering.looksLikeOne(stripped.command) {
      log.warning(
        command.position,
        "netlab does not follow this shell into its namespace; write `nsenter "
          + "--net=/run/netns/NAME bash` or `ip netns exec NAME bash`")
    }
    entries.append(
      .command(
        ConsoleCommand(
          place: place, prompt: command.prompt.text, source: source,
          command: String(stripped.command), expectedStatus: 0, expectedOutput: [],
          line: command.position.line, column: command.position.column)))
    context = .command(entries.count - 1, hasStatus: false)
  }

  private mutating func enter(
    _ name: String, _ command: Pending, at place: Place, source: String
  ) {
    context = .silent("a line that enters a namespace")
    guard let target = Entering.place(named: name, at: place) else {
      log.error(
        command.position,
        "`internet` has no namespaces to enter; enter `\(name)` at a `$ ` prompt of the host")
      context = .mistake
      return
    }
    entered.append(target)
    entries.append(
      .enter(
        PlaceEntry(
          place: place, target: target, source: source, prompt: command.prompt.text,
          line: command.position.line)))
  }

  private func isExit(_ command: Substring) -> Bool {
    command.utf8.starts(with: "exit".utf8) && command.utf8.dropFirst(4).isBlank
  }

  private mutating func leave(_ command: Pending) {
    context = .silent("`exit`")
    guard entered.popLast() != nil else {
      log.error(
        command.position,
        "`exit` leaves nothing here: this block has entered no namespace, or left it already; "
          + "remove the line")
      return
    }
    entries.append(.leave(line: command.position.line, prompt: command.prompt.text))
  }

  private mutating func readComment(_ text: ArraySlice<UInt8>, _ line: BlockLine) {
    let comment = String(bytes: text.dropFirst().trimmed)
    if CommentLint.looksLikeCommand(comment) {
      log.warning(
        line.position,
        "this is a comment and does not run; write `$ \(comment)` to run it, or say it in the prose"
      )
    }
    entries.append(.comment(comment, line: line.line))
  }

  private mutating func readStatus(_ text: ArraySlice<UInt8>, _ line: BlockLine) {
    let inner = text.dropFirst("[exit".utf8.count).dropLast().trimmed
    guard inner.count <= 3, let status = Int(String(bytes: inner)), (0...255).contains(status),
      inner.allSatisfy(ASCII.isDigit), text.hasPrefix("[exit ")
    else {
      log.error(
        line.position,
        "`\(String(bytes: text))` is no exit status; write `[exit N]` with N from 0 to 255")
      return
    }
    switch context {
    case .command(let index, let hasStatus):
      if hasStatus {
        log.error(line.position, "the command has two `[exit N]` lines; keep one")
      }
      update(index) { $0.expectedStatus = status }
      context = .command(index, hasStatus: true)
    case .start:
      log.error(
        line.position, "`[exit \(status)]` stands under no command; write it under a `$ ` line")
    case .silent(let what):
      log.error(
        line.position, "`[exit \(status)]` stands under \(what), which has no status; remove it")
    case .mistake:
      break
    }
  }

  private mutating func readOutput(_ line: BlockLine) {
    let text = line.text
    switch context {
    case .command:
      let isAny = text.trimmed.elementsEqual("...".utf8) && text.first == UInt8(ascii: ".")
      output.append(isAny ? .anyLines : .text(String(bytes: text)))
    case .start where !text.isBlank:
      log.error(
        line.position, "this line stands under no command; write `$ COMMAND` above what it prints")
      context = .mistake
    case .silent(let what) where !text.isBlank:
      log.error(
        line.position,
        "this line stands under \(what), which prints nothing; remove it, or write the command "
          + "that prints it as `$ COMMAND`")
      context = .mistake
    case .start, .silent, .mistake:
      break
    }
  }

  /// Gives the last command what stands under it.
  private mutating func endOutput() {
    guard !output.isEmpty, case .command(let index, _) = context else { return }
    let lines = output
    output = []
    update(index) { $0.expectedOutput = lines }
  }

  private mutating func update(_ index: Int, _ change: (inout ConsoleCommand) -> Void) {
    guard case .command(var command) = entries[index] else { return }
    change(&command)
    entries[index] = .command(command)
  }
}
