import CLinux
import Glibc
import LabDocument
import NetworkState
import Synchronization

/// A machine of a lab's own, with its world up: namespaces, mounts and processes that end with it.
///
/// Needs bubblewrap and user namespaces, no privilege. Everything in it is gone when the last
/// holder of its pipe is: after ``destroy()``, and after any end of netlab.
final class Sandbox: Sendable {
  let identity: ChildIdentity
  let filter: SeccompFilter
  /// Where the lab's root is root.
  let lab: StageDescriptors
  /// Where the internet is, over which the lab's root has no rights.
  let outer: StageDescriptors
  private let process: ChildProcess
  private let holder: Mutex<Descriptor?>
  /// The first process of stage 1: its end is the end of all inside.
  private let firstProcess: Descriptor?

  init(
    identity: ChildIdentity, filter: SeccompFilter, lab: StageDescriptors, outer: StageDescriptors,
    process: ChildProcess, holder: Descriptor, firstProcess: Descriptor?
  ) {
    self.identity = identity
    self.filter = filter
    self.lab = lab
    self.outer = outer
    self.process = process
    self.holder = Mutex(holder)
    self.firstProcess = firstProcess
  }

  /// Ends everything inside and waits until it is gone.
  func destroy() async {
    let wasThere = holder.withLock { holder in
      defer { holder = nil }
      return holder != nil
    }
    guard wasThere else { return }
    let process = self.process
    let firstProcess = self.firstProcess
    _ = await blocking { _ in
      // The pipe's end ends the first process by itself; a stopped or busy machine gets a push.
      if !waitForInput([process.end.number], until: .now + .milliseconds(500))[0] {
        if let firstProcess { clinux_pidfd_kill(firstProcess.number) }
        process.signal(SIGKILL)
      }
      return process.reap()
    }
  }

  /// The namespaces by which netlab looks into a place of which it has the descriptor.
  func namespaces(for net: Descriptor, in stage: StageDescriptors) -> Namespaces {
    Namespaces(user: stage.user, net: net)
  }
}

/// The namespaces of one stage, opened before anything untrusted ran, so that no reused process id can mislead.
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
}
