import Glibc

/// Where this process is among the control groups of version 2 (cgroups(7)).
struct ControlGroupView: Sendable, Equatable {
  /// Where the groups are mounted.
  var mount: String
  /// The folder of this process's own group, below the mount or the mount itself.
  var own: String

  /// The folder of the group above; `nil` at the top of what can be seen.
  var parent: String? {
    guard own != mount, let slash = own.lastIndex(of: "/") else { return nil }
    return String(own[..<slash])
  }

  /// What the kernel tells this process.
  static func current() -> ControlGroupView? {
    ControlGroupView(
      mountInfo: SystemFile.text("/proc/self/mountinfo") ?? "",
      membership: SystemFile.text("/proc/self/cgroup") ?? "")
  }

  init(mount: String, own: String) {
    self.mount = mount
    self.own = own
  }

  /// Reads `/proc/self/mountinfo` and `/proc/self/cgroup`; `nil` if the own group cannot be seen.
  init?(mountInfo: String, membership: String) {
    let line = membership.split(separator: "\n").first { $0.hasPrefix("0::/") }
    guard let path = line?.dropFirst(3), !path.contains("/..") else { return nil }
    for line in mountInfo.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard let dash = words.firstIndex(of: "-"), dash + 1 < words.count, dash > 5,
        words[dash + 1] == "cgroup2", !words[4].contains("\\")
      else { continue }
      // What is mounted may be a group below the first one, as in a container.
      let root = words[3] == "/" ? "" : words[3]
      guard path == root || path.hasPrefix(root + "/") else { continue }
      var rest = String(path.dropFirst(root.count))
      while rest.hasSuffix("/") { rest.removeLast() }
      self.init(mount: words[4], own: words[4] + rest)
      return
    }
    return nil
  }
}
