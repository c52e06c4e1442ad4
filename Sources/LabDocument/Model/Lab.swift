import NetworkState

/// A lab as its author wrote it: an article, and in it what to run and what must hold.
public struct Lab: Sendable {
  /// The file's name without `.md`.
  public var id: String
  /// The path by which the file was read, for messages.
  public var file: String
  public var title: String
  public var summary: String?
  /// Those of the labs that it starts from included.
  public var needs: [Requirement]
  /// The ids of the labs to do first.
  public var after: [String]
  /// How long a learner needs.
  public var minutes: Int?
  /// How long a whole submission may take in grading.
  public var limit: Duration
  public var world: World
  /// The labs whose commands lead to where this one starts, the first one first; they have its world.
  public var startLabs: [Lab] = []
  public var variables: [Variable]
  /// What their values follow from: the seed that was asked for, or that of the front matter.
  public var seed: String?
  /// The lines of the file that only instructors read.
  public var instructorLines: [ClosedRange<Int>] = []
  /// The language of the prose, a BCP 47 tag.
  public var locale: String
  /// What stands between the front matter and the first H2.
  public var introduction: [Element]
  public var sections: [Section]

  /// The steps in the order of the document.
  public var steps: [Step] {
    sections.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }
}

/// A tool or a kernel feature that a lab cannot do without.
public enum Requirement: Hashable, Sendable {
  case tool(String)
  /// Written `kernel:NAME` in the front matter.
  case kernel(String)

  /// The requirements in their order, each once.
  static func union(_ list: [Requirement]) -> [Requirement] {
    var seen: Set<Requirement> = []
    return list.filter { seen.insert($0).inserted }
  }
}

/// A value of the front matter's `variables` that differs between learners.
public struct Variable: Hashable, Sendable {
  public var name: String
  public var choices: Choices

  public enum Choices: Hashable, Sendable {
    case pick([String])
    case range(ClosedRange<Int>)
  }
}

/// What stands under one H2.
public enum Section: Sendable {
  case reading(ReadingSection)
  case step(Step)
}

/// A section that runs nothing.
public struct ReadingSection: Sendable {
  /// The heading as Markdown, without its marks.
  public var title: String
  public var line: Int
  public var elements: [Element]
}

/// A section with something to run or to judge.
public struct Step: Sendable {
  public var id: String
  /// The heading as Markdown, without its marks.
  public var title: String
  public var line: Int
  public var points: Int
  /// Points that are not in the maximum.
  public var bonus: Int
  /// The longest that one command may take.
  public var timeout: Duration
  public var isExercise: Bool
  public var isOptional: Bool
  public var diagnosisLevel: DiagnosisLevel
  /// Everything under the heading, in the order of the document.
  public var elements: [Element]
}

/// How much a diagnosis may tell a learner.
public enum DiagnosisLevel: String, Hashable, Sendable, CaseIterable {
  case symptom, hop, cause, fix
}
