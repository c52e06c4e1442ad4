import Glibc
import LabDocument
import NetworkState

/// Runs labs on the machine itself instead of a sandbox, and undoes what they made.
///
/// Needs root. At most one run or undoing at a time.
public enum OnHost {
  /// Why a lab does not begin on the machine itself; nothing was made.
  public struct Refusal: Error, CustomStringConvertible {
    public var description: String
  }

  /// A lab that can begin: nothing of it is there yet, and nobody else is at it.
  public struct Start: Sendable {
    public let plan: HostPlan
    let lab: Lab
    let lock: Descriptor
    let before: HostSnapshot
  }

  /// Looks whether a lab can run on this machine; changes nothing.
  public static func prepare(_ lab: Lab) throws -> Start {
    let lock = try lock()
    if Journal().exists {
      throw Refusal(
        description: "an earlier run on this machine was not undone; `netlab clean` does it")
    }
    if let reason = HostScope.refusal(of: lab) { throw Refusal(description: reason) }
    if let reason = Requirements.missingTool(lab.needs + [.tool("ip"), .tool("nsenter")]) {
      throw Refusal(description: reason)
    }
    let before = try HostSnapshot.read()
    let plan = HostPlan.read(lab)
    let clashes = HostClashes.find(plan, on: before, chains: isChain)
    guard clashes.isEmpty else {
      throw Refusal(
        description: "the lab would clash with what this machine has:\n"
          + clashes.map { "  \($0)\n" }.joined()
          + "nothing was changed; remove what is in the way if it is yours and not needed, or run "
          + "the lab without --on-host, in a sandbox")
    }
    return Start(plan: plan, lab: lab, lock: lock, before: before)
  }

  /// What is left of a run that was not undone, and is now.
  public struct Cleaning: Sendable {
    /// The lab of the run; `nil` if there was nothing to undo.
    public var lab: String?
    public var lines: [String]
    public var isComplete: Bool
  }

  /// Undoes what an earlier run has left, such as one that was killed; blocks.
  public static func clean() throws -> Cleaning {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let journal = Journal()
    guard journal.exists else { return Cleaning(lab: nil, lines: [], isComplete: true) }
    let state = try journal.read()
    guard let beginning = state.beginning else {
      try journal.remove()
      return Cleaning(lab: nil, lines: [], isComplete: true)
    }
    guard beginning.boot == HostProcess.boot else {
      // Namespaces, devices, rules and parameters ended with the machine's last start.
      for case .folder(let path) in state.things.map(\.thing) { try HostFolder.remove(path) }
      try journal.remove()
      return Cleaning(
        lab: beginning.lab,
        lines: ["the machine was started anew since; what the lab had made went with that"],
        isComplete: true)
    }
    guard beginning.network == HostProcess.network() else {
      throw Refusal(
        description:
          "the run that was not undone was in another network namespace than this; clean "
          + "it from there")
    }
    let report = try HostUndo(journal: journal).run()
    return Cleaning(
      lab: beginning.lab, lines: report.lines, isComplete: report.problems.isEmpty)
  }

  /// One run or undoing at a time, and root alone.
  private static func lock() throws -> Descriptor {
    guard geteuid() == 0 else {
      throw Refusal(
        description: "only root can change this machine's network; run it with sudo, or without "
          + "--on-host, in a sandbox")
    }
    // A test that lost its way must not change the network of the machine that it runs on.
    if let spared = getenv("NETLAB_SPARED_NETWORK"),
      HostProcess.network() == String(cString: spared)
    {
      throw Refusal(description: "this network is spared: NETLAB_SPARED_NETWORK names it")
    }
    if mkdir(Journal.folder, 0o755) != 0, errno != EEXIST {
      throw SystemProblem("make \(Journal.folder)")
    }
    let path = "\(Journal.folder)/lock"
    let file = try Descriptor.open(creating: path, O_RDWR | O_CREAT)
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      throw Refusal(
        description:
          "another run on this machine, or `netlab clean`, is under way; wait for its end")
    }
    return file
  }

  private static func isChain(_ text: String) -> Bool {
    let words = text.split(separator: " ").map(String.init)
    return words.count == 4
      && HostReader.here().listing(words[0], words[2], words[3]) != nil
  }
}

extension HostUndo.Report {
  var lines: [String] {
    undone.map { "undone: \($0)" } + left.map { "left: \($0)" }
      + problems.map { "not undone: \($0)" }
  }
}
