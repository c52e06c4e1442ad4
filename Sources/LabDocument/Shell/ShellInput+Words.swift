// Reserved words.
extension ShellInput {
  /// Takes the word that has been read for what it is in its place.
  mutating func endWord() {
    guard state.word.hasBegun else { return }
    if let kind = state.wantsDelimiter {
      state.wantsDelimiter = nil
      hereDocuments.append(
        HereDocument(
          delimiter: state.word.text, kind: kind, isQuoted: state.word.isQuoted))
      state.word.clear()
      return
    }
    let name = state.word.name
    state.word.clear()
    if state.wantsRedirectionTarget {
      state.wantsRedirectionTarget = false
      // A redirection alone is a command, and one that begins so has no reserved words.
      state.wantsCommand = false
      state.isAtCommand = false
      return
    }
    if state.wantsFunctionName {
      state.wantsFunctionName = false
      state.wantsCommand = true
      state.isAtCommand = true
      state.mayNameFunction = true
      return
    }
    state.mayNameFunction = false
    switch open.last {
    case .array?:
      return
    case .conditional?:
      if name == "]]" { close() }
    case .caseWord?:
      replace(.caseIn)
    case .caseIn?:
      if name == "in" { replace(.casePatterns(isFirst: true)) } else { isBroken = true }
    case .casePatterns(let isFirst)?:
      if isFirst, name == "esac" { close() } else { replace(.casePatterns(isFirst: false)) }
    case .forName?:
      replace(.forWords)
      state.isAtCommand = true
    case .forWords? where !state.isAtCommand:
      return
    case .forWords? where name != "{":
      switch name {
      case "in": state.isAtCommand = false
      case "do": replace(.loopBody)
      default: isBroken = true
      }
    default:
      if state.isAtCommand { readCommandWord(name) } else { state.wantsCommand = false }
    }
  }

  private mutating func readCommandWord(_ name: String) {
    switch name {
    case "if": begin(.ifCondition)
    case "while", "until": begin(.loopCondition)
    case "for", "select":
      begin(.forName)
      state.isAtCommand = false
    case "case":
      begin(.caseWord)
      state.isAtCommand = false
    case "[[": begin(.conditional)
    case "{":
      if case .forWords? = open.last { replace(.brace) } else { begin(.brace) }
    case "then": replace(.ifBody) { if case .ifCondition = $0 { true } else { false } }
    case "elif": replace(.ifCondition) { if case .ifBody = $0 { true } else { false } }
    case "else": replace(.elseBody) { if case .ifBody = $0 { true } else { false } }
    case "do": replace(.loopBody) { if case .loopCondition = $0 { true } else { false } }
    case "fi": close { $0.isIfBody }
    case "done": close { if case .loopBody = $0 { true } else { false } }
    case "esac": close { if case .caseBody = $0 { true } else { false } }
    case "}": close { if case .brace = $0 { true } else { false } }
    case "function": state.wantsFunctionName = true
    case "!", "time", "coproc": break
    default:
      state.isAtCommand = false
      state.wantsCommand = false
      state.mayNameFunction = !name.isEmpty
    }
  }

  /// After the end of a compound command, where a reserved word may follow without `;`.
  mutating func endCompound() {
    state.isAtCommand = true
    state.wantsCommand = false
    state.mayNameFunction = false
  }

  private mutating func begin(_ opening: Open) {
    open.append(opening)
    state.wantsCommand = false
  }

  private mutating func replace(_ opening: Open, where isRight: (Open) -> Bool = { _ in true }) {
    guard let top = open.last, isRight(top) else {
      isBroken = true
      return
    }
    open[open.count - 1] = opening
    state.wantsCommand = false
  }

  private mutating func close(where isRight: (Open) -> Bool = { _ in true }) {
    guard let top = open.last, isRight(top) else {
      isBroken = true
      return
    }
    open.removeLast()
    endCompound()
  }
}

extension ShellInput.Open {
  fileprivate var isIfBody: Bool {
    switch self {
    case .ifBody, .elseBody: true
    default: false
    }
  }
}
