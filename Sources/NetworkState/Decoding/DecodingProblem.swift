/// Why the output of a tool could not be understood.
public struct DecodingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence without a full stop at its end.
  public var message: String

  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}

/// Turns what `ip`, `ss` and `iptables` print into values.
///
/// Everything here takes what a lab can write into: names, aliases and comments are not to be
/// trusted, and any bytes at all either decode or throw.
public enum ToolOutput {}
