/// What is under one H2, or before the first, while it is being read.
struct OpenSection {
  /// `nil` before the first H2.
  var heading: Heading?
  var elements: [Element] = []
  var comment: StepComment?
  var claims: [Claim] = []
  /// Hints by line that wait for a claim.
  var hints: [Int: PendingHint] = [:]
  /// Something of it runs or is judged.
  var isStep = false
  var hasSolution = false

  struct Heading {
    var title: String
    var slug: String
    var position: Position
  }

  struct PendingHint {
    var words: String
    var fails: Bool
    var position: Position
  }
}

/// A `<details>` whose end has not been read.
struct OpenFold {
  /// `nil` until its summary has been read.
  var kind: FoldSummary?
  var start: Position
  var summary = Position(1)
  /// The first line of what is folded.
  var bodyLine: Int
  /// How far the list or quote that it stands in moves its lines.
  var indent: Int
  var elements: [Element] = []
}

/// A question whose answer has not been read.
struct OpenQuestion {
  var text: String
  var position: Position
  var bodyLine: Int
  var options: [String]?
  var optionsLine = 0
}
