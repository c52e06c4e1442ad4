// Quotes and expansions.
extension ShellInput {
  /// Reads what begins at an index; how many bytes that is.
  mutating func step(_ bytes: [UInt8], _ index: Int) -> Int {
    switch open.last {
    case .singleQuote?:
      return readQuoted(bytes, index, end: ASCII.singleQuote, hasEscapes: false)
    case .ansiQuote?:
      return readQuoted(bytes, index, end: ASCII.singleQuote, hasEscapes: true)
    case .backtick?:
      return readQuoted(bytes, index, end: ASCII.backtick, hasEscapes: true)
    case .doubleQuote?:
      if bytes[index] == ASCII.doubleQuote {
        open.removeLast()
        return 1
      }
      return readText(bytes, index)
    case .parameter(let isInDoubleQuotes)?:
      switch bytes[index] {
      case ASCII.closeBrace:
        open.removeLast()
        return 1
      case ASCII.singleQuote where !isInDoubleQuotes:
        return begin(.singleQuote, 1)
      case ASCII.doubleQuote:
        return begin(.doubleQuote, 1)
      default:
        return readText(bytes, index)
      }
    case .arithmetic(let depth, let isCommand)?:
      return readArithmetic(bytes, index, depth: depth, isCommand: isCommand)
    default:
      return readCommand(bytes, index)
    }
  }

  /// Opens something within a word.
  mutating func begin(_ opening: Open, _ length: Int) -> Int {
    state.word.hasBegun = true
    state.word.isQuoted = true
    open.append(opening)
    return length
  }

  /// `$` and a backtick, wherever they stand.
  mutating func readExpansion(_ bytes: [UInt8], _ index: Int) -> Int {
    if bytes[index] == ASCII.backtick { return begin(.backtick, 1) }
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    var isInDoubleQuotes = false
    var isCommand = false
    switch open.last {
    case .doubleQuote?, .parameter(isInDoubleQuotes: true)?: isInDoubleQuotes = true
    case let top?: isCommand = !top.isText
    case nil: isCommand = true
    }
    switch next {
    case ASCII.openParen:
      if index + 2 < bytes.count, bytes[index + 2] == ASCII.openParen {
        return begin(.arithmetic(depth: 0, isCommand: false), 3)
      }
      return beginSubstitution()
    case ASCII.openBrace:
      return begin(.parameter(isInDoubleQuotes: isInDoubleQuotes), 2)
    case ASCII.singleQuote where !isInDoubleQuotes:
      return begin(.ansiQuote, 2)
    case ASCII.doubleQuote where isCommand:
      return begin(.doubleQuote, 2)
    default:
      state.word.hasBegun = true
      state.word.isQuoted = true
      if state.wantsDelimiter != nil { state.word.text.append(ASCII.dollar) }
      return 1
    }
  }

  /// `$(`, `<(` and `>(`: the commands in it have a state of their own.
  mutating func beginSubstitution() -> Int {
    state.word.hasBegun = true
    state.word.isQuoted = true
    open.append(.substitution(state))
    state = State()
    return 2
  }

  private mutating func readQuoted(
    _ bytes: [UInt8], _ index: Int, end: UInt8, hasEscapes: Bool
  ) -> Int {
    if bytes[index] == end {
      open.removeLast()
      return 1
    }
    return readCharacter(bytes, index, hasEscapes: hasEscapes)
  }

  private mutating func readText(_ bytes: [UInt8], _ index: Int) -> Int {
    switch bytes[index] {
    case ASCII.dollar, ASCII.backtick: readExpansion(bytes, index)
    default: readCharacter(bytes, index, hasEscapes: true)
    }
  }

  private mutating func readCharacter(
    _ bytes: [UInt8], _ index: Int, hasEscapes: Bool
  ) -> Int {
    if hasEscapes, bytes[index] == ASCII.backslash {
      guard index + 1 < bytes.count else {
        endsInBackslash = true
        return 1
      }
      return 2
    }
    if state.wantsDelimiter != nil { state.word.text.append(bytes[index]) }
    return 1
  }

  private mutating func readArithmetic(
    _ bytes: [UInt8], _ index: Int, depth: Int, isCommand: Bool
  ) -> Int {
    switch bytes[index] {
    case ASCII.openParen:
      open[open.count - 1] = .arithmetic(depth: depth + 1, isCommand: isCommand)
      return 1
    case ASCII.closeParen where depth > 0:
      open[open.count - 1] = .arithmetic(depth: depth - 1, isCommand: isCommand)
      return 1
    case ASCII.closeParen:
      open.removeLast()
      if index + 1 < bytes.count, bytes[index + 1] == ASCII.closeParen {
        if isCommand { endCompound() }
        return 2
      }
      // It was no arithmetic but a subshell in a subshell or a substitution: `((a); b)`.
      if isCommand {
        open.append(.subshell)
      } else {
        _ = beginSubstitution()
      }
      endCompound()
      return 1
    case ASCII.singleQuote:
      return begin(.singleQuote, 1)
    case ASCII.doubleQuote:
      return begin(.doubleQuote, 1)
    default:
      return readText(bytes, index)
    }
  }
}
