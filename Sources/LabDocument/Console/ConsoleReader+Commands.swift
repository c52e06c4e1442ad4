import NetworkState

// What a finished command is: one that runs, an entry, or `exit`.
extension ConsoleReader {
  /// Ends the command above, if there is one.
  mutating func endPending() {
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
}
