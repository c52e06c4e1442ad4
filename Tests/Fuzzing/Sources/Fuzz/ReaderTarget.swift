@testable import LabDocument

/// A file is read or refused, and what is said of it points into it.
enum ReaderTarget {
  static func run(_ bytes: [UInt8]) {
    let seed = bytes.count.isMultiple(of: 2) ? nil : "a"
    let result = LabReader.read(bytes, file: "a.md", seed: seed)
    let hasErrors = result.diagnostics.contains { $0.severity == .error }
    require((result.lab == nil) == hasErrors, "a lab if and only if there is no error")
    let text = TextDecoding.text(of: bytes, log: DiagnosticLog(file: ""))
    var last = 0
    for diagnostic in result.diagnostics {
      require(!diagnostic.message.isEmpty, "a diagnostic says something")
      require(diagnostic.line >= last, "diagnostics in the order of lines")
      require((1...text.lineCount).contains(diagnostic.line), "a line of the file: \(diagnostic)")
      require(
        (1...text.line(diagnostic.line).count + 1).contains(diagnostic.column),
        "a column of the line: \(diagnostic)")
      last = diagnostic.line
    }
    let again = LabReader.read(bytes, file: "a.md", seed: seed)
    require(again.diagnostics == result.diagnostics, "the same diagnostics each time")
    require(
      String(describing: again.lab) == String(describing: result.lab), "the same lab each time")
  }
}
