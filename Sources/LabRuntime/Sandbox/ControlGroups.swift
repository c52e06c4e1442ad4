import Glibc
import Synchronization

/// Makes a control group for each lab, where this process may (cgroups(7)).
///
/// A group can bound its memory only if the group around it holds other groups and no process. So
/// either the group above netlab's own is left to it, and has others already; or netlab is alone in
/// one that is left to it, and steps aside into a group in it as long as there are labs.
final class ControlGroups: Sendable {
  static let shared = ControlGroups(view: .current())

  private let view: ControlGroupView?
  private let files: ControlGroupFiles
  private let state = Mutex(State())

  private struct State {
    var home: Result<Home, Absence>?
    var made = 0
    var living = 0
    var isAside = false
  }

  /// Where groups are made.
  struct Home: Equatable {
    var folder: String
    /// netlab is in it, and has to leave before it can bound anything.
    var isOwn: Bool
  }

  /// Why no groups can be made.
  struct Absence: Error, Equatable {
    var reason: String
  }

  init(view: ControlGroupView?, files: ControlGroupFiles = ControlGroupFiles()) {
    self.view = view
    self.files = files
  }

  /// Why the memory of labs is watched and not walled; `nil` if groups can be made.
  var absence: String? {
    if case .failure(let absence) = home() { absence.reason } else { nil }
  }

  /// Makes a group with a bound on the memory of all that is in it.
  ///
  /// - Returns: `nil` where none can be made; then memory has to be watched.
  func make(memoryLimit: Int) -> ControlGroup? {
    guard case .success(let home) = home() else { return nil }
    let number: Int? = state.withLock { state in
      if state.living == 0 { removeLeftovers(in: home.folder) }
      if home.isOwn, !state.isAside {
        guard stepAside(in: home.folder) else { return nil }
        state.isAside = true
      }
      state.made += 1
      state.living += 1
      return state.made
    }
    guard let number else { return nil }
    let folder = "\(home.folder)/\(Self.name(ofProcess: getpid()) ?? "netlab")-\(number)"
    do throws(SystemProblem) {
      let made = files.makeFolder(folder)
      guard made == 0 else { throw SystemProblem("make \(folder)", code: made) }
      return try ControlGroup(
        folder: folder, memoryLimit: memoryLimit, files: files, onRemoval: { [self] in release() })
    } catch {
      _ = files.removeFolder(folder)
      release()
      return nil
    }
  }

  /// Looks once; what it depends on does not change while netlab runs.
  private func home() -> Result<Home, Absence> {
    state.withLock { state in
      if let home = state.home { return home }
      let home = find()
      state.home = home
      return home
    }
  }

  private func find() -> Result<Home, Absence> {
    guard let view else {
      return .failure(Absence(reason: "this system has no control groups of version 2"))
    }
    guard files.words("\(view.own)/cgroup.controllers").contains("memory")
    else {
      return .failure(Absence(reason: "no control group of version 2 bounds memory here"))
    }
    let own = view.own
    if files.words("\(own)/cgroup.subtree_control").contains("memory"), files.isWritable(own),
      files.isDelegated(own)
    {
      return .success(Home(folder: own, isOwn: false))
    }
    if let parent = view.parent, files.isWritable(parent), files.isDelegated(parent) {
      return .success(Home(folder: parent, isOwn: false))
    }
    guard files.isWritable(own), files.isDelegated(own),
      access("\(own)/cgroup.subtree_control", W_OK) == 0
    else {
      return .failure(Absence(reason: "netlab's control group is not delegated to it"))
    }
    guard files.words("\(own)/cgroup.procs") == ["\(getpid())"] else {
      return .failure(Absence(reason: "netlab is not alone in its control group"))
    }
    return .success(Home(folder: own, isOwn: true))
  }

  private static func aside(_ home: String) -> String { "\(home)/netlab" }

  private func stepAside(in home: String) -> Bool {
    let aside = Self.aside(home)
    let made = files.makeFolder(aside)
    guard made == 0 || made == EEXIST else { return false }
    do throws(SystemProblem) {
      try files.write("0", "\(aside)/cgroup.procs")
      try files.write("+memory", "\(home)/cgroup.subtree_control")
      // Not everywhere; processes are limited without it too.
      try? files.write("+pids", "\(home)/cgroup.subtree_control")
      return true
    } catch {
      stepBack(to: home)
      return false
    }
  }

  private func stepBack(to home: String) {
    for controller in ["pids", "memory"] {
      try? files.write("-\(controller)", "\(home)/cgroup.subtree_control")
    }
    try? files.write("0", "\(home)/cgroup.procs")
    _ = files.removeFolder(Self.aside(home))
  }

  /// A group is gone; after the last one everything is as it was found.
  private func release() {
    state.withLock { state in
      state.living -= 1
      guard state.living == 0, state.isAside, case .success(let home)? = state.home else { return }
      stepBack(to: home.folder)
      state.isAside = false
    }
  }

  /// Removes the groups of processes of netlab that were killed.
  ///
  /// A group's name says which process made it, by its number and the time of its start. A group
  /// that has processes is not removed by the kernel.
  private func removeLeftovers(in home: String) {
    for name in Folder.names(in: home) where name.hasPrefix("netlab-") {
      let maker = name[..<(name.lastIndex(of: "-") ?? name.endIndex)]
      let process = maker.split(separator: "-").dropFirst().first.flatMap { pid_t($0) }
      guard let process, Self.name(ofProcess: process) != String(maker) else { continue }
      _ = files.removeFolder("\(home)/\(name)")
    }
  }

  /// `netlab-PID-START`; `nil` if there is no such process.
  static func name(ofProcess process: pid_t) -> String? {
    ProcessTree.start(of: process).map { "netlab-\(process)-\($0)" }
  }
}
