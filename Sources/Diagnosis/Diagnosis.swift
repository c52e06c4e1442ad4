import NetworkState

/// What was found out about a probe that got no answer.
public struct Diagnosis: Hashable, Sendable {
  /// `nil` where none was proved.
  public var cause: Cause?
  /// The first broken hop; without a cause, where the packet was last seen.
  public var hop: Place
  public var device: String?
  public var observed: String
  public var expected: String
  /// The causes that were looked for up to there and did not stand.
  public var ruledOut: [Cause]
  /// The command that shows it: `ip -n netns1 link show ceth1`.
  public var command: String?

  public init(
    cause: Cause?, hop: Place, device: String? = nil, observed: String, expected: String,
    ruledOut: [Cause] = [], command: String? = nil
  ) {
    self.cause = cause
    self.hop = hop
    self.device = device
    self.observed = observed
    self.expected = expected
    self.ruledOut = ruledOut
    self.command = command
  }

  /// One sentence that teaches; `nil` without a cause.
  public var lesson: String? { cause?.lesson }

  /// What to do; `nil` without a cause.
  public var remedy: String? { cause?.remedy(at: hop.description, device: device) }
}

/// Something on the path that stops the packet, with its proof.
struct Obstacle: Hashable, Sendable {
  var cause: Cause
  var place: Place
  var device: String?
  var observed: String
  var expected: String
  var command: String

  init(
    _ cause: Cause, at place: Place, device: String? = nil, observed: String, expected: String,
    command: String
  ) {
    self.cause = cause
    self.place = place
    self.device = device
    self.observed = observed
    self.expected = expected
    self.command = command
  }
}

extension Place {
  /// `ip` for this place, as it is typed on its host.
  func ip(_ words: String) -> String { prefixed("ip", words) }
  func bridge(_ words: String) -> String { prefixed("bridge", words) }

  /// Any command in the place: behind `ip netns exec` for a namespace.
  func command(_ words: String) -> String {
    if case .namespace(let name, _) = self { "ip netns exec \(name) \(words)" } else { words }
  }

  private func prefixed(_ tool: String, _ words: String) -> String {
    guard case .namespace(let name, _) = self else { return "\(tool) \(words)" }
    return "\(tool) -n \(name) \(words)"
  }
}
