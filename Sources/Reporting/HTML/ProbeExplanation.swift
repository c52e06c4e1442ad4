import NetworkState

/// Why a probe got no answer, in words, as a report shows it beside the claim.
public struct ProbeExplanation: Hashable, Sendable {
  /// The id of the cause, for hints that belong to it; `nil` where none was proved.
  public var cause: String?
  /// Where the packet was last seen, or was stopped.
  public var place: Place
  public var device: String?
  public var observed: String
  public var expected: String
  /// One sentence that teaches.
  public var lesson: String?
  /// The command that shows it.
  public var command: String?
  /// What to do.
  public var remedy: String?

  public init(
    cause: String? = nil, place: Place, device: String? = nil, observed: String, expected: String,
    lesson: String? = nil, command: String? = nil, remedy: String? = nil
  ) {
    self.cause = cause
    self.place = place
    self.device = device
    self.observed = observed
    self.expected = expected
    self.lesson = lesson
    self.command = command
    self.remedy = remedy
  }
}
