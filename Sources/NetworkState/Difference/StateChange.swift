/// One thing that is not as it was, in the words of `ip` and its kin.
public struct StateChange: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case appeared, disappeared, changed

    /// The sign in front of a change.
    public var mark: String {
      switch self {
      case .appeared: "+"
      case .disappeared: "-"
      case .changed: "~"
      }
    }
  }

  /// What a change is about, in the order in which changes are told.
  public enum Subject: Int, Hashable, Sendable, CaseIterable {
    case namespace, link, address, route, rule, neighbour, forwardingEntry, parameter, iptables,
      nftables, listener, file
  }

  public var kind: Kind
  /// Where; the host for a namespace that came or went.
  public var place: Place
  public var subject: Subject
  /// What: `route 172.18.0.0/16 dev ceth0`, `link veth0 down → up`.
  public var text: String

  public init(_ kind: Kind, _ place: Place, _ subject: Subject, _ text: String) {
    self.kind = kind
    self.place = place
    self.subject = subject
    self.text = text
  }
}

extension StateChange: CustomStringConvertible {
  /// `+ netns0: route 172.18.0.0/16 dev ceth0`.
  public var description: String { "\(kind.mark) \(place): \(text)" }
}
