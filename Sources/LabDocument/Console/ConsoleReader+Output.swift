// What stands under a command.
extension ConsoleReader {
  mutating func readComment(_ text: ArraySlice<UInt8>, _ line: BlockLine) {
    let comment = String(bytes: text.dropFirst().trimmed)
    if CommentLint.looksLikeCommand(comment) {
      log.warning(
        line.position,
        "this is a comment and does not run; write `$ \(comment)` to run it, or say it in the prose"
      )
    }
    entries.append(.comment(comment, line: line.line))
  }

  mutating func readStatus(_ text: ArraySlice<UInt8>, _ line: BlockLine) {
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

  mutating func readOutput(_ line: BlockLine) {
    let text = line.text
    switch context {
    case .command:
      let isAny = TranscriptLine.Kind(text) == .anyLines
      output.append(isAny ? .anyLines : .text(String(bytes: text)))
      outputLines.append(line.line)
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
  mutating func endOutput() {
    guard !output.isEmpty, case .command(let index, _) = context else { return }
    let (lines, numbers) = (output, outputLines)
    (output, outputLines) = ([], [])
    update(index) {
      $0.expectedOutput = lines
      $0.outputLines = numbers
    }
  }

  private mutating func update(_ index: Int, _ change: (inout ConsoleCommand) -> Void) {
    guard case .command(var command) = entries[index] else { return }
    change(&command)
    entries[index] = .command(command)
  }
}
