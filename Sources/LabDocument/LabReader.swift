/// Turns the text of a lab into a ``Lab`` and says what is wrong with it.
public enum LabReader {
  /// What came of reading a file.
  public struct Result: Sendable {
    /// `nil` if there is an error among the diagnostics.
    public var lab: Lab?
    /// Everything that is wrong, in the order of the lines.
    public var diagnostics: [Diagnostic]
  }

  /// Reads a lab from its bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file's contents; ill-formed UTF-8 is an error with its position.
  ///   - file: The path for diagnostics; its last part without `.md` is the lab's id.
  ///   - seed: What the values of variables follow from; `nil` for the first values.
  public static func read(_ bytes: [UInt8], file: String, seed: String? = nil) -> Result {
    Result(lab: nil, diagnostics: [])
  }
}
