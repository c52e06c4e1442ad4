import NetworkState

/// Reads lines of `expect` blocks.
struct ClaimParser {
  /// The world whose hosts the claims may name.
  var world: World

  /// What a line says, and what is wrong with it; a line with an error has no claim.
  struct Output {
    var claim: Claim?
    /// The line begins with `or`: an alternative to the line above.
    var isAlternative = false
    var problems: [Problem] = []
  }

  /// Something wrong with a line.
  struct Problem {
    var severity: Diagnostic.Severity = .error
    /// In the file, in UTF-8 bytes from 1.
    var column: Int
    var message: String
  }

  /// Parses a line that is neither blank nor a comment.
  ///
  /// `column` is the place of the text's first byte in its line of the file, counted from 1.
  func parse(_ text: String, line: Int, column: Int) -> Output {
    Output(problems: [Problem(column: column, message: "not yet")])
  }
}
