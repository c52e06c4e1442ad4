/// What one part of a machine was found to be.
public struct Finding: Hashable, Sendable {
  /// Whether labs can do with the part as it is.
  public enum State: String, Hashable, Sendable {
    case fine
    /// Not there; only labs that need it are skipped.
    case missing
    /// There but not as it should be, or it could not be examined; labs may run all the same.
    case doubtful
    /// No lab runs until it is changed.
    case broken
  }

  /// The part: a tool, a setting, a feature of the kernel.
  public var name: String
  public var state: State
  /// What it is, such as a version, or what is wrong with it; may be empty.
  public var detail: String
  /// What to do.
  public var advice: String?
  /// The package that brings the part, if it is missing.
  public var package: String?

  /// A finding.
  public init(
    _ name: String, _ state: State, _ detail: String = "", advice: String? = nil,
    package: String? = nil
  ) {
    self.name = name
    self.state = state
    self.detail = detail
    self.advice = advice
    self.package = package
  }
}
