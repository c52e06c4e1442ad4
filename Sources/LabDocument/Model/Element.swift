import NetworkState

/// A piece of an article, in the order of the document.
public enum Element: Sendable {
  case prose(Prose)
  case console(ConsoleBlock)
  case file(FileBlock)
  case expect(ExpectBlock)
  case hint(Hint)
  case solution(Solution)
  case question(Question)
  /// What only instructors read; kept out of `run`, `learn` and exports.
  case instructors([Element])
}

/// Markdown that is only read: paragraphs, lists, tables, code that does not run.
public struct Prose: Hashable, Sendable {
  public var markdown: String
  /// The line of the file at which it begins.
  public var line: Int
}

/// A fence `LANG file=PATH`: a file that the lab writes.
public struct FileBlock: Hashable, Sendable {
  /// Relative to the lab's directory, and inside it.
  public var path: String
  public var language: String
  public var contents: String
  public var line: Int

  public var isExecutable: Bool { contents.hasPrefix("#!") }
}

/// A fence `expect`: claims that are judged together, where the block stands.
public struct ExpectBlock: Hashable, Sendable {
  /// `expect keep`: the claims held before the step's work and must still hold.
  public var isKeep: Bool
  public var claims: [ClaimGroup]
  public var line: Int
}

/// A claim and its `or` alternatives, of which one must hold; never empty.
public struct ClaimGroup: Hashable, Sendable {
  public var alternatives: [Claim]

  /// The line of the first alternative, by which reports name the group.
  public var line: Int { alternatives[0].line }
}

/// Help that a learner asks for, folded on GitHub.
public struct Hint: Hashable, Sendable {
  public var condition: Condition
  public var body: Prose
  public var line: Int

  public enum Condition: Hashable, Sendable {
    case always
    /// The lines of the step's claims that begin with the words of the summary.
    case fails(claims: [Int])
    case holds(claims: [Int])
    /// A diagnosis of this id.
    case cause(String)
  }
}

/// A folded solution; its `console solution` blocks are run by `run`.
public struct Solution: Sendable {
  public var elements: [Element]
  public var line: Int
}

/// A prediction that the learner makes before a part's commands.
public struct Question: Hashable, Sendable {
  /// The heading's text after `Question:`, as Markdown.
  public var text: String
  /// What may be said between the heading and the options.
  public var body: Prose?
  /// The options in order, as Markdown.
  public var options: [String]
  /// The number of the right option, counted from 1.
  public var answer: Int
  public var explanation: Prose
  public var line: Int
}
