import Glibc
import Synchronization

/// A lab's control group: a wall around the memory of all that is in it.
///
/// What goes beyond it ends everything in the group at once. Unlike a watch it counts what no
/// process has mapped, and lets nothing through between two looks.
final class ControlGroup: Sendable {
  let folder: String
  /// Who writes 0 here is in the group from then on, with all that it starts.
  let entrance: Descriptor
  private let memoryLimit: Int
  private let files: ControlGroupFiles
  private let onRemoval: @Sendable () -> Void
  private let isRemoved = Atomic(false)

  /// As many as all hosts' shells and stages need, beyond the 512 of the lab itself.
  static let processLimit = 1024

  /// Sets the bounds of a group whose folder has just been made.
  init(
    folder: String, memoryLimit: Int, files: ControlGroupFiles,
    onRemoval: @escaping @Sendable () -> Void
  ) throws(SystemProblem) {
    try files.write("\(memoryLimit)", "\(folder)/memory.max")
    try files.write("1", "\(folder)/memory.oom.group")
    // A machine without swap need not have the one, and not every machine has the other.
    for (name, value) in [("memory.swap.max", 0), ("pids.max", Self.processLimit)]
    where access("\(folder)/\(name)", F_OK) == 0 {
      try files.write("\(value)", "\(folder)/\(name)")
    }
    entrance = try Descriptor.open("\(folder)/cgroup.procs", O_WRONLY)
    self.folder = folder
    self.memoryLimit = memoryLimit
    self.files = files
    self.onRemoval = onRemoval
  }

  deinit {
    guard !isRemoved.load(ordering: .sequentiallyConsistent) else { return }
    let (folder, files, onRemoval) = (folder, files, onRemoval)
    WaitingThreads.run { Self.remove(folder, files, onRemoval) }
  }

  /// Why everything inside was ended; `nil` if nothing was.
  var verdict: String? {
    Self.wasEnded(SystemFile.text("\(folder)/memory.events") ?? "")
      ? MemoryWatch.sentence(limit: memoryLimit) : nil
  }

  /// Reads `memory.events`: whether something was killed for want of memory.
  static func wasEnded(_ events: String) -> Bool {
    events.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      return words.count == 2 && ["oom_kill", "oom_group_kill"].contains(words[0])
        && words[1] != "0"
    }
  }

  /// Ends what is still in the group and removes it; waits for that, for a moment.
  func remove() {
    guard !isRemoved.exchange(true, ordering: .sequentiallyConsistent) else { return }
    Self.remove(folder, files, onRemoval)
  }

  private static func remove(
    _ folder: String, _ files: ControlGroupFiles, _ onRemoval: () -> Void
  ) {
    let deadline = ContinuousClock.now + .seconds(1)
    while files.removeFolder(folder) == EBUSY, ContinuousClock.now < deadline {
      // Kernels before 5.14 have no such file; the sandbox's own end is on its way then.
      try? files.write("1", "\(folder)/cgroup.kill")
      usleep(1000)
    }
    onRemoval()
  }
}
