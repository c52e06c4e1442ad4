import Glibc
import LabDocument
import NetworkState
import Synchronization

/// A run on the machine itself: from the journal's first line to the undoing.
public final class HostRun: Sendable {
  private let start: OnHost.Start
  private let journal = Journal()
  private let ending = Mutex<[String]?>(nil)
  private let complete = Mutex(true)

  public init(_ start: OnHost.Start) {
    self.start = start
  }

  /// What was undone, what was left, and how the machine differs from before; once the lab has run.
  public var lines: [String] { ending.withLock { $0 } ?? [] }

  /// Whether all that the lab is known to have changed was undone.
  public var isComplete: Bool { complete.withLock { $0 } }

  /// Begins the journal and makes what stands for the lab's machine.
  func makeSandbox() throws(RuntimeProblem) -> Sandbox {
    do {
      let token = (0..<4).map { _ in String(UInt32.random(in: 0...UInt32.max), radix: 16) }
        .joined()
      let directory = "/tmp/netlab-\(token)"
      let shims = "\(Journal.folder)/tools-\(token)"
      let beginning = JournalBeginning(
        lab: start.lab.id, token: token, boot: HostProcess.boot,
        network: HostProcess.network() ?? "", process: Int(getpid()),
        start: HostProcess.start(of: getpid()) ?? 0, directory: directory, shims: shims,
        parameters: start.before.parameters)
      try journal.create(beginning)
      do {
        return try prepare(directory, shims, token)
      } catch {
        _ = undo()
        throw error
      }
    } catch {
      throw (error as? RuntimeProblem) ?? .system("begin on this machine", error)
    }
  }

  private func prepare(_ directory: String, _ shims: String, _ token: String) throws -> Sandbox {
    try journal.append([.folder(directory), .folder(shims)])
    for folder in [directory, shims] {
      guard mkdir(folder, 0o700) == 0 else { throw SystemProblem("make \(folder)") }
    }
    guard let program = Folder.target(ofLink: "/proc/self/exe") else {
      throw SystemProblem("find the program")
    }
    for tool in ToolReading.tools where tool == "sudo" || Tool.path(of: tool) != nil {
      guard symlink(program, "\(shims)/\(tool)") == 0 else {
        throw SystemProblem("make \(shims)/\(tool)")
      }
    }
    for (key, value) in start.lab.world.sysctls.sorted(by: { $0.key < $1.key }) {
      try set(key, value)
    }
    let scripts = start.lab.steps.flatMap(\.elements).compactMap { element -> String? in
      if case .file(let file) = element { file.contents } else { nil }
    }
    let side = HostSide(
      directory: directory, shims: shims, token: token,
      userNamespace: try Descriptor.open("/proc/self/ns/user", O_RDONLY).identity,
      journal: journal,
      watch: HostWatch(journal: journal, before: start.before, scripts: scripts),
      scope: HostScope(world: start.lab.world, machine: start.before))
    return Sandbox(onHost: side, stage: try StageDescriptors(ofThisProcessIn: directory))
  }

  /// Sets what the lab's world demands, as a command of the lab's would.
  private func set(_ key: String, _ value: String) throws {
    guard let path = KernelParameter.path(of: key) else { return }
    _ = try journal.append { state in
      try HostGuard(state: state, facts: HostReader.here(), isInRoot: true)
        .things(for: [.setParameter(path: path, value: value.spaced)])
    }
    try HostParameters.set(path, value)
  }

  /// Undoes everything, also when the run was interrupted; returns when that is done.
  func finish(_ sandbox: Sandbox) async {
    let remarks = sandbox.onHost?.watch.remarks ?? []
    // A task of its own: an interrupted run must be undone all the same.
    await Task.detached { [self] in
      await blocking { [self] _ in
        var lines = undo()
        let left = remaining()
        lines += left.map { difference in
          let culprit = remarks.first { $0.difference == difference }
          guard let culprit else { return "not as before: \(difference.sentence)" }
          let first = culprit.command.split(separator: "\n").first ?? ""
          return "left, since it was changed past the record: \(difference.sentence), "
            + "after `\(first)`"
        }
        if left.isEmpty { lines.append("the machine's network is as it was before") }
        if left.contains(where: { item in remarks.contains { $0.difference == item } }) {
          complete.withLock { $0 = false }
        }
        ending.withLock { $0 = lines }
      }
    }.value
  }

  private func undo() -> [String] {
    do {
      let report = try HostUndo(journal: journal).run()
      complete.withLock { $0 = report.problems.isEmpty }
      return report.left.map { "left: \($0)" }
        + report.problems.map { "not undone: \($0); `netlab clean` tries again" }
    } catch {
      complete.withLock { $0 = false }
      return ["not undone: \(error); `netlab clean` tries again"]
    }
  }

  /// How the machine differs from before; the kernel takes its time with what a namespace held.
  private func remaining() -> [HostSnapshot.Difference] {
    let deadline = ContinuousClock.now + .seconds(3)
    while true {
      guard let now = try? HostSnapshot.read(like: start.before) else { return [] }
      let differences = start.before.differences(to: now)
      if differences.isEmpty || ContinuousClock.now > deadline { return differences }
      usleep(50_000)
    }
  }
}
