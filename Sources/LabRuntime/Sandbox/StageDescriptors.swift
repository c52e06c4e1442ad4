import CLinux
import Glibc

/// A host of the lab's world, as its processes have it.
struct SandboxHost: Sendable {
  var name: String
  var stage: StageDescriptors
}

/// The namespaces of one stage or host, which live as long as these descriptors.
///
/// Opened before anything untrusted ran, so that no reused process id can mislead.
struct StageDescriptors: Sendable {
  var user: Descriptor
  var mount: Descriptor
  var net: Descriptor
  var pid: Descriptor
  var ipc: Descriptor
  var uts: Descriptor
  /// The root directory, to look up names in.
  var root: Descriptor
  /// The lab's directory.
  var directory: Descriptor

  init(of process: pid_t) throws(SystemProblem) {
    let folder = "/proc/\(process)"
    user = try Descriptor.open("\(folder)/ns/user", O_RDONLY)
    mount = try Descriptor.open("\(folder)/ns/mnt", O_RDONLY)
    net = try Descriptor.open("\(folder)/ns/net", O_RDONLY)
    pid = try Descriptor.open("\(folder)/ns/pid", O_RDONLY)
    ipc = try Descriptor.open("\(folder)/ns/ipc", O_RDONLY)
    uts = try Descriptor.open("\(folder)/ns/uts", O_RDONLY)
    root = try Descriptor.open("\(folder)/root", clinux_o_path | O_DIRECTORY)
    directory = try Descriptor.open(
      String(SandboxView.labDirectory.dropFirst()), in: root, clinux_o_path | O_DIRECTORY)
  }

  /// What a process of netlab itself has; only the directory is the lab's.
  init(ofThisProcessIn folder: String) throws(SystemProblem) {
    (user, mount, pid, ipc, uts) = (.none, .none, .none, .none, .none)
    net = try Descriptor.open("/proc/self/ns/net", O_RDONLY)
    root = try Descriptor.open("/", clinux_o_path | O_DIRECTORY)
    directory = try Descriptor.open(folder, clinux_o_path | O_DIRECTORY)
  }
}
