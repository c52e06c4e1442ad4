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
  let filter: SeccompFilter?
  /// The hosts, in which the lab's root is root; all share one user namespace. Never empty.
  let hosts: [SandboxHost]
  /// Where the internet is, over which the lab's root has no rights.
  let outer: StageDescriptors
  /// What is special where the lab runs on the machine itself, which then stands for the sandbox.
  let onHost: HostSide?
  private let process: ChildProcess?
  private let holder: Mutex<Descriptor?>
  /// The first process of stage 1: its end is the end of all inside.
  private let firstProcess: Descriptor?
  /// What walls the memory in, if there can be one; else it is watched.
  let group: ControlGroup?
  private let memoryWatch: MemoryWatch?

  init(
    identity: ChildIdentity, filter: SeccompFilter, hosts: [SandboxHost], outer: StageDescriptors,
    process: ChildProcess, holder: Descriptor, firstProcess: Descriptor?,
    group: ControlGroup?, memoryLimit: Int
  ) {
    self.identity = identity
    self.filter = filter
    self.hosts = hosts
    self.outer = outer
    self.process = process
    self.holder = Mutex(holder)
    self.firstProcess = firstProcess
    onHost = nil
    self.group = group
    memoryWatch =
      group != nil
      ? nil
      : MemoryWatch.start(
        over: [outer.user, hosts[0].stage.user], first: firstProcess, end: process.end,
        limit: memoryLimit)
  }

  /// The machine itself: nothing is confined, nothing is joined, and nothing ends with it.
  init(onHost side: HostSide, stage: StageDescriptors) {
    identity = .inherited
    filter = nil
    hosts = [SandboxHost(name: Place.defaultHostName, stage: stage)]
    outer = stage
    onHost = side
    process = nil
    holder = Mutex(nil)
    firstProcess = nil
    group = nil
    memoryWatch = nil
  }

  /// Why everything inside was ended before its time; `nil` if nothing was.
  var untimelyEnd: String? { group?.verdict ?? memoryWatch?.verdict }

  /// The first host, and what all hosts share.
  var lab: StageDescriptors { hosts[0].stage }

  /// A host by its name; `host` always means the first one.
  func host(named name: String) -> SandboxHost? {
    hosts.first { $0.name == name } ?? (name == Place.defaultHostName ? hosts[0] : nil)
  }

  /// What a process in a place has, but for the network of the place itself.
  func stage(of place: Place) -> StageDescriptors {
    switch place {
    case .internet: outer
    case .host(let name), .namespace(_, let name): host(named: name)?.stage ?? lab
    }
  }

  /// Returns when everything inside has ended, or the task is cancelled.
  func waitForEnd() async {
    let process = self.process
    await blocking { cancellation in
      _ = waitForInput([cancellation] + (process.map { [$0.end.number] } ?? []), until: nil)
    }
  }

  /// Ends everything inside and waits until it is gone.
  func destroy() async {
    let wasThere = holder.withLock { holder in
      defer { holder = nil }
      return holder != nil
    }
    guard wasThere, let process else { return }
    let firstProcess = self.firstProcess
    let group = self.group
    _ = await blocking { _ in
      // The pipe's end ends the first process by itself; a stopped or busy machine gets a push.
      if !waitForInput([process.end.number], until: .now + .milliseconds(500))[0] {
        if let firstProcess { clinux_pidfd_kill(firstProcess.number) }
        process.signal(SIGKILL)
      }
      let end = process.reap()
      group?.remove()
      return end
    }
  }

  /// The namespaces by which netlab looks into a place of which it has the descriptor.
  func namespaces(for net: Descriptor, in stage: StageDescriptors) -> Namespaces {
    Namespaces(user: stage.user, net: net)
  }
}
