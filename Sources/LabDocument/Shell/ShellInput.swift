/// Decides, line by line, whether a shell would wait for more of a command.
///
/// It knows as much of bash's grammar as that needs; it does not say whether a command is right.
/// State is kept between the lines, so that a long here-document costs no more than its bytes.
struct ShellInput {
  /// Whether the lines so far are only the beginning of a command.
  var isIncomplete: Bool {
    guard !isBroken else { return false }
    return endsInBackslash || !open.isEmpty || !hereDocuments.isEmpty || state.wantsCommand
  }

  /// What is open, the innermost last.
  var open: [Open] = []
  var state = State()
  /// Here-documents whose bodies follow, in order.
  var hereDocuments: [HereDocument] = []
  /// bash would refuse the command; more lines do not help it.
  var isBroken = false
  /// The line before ends in a backslash that joins the next one to it.
  var endsInBackslash = false
  /// The lines are those of the first here-document.
  private var isInHereDocument = false

  /// Something that is closed by what follows.
  enum Open {
    case singleQuote, ansiQuote, doubleQuote, backtick
    /// `${`; within double quotes a single quote is only a character.
    case parameter(isInDoubleQuotes: Bool)
    /// `((` or `$((`, and how many parentheses are open in it.
    case arithmetic(depth: Int, isCommand: Bool)
    /// `$(`, `<(` or `>(`, in the middle of a word.
    case substitution(State)
    /// `NAME=(`, in the middle of a word.
    case array(State)
    case subshell, brace, conditional
    case ifCondition, ifBody, elseBody
    case loopCondition, loopBody
    case forName, forWords
    case caseWord, caseIn
    case casePatterns(isFirst: Bool)
    case caseBody
  }

  /// How far a command has been read.
  struct State {
    var word = Word()
    /// A reserved word would be one here.
    var isAtCommand = true
    /// `|`, `&&`, `||` or a function's name stands before and wants a command.
    var wantsCommand = false
    var wantsRedirectionTarget = false
    var wantsDelimiter: HereDocument.Kind?
    var wantsFunctionName = false
    /// The word before may be a function's name: `()` would make it one.
    var mayNameFunction = false
  }

  struct Word {
    var text: [UInt8] = []
    var hasBegun = false
    /// Something of it is quoted or expanded, so that it is no reserved word.
    var isQuoted = false

    /// What reserved words are compared with; empty if it cannot be one, cut if it is longer.
    var name: String { isQuoted ? "" : String(bytes: text.prefix(10)) }

    mutating func clear() {
      text.removeAll(keepingCapacity: true)
      hasBegun = false
      isQuoted = false
    }
  }

  struct HereDocument {
    enum Kind { case plain, tabsStripped }
    var delimiter: [UInt8]
    var kind: Kind
    /// The delimiter is quoted: a backslash in the body means nothing.
    var isQuoted: Bool
    /// The body's last line ends in a backslash.
    var isJoined = false
  }

  /// Takes the next line of the command, without its newline.
  mutating func append(_ line: ArraySlice<UInt8>) {
    guard !isBroken else { return }
    if isInHereDocument {
      readHereDocument(line)
      return
    }
    endsInBackslash = false
    let bytes = Array(line)
    var index = 0
    while index < bytes.count, !isBroken { index += step(bytes, index) }
    if !endsInBackslash { endLine() }
  }

  private mutating func readHereDocument(_ line: ArraySlice<UInt8>) {
    guard let document = hereDocuments.first else { return }
    let text = document.kind == .tabsStripped ? line.drop { $0 == ASCII.tab } : line
    if !document.isJoined, text.elementsEqual(document.delimiter) {
      hereDocuments.removeFirst()
      isInHereDocument = !hereDocuments.isEmpty
    } else if !document.isQuoted {
      let backslashes = line.reversed().prefix { $0 == ASCII.backslash }.count
      hereDocuments[0].isJoined = !backslashes.isMultiple(of: 2)
    }
  }

  private mutating func endLine() {
    if open.last?.isText == true { return }
    endWord()
    // bash wants the target, the delimiter, a pattern's `)` and a loop's name on the same line.
    if state.wantsRedirectionTarget || state.wantsDelimiter != nil || state.wantsFunctionName {
      isBroken = true
    }
    switch open.last {
    case .casePatterns(isFirst: false)?, .forName?, .caseWord?: isBroken = true
    default: break
    }
    state.isAtCommand = true
    state.mayNameFunction = false
    isInHereDocument = !hereDocuments.isEmpty
  }
}

extension ShellInput.Open {
  /// Whether newlines and operators in it are only text.
  var isText: Bool {
    switch self {
    case .singleQuote, .ansiQuote, .doubleQuote, .backtick, .parameter, .arithmetic: true
    default: false
    }
  }
}
