/// What a machine was found to be able to do.
public struct Examination: Hashable, Sendable {
  /// What the findings of a group are about.
  public enum Subject: String, Hashable, Sendable {
    case sandbox
    /// The tools that every run needs.
    case tools
    /// The tools that some labs need.
    case labTools
    case kernel
  }

  /// Findings that belong together.
  public struct Group: Hashable, Sendable {
    public var subject: Subject
    public var findings: [Finding]

    /// A group in the order of its findings.
    public init(_ subject: Subject, _ findings: [Finding]) {
      self.subject = subject
      self.findings = findings
    }
  }

  public var groups: [Group]
  /// The command that installs the packages whose names follow it, as the findings name them;
  /// `nil` on systems whose packages netlab does not know.
  public var installer: String?

  /// An examination of the groups.
  public init(groups: [Group], installer: String? = nil) {
    self.groups = groups
    self.installer = installer
  }

  /// All findings in order.
  public var findings: [Finding] { groups.flatMap(\.findings) }

  /// Whether labs run on the machine.
  public var canRun: Bool { !findings.contains { $0.state == .broken } }
}
