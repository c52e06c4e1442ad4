/// Collects what is wrong with one file.
final class DiagnosticLog {
  let file: String
  private(set) var entries: [Diagnostic] = []
  private(set) var hasErrors = false

  init(file: String) {
    self.file = file
  }

  func error(_ position: Position, _ message: String) {
    hasErrors = true
    entries.append(
      Diagnostic(.error, file: file, line: position.line, column: position.column, message))
  }

  func warning(_ position: Position, _ message: String) {
    entries.append(
      Diagnostic(.warning, file: file, line: position.line, column: position.column, message))
  }

  /// Takes over what was found in another place.
  func add(_ diagnostics: [Diagnostic]) {
    hasErrors = hasErrors || diagnostics.contains { $0.severity == .error }
    entries += diagnostics
  }

  /// Everything found, in the order of the lines, each thing once.
  var sorted: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return entries.enumerated()
      .sorted {
        ($0.element.line, $0.element.column, $0.offset)
          < ($1.element.line, $1.element.column, $1.offset)
      }
      .compactMap { seen.insert($0.element).inserted ? $0.element : nil }
  }
}
