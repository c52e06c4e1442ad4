/// Something that is wrong with a lab's file, and what to write instead.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable {
    case error, warning
  }

  public var severity: Severity
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// In UTF-8 bytes, counted from 1.
  public var column: Int
  public var message: String

  public init(
    _ severity: Severity, file: String, line: Int, column: Int, _ message: String
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error: what is wrong; what to write instead`.
  public var description: String {
    "\(file):\(line):\(column): \(severity.rawValue): \(message)"
  }
}
