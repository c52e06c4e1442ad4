import Foundation
import Synchronization
import Testing

@testable import LabRuntime

/// Control groups in a tree of plain folders and files that plays the kernel's.
@Suite(.timeLimit(.minutes(5)))
struct ControlGroupTests {
  private let tree = FakeGroups()

  /// Moves by which netlab gets a group of its own, and those that find that it cannot.
  @Test("Where the group above is netlab's, and bounds memory, labs' groups stand beside its own")
  func beside() throws {
    try tree.make("user", controllers: "memory pids", enabled: "memory pids")
    try tree.make("user/shell", controllers: "memory pids", processes: "1 2 3")
    let groups = tree.groups(own: "user/shell")
    #expect(groups.absence == nil)
    let group = try #require(groups.make(memoryLimit: 1 << 30))
    let name = try #require(ControlGroups.name(ofProcess: getpid()))
    #expect(group.folder == tree.path("user/\(name)-1"))
    #expect(tree.read("user/\(name)-1/memory.max") == "1073741824")
    #expect(tree.read("user/\(name)-1/memory.swap.max") == "0")
    #expect(tree.read("user/\(name)-1/memory.oom.group") == "1")
    #expect(tree.read("user/\(name)-1/pids.max") == "1024")
    #expect(groups.make(memoryLimit: 1 << 20)?.folder.hasSuffix("-2") == true)
    group.remove()
    #expect(!tree.exists("user/\(name)-1"))
    // Its own group and the one above are as they were.
    #expect(tree.read("user/shell/cgroup.procs") == "1 2 3")
    #expect(tree.read("user/cgroup.subtree_control") == "memory pids")
  }

  @Test("Alone in a group that is netlab's, it steps aside as long as there are labs")
  func aside() throws {
    try tree.make("scope", controllers: "memory pids", processes: "\(getpid())\n")
    let groups = tree.groups(own: "scope", delegated: ["scope"])
    let first = try #require(groups.make(memoryLimit: 1 << 30))
    #expect(tree.read("scope/netlab/cgroup.procs") == "0")
    #expect(tree.written("scope/cgroup.subtree_control") == ["+memory", "+pids"])
    let second = try #require(groups.make(memoryLimit: 1 << 30))
    first.remove()
    #expect(tree.exists("scope/netlab"))
    second.remove()
    #expect(!tree.exists("scope/netlab"))
    #expect(tree.read("scope/cgroup.procs") == "0")
    #expect(
      tree.written("scope/cgroup.subtree_control") == ["+memory", "+pids", "-pids", "-memory"])
    #expect(groups.make(memoryLimit: 1 << 30) != nil)
  }

  @Test("What cannot be walled is watched, for a reason that is said")
  func absences() throws {
    #expect(
      ControlGroups(view: nil).absence == "this system has no control groups of version 2")
    try tree.make("plain", controllers: "cpu", processes: "\(getpid())")
    #expect(
      tree.groups(own: "plain").absence == "no control group of version 2 bounds memory here")
    try tree.make("scope", controllers: "memory", processes: "\(getpid())\n17\n")
    #expect(
      tree.groups(own: "scope", delegated: ["scope"]).absence
        == "netlab is not alone in its control group")
    try tree.make("system", controllers: "memory", enabled: "memory", processes: "\(getpid())")
    #expect(
      tree.groups(own: "system", delegated: []).absence
        == "netlab's control group is not delegated to it")
    for groups in [tree.groups(own: "scope", delegated: ["scope"]), tree.groups(own: "plain")] {
      #expect(groups.make(memoryLimit: 1) == nil)
    }
  }

  @Test("A kernel that refuses a bound leaves no group behind")
  func refusal() throws {
    try tree.make("user", controllers: "memory", enabled: "memory")
    try tree.make("user/shell", controllers: "memory", processes: "1")
    tree.lacksBound = true
    #expect(tree.groups(own: "user/shell").make(memoryLimit: 1 << 30) == nil)
    #expect(tree.names("user").filter { $0.hasPrefix("netlab") } == [])
  }

  @Test("Groups of a netlab that was killed are removed, those of one that lives are not")
  func leftovers() throws {
    try tree.make("user", controllers: "memory", enabled: "memory")
    try tree.make("user/shell", controllers: "memory", processes: "1")
    let other = try #require(ControlGroups.name(ofProcess: getppid()))
    for name in ["netlab-4194999-77-1", "netlab-\(getppid())-1-3", "\(other)-1", "netlab-x", "y"] {
      try tree.make("user/\(name)", controllers: "memory")
    }
    let group = tree.groups(own: "user/shell").make(memoryLimit: 1 << 30)
    let left = Set(tree.names("user"))
    #expect(!left.contains("netlab-4194999-77-1"))
    // The number means another process by now.
    #expect(!left.contains("netlab-\(getppid())-1-3"))
    #expect(left.isSuperset(of: ["\(other)-1", "netlab-x", "y"]))
    withExtendedLifetime(group) {}
  }

  @Test("The kernel's count of what it ended tells why a lab ended")
  func verdict() throws {
    try tree.make("user", controllers: "memory", enabled: "memory")
    try tree.make("user/shell", controllers: "memory", processes: "1")
    let group = try #require(tree.groups(own: "user/shell").make(memoryLimit: 1 << 30))
    #expect(group.verdict == nil)
    for (events, ended) in [
      ("low 0\nhigh 0\nmax 12\noom 3\noom_kill 0\noom_group_kill 0\n", false),
      ("low 0\nhigh 0\nmax 12\noom 1\noom_kill 5\noom_group_kill 1\n", true),
      ("oom_kill 1\n", true), ("", false), ("nonsense", false), ("oom_kill\n", false),
    ] {
      let folder = String(group.folder.dropFirst(tree.root.count + 1))
      try tree.write(events, to: "\(folder)/memory.events")
      #expect(group.verdict == (ended ? "the lab used more memory than 1 GiB" : nil), "\(events)")
    }
  }

  @Test(
    "The own group is found among the mounts",
    arguments: [
      (
        "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate",
        "0::/user.slice/user-1000.slice/x.scope",
        "/sys/fs/cgroup/user.slice/user-1000.slice/x.scope"
      ),
      ("30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/", "/sys/fs/cgroup"),
      (
        "29 23 0:25 / /sys/fs/cgroup/memory rw shared:3 - cgroup cgroup rw,memory\n"
          + "30 23 0:26 / /sys/fs/cgroup/unified rw shared:4 - cgroup2 cgroup2 rw",
        "4:memory:/a\n0::/b", "/sys/fs/cgroup/unified/b"
      ),
      (
        "30 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/docker/abc/lab",
        "/sys/fs/cgroup/lab"
      ),
      ("30 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/docker/abcd", nil),
      ("30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/../other", nil),
      ("30 23 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw", "0::/x", nil),
      ("nonsense", "0::/x", nil), ("", "", nil), ("- cgroup2", "0::/", nil),
    ] as [(String, String, String?)])
  func views(_ mounts: String, _ membership: String, _ own: String?) {
    #expect(ControlGroupView(mountInfo: mounts, membership: membership)?.own == own)
  }
}

/// Folders and files that behave as control groups, as far as netlab looks.
private final class FakeGroups: Sendable {
  let root: String
  private let state = Mutex((lacksBound: false, writes: [String: [String]]()))

  var lacksBound: Bool {
    get { state.withLock { $0.lacksBound } }
    set { state.withLock { $0.lacksBound = newValue } }
  }

  init() {
    root = FileManager.default.temporaryDirectory.appending(path: "groups-\(UUID())").path
    try? FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  func path(_ name: String) -> String { "\(root)/\(name)" }
  func exists(_ name: String) -> Bool { access(path(name), F_OK) == 0 }
  func names(_ name: String) -> [String] { Folder.names(in: path(name)) }

  func read(_ name: String) -> String? {
    try? String(contentsOfFile: path(name), encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
  }

  /// What was written to a file, in order.
  func written(_ name: String) -> [String] {
    state.withLock { $0.writes[path(name)] ?? [] }
  }

  func make(
    _ name: String, controllers: String, enabled: String = "", processes: String = ""
  ) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: false)
    try write(controllers, to: "\(name)/cgroup.controllers")
    try write(enabled, to: "\(name)/cgroup.subtree_control")
    try write(processes, to: "\(name)/cgroup.procs")
  }

  func groups(own: String, delegated: Set<String>? = nil) -> ControlGroups {
    var files = ControlGroupFiles()
    let delegated = delegated.map { Set($0.map(path)) }
    files.isDelegated = { delegated?.contains($0) ?? true }
    files.makeFolder = { [self] folder in
      guard mkdir(folder, 0o755) == 0 else { return errno }
      let names =
        ["cgroup.procs", "memory.oom.group", "memory.swap.max", "pids.max", "memory.events"]
        + (lacksBound ? [] : ["memory.max"])
      for name in names {
        _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
      }
      return 0
    }
    files.removeFolder = { folder in
      do {
        try FileManager.default.removeItem(atPath: folder)
        return 0
      } catch {
        return ENOENT
      }
    }
    files.write = { [self] text, path throws(SystemProblem) in
      guard truncate(path, 0) == 0 else { throw SystemProblem("write \(path)") }
      state.withLock { $0.writes[path, default: []].append(text) }
      try ControlGroupFiles().write(text, path)
    }
    return ControlGroups(
      view: ControlGroupView(mount: root, own: path(own)), files: files)
  }
}
