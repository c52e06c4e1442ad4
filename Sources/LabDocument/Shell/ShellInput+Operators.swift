// Blanks, operators and what else ends a word.
extension ShellInput {
  mutating func readCommand(_ bytes: [UInt8], _ index: Int) -> Int {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch byte {
    case ASCII.space, ASCII.tab:
      endWord()
      return 1
    case ASCII.backslash:
      guard index + 1 < bytes.count else {
        endsInBackslash = true
        return 1
      }
      state.word.hasBegun = true
      state.word.isQuoted = true
      state.word.text.append(next)
      return 2
    case ASCII.singleQuote:
      return begin(.singleQuote, 1)
    case ASCII.doubleQuote:
      return begin(.doubleQuote, 1)
    case ASCII.dollar, ASCII.backtick:
      return readExpansion(bytes, index)
    case ASCII.hash where !state.word.hasBegun:
      return bytes.count - index
    default:
      break
    }
    if case .conditional? = open.last { return readCondition(byte) }
    switch byte {
    case UInt8(ascii: ";"):
      return readSemicolon(bytes, index)
    case UInt8(ascii: "&"):
      return readAmpersand(bytes, index)
    case UInt8(ascii: "|"):
      endWord()
      if case .casePatterns? = open.last { return 1 }
      beginCommand(isWanted: true)
      return next == byte || next == UInt8(ascii: "&") ? 2 : 1
    case ASCII.less, ASCII.greater:
      return readRedirection(bytes, index)
    case ASCII.openParen:
      return readOpenParen(bytes, index)
    case ASCII.closeParen:
      readCloseParen()
      return 1
    default:
      state.word.hasBegun = true
      state.word.text.append(byte)
      return 1
    }
  }

  /// In `[[ … ]]` operators belong to the condition; only `]]` ends it.
  private mutating func readCondition(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), ASCII.less, ASCII.greater,
      ASCII.openParen, ASCII.closeParen:
      endWord()
      // `]]` may have ended it: then the operator is the command's.
      if case .conditional? = open.last { return 1 }
      return 0
    default:
      state.word.hasBegun = true
      state.word.text.append(byte)
      return 1
    }
  }

  private mutating func readSemicolon(_ bytes: [UInt8], _ index: Int) -> Int {
    endWord()
    let rest = bytes[index...]
    for end: StaticString in [";;&", ";;", ";&"] where rest.hasPrefix(end) {
      if case .caseBody? = open.last {
        open[open.count - 1] = .casePatterns(isFirst: true)
        beginCommand(isWanted: false)
      } else {
        isBroken = true
      }
      return end.utf8CodeUnitCount
    }
    beginCommand(isWanted: false)
    return 1
  }

  private mutating func readAmpersand(_ bytes: [UInt8], _ index: Int) -> Int {
    let rest = bytes[index...]
    endWord()
    if rest.hasPrefix("&&") {
      beginCommand(isWanted: true)
      return 2
    }
    if rest.hasPrefix("&>") {
      state.wantsRedirectionTarget = true
      return rest.hasPrefix("&>>") ? 3 : 2
    }
    beginCommand(isWanted: false)
    return 1
  }

  /// After an operator between commands; `|`, `&&` and `||` want one.
  mutating func beginCommand(isWanted: Bool) {
    if state.wantsRedirectionTarget || state.wantsDelimiter != nil || state.wantsFunctionName {
      isBroken = true
    }
    state.isAtCommand = true
    state.mayNameFunction = false
    state.wantsCommand = isWanted
  }

  private mutating func readRedirection(_ bytes: [UInt8], _ index: Int) -> Int {
    let rest = bytes[index...]
    if rest.hasPrefix("<(") || rest.hasPrefix(">(") {
      return beginSubstitution()
    }
    // A number in front is the descriptor, no word of the command.
    if !state.word.isQuoted, state.word.text.allSatisfy(ASCII.isDigit) {
      state.word.clear()
    }
    endWord()
    if state.wantsRedirectionTarget || state.wantsDelimiter != nil { isBroken = true }
    if rest.hasPrefix("<<"), !rest.hasPrefix("<<<") {
      let isStripped = rest.hasPrefix("<<-")
      state.wantsDelimiter = isStripped ? .tabsStripped : .plain
      return isStripped ? 3 : 2
    }
    state.wantsRedirectionTarget = true
    for long: StaticString in ["<<<", ">>", ">|", ">&", "<&", "<>"] where rest.hasPrefix(long) {
      return long.utf8CodeUnitCount
    }
    return 1
  }

  private mutating func readOpenParen(_ bytes: [UInt8], _ index: Int) -> Int {
    let isDouble = index + 1 < bytes.count && bytes[index + 1] == ASCII.openParen
    if state.word.hasBegun, state.word.text.last == UInt8(ascii: "=") {
      open.append(.array(state))
      state = State()
      return 1
    }
    if state.word.hasBegun, state.isAtCommand || state.wantsFunctionName, !state.word.isQuoted {
      endWord()
    }
    if state.mayNameFunction {
      let rest = bytes[(index + 1)...]
      let blanks = rest.prefix(while: ASCII.isBlank).count
      guard rest.dropFirst(blanks).first == ASCII.closeParen else {
        isBroken = true
        return 1
      }
      beginCommand(isWanted: true)
      return blanks + 2
    }
    if case .casePatterns? = open.last, !state.word.hasBegun { return 1 }
    if case .forName? = open.last, isDouble {
      open[open.count - 1] = .forWords
      open.append(.arithmetic(depth: 0, isCommand: true))
      return 2
    }
    guard state.isAtCommand, !state.word.hasBegun else {
      isBroken = true
      return 1
    }
    state.wantsCommand = false
    open.append(isDouble ? .arithmetic(depth: 0, isCommand: true) : .subshell)
    return isDouble ? 2 : 1
  }

  private mutating func readCloseParen() {
    endWord()
    switch open.last {
    case .subshell?:
      open.removeLast()
      endCompound()
    case .substitution(let outer)?:
      open.removeLast()
      state = outer
    case .array(var outer)?:
      open.removeLast()
      outer.word.isQuoted = true
      state = outer
    case .casePatterns?:
      open[open.count - 1] = .caseBody
      beginCommand(isWanted: false)
    default:
      isBroken = true
    }
  }
}
