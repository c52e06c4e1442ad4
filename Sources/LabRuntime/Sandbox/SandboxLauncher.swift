import CLinux
import Glibc
import LabDocument

/// Makes sandboxes.
struct SandboxLauncher {
  /// Starts the two stages and waits until both stand; the world is not built yet.
  ///
  /// - Parameter world: Whose hosts have names inside.
  static func launch(for world: World = .none) async throws(RuntimeProblem) -> Sandbox {
    guard let bwrap = Tool.path(of: "bwrap") else { throw .toolMissing("bwrap") }
    for tool in ["unshare", "nsenter", "prlimit"] where Tool.path(of: tool) == nil {
      throw .toolMissing(tool)
    }
    do throws(any Error) {
      let identity = try ChildIdentity.forChildren()
      let filter = try SeccompFilter()
      let (holderReading, holder) = try Descriptor.pipe()
      let (output, outputWriting) = try Descriptor.pipe()
      let (errors, errorWriting) = try Descriptor.pipe()
      // A file, since a pipe that nobody reads any more would end bubblewrap halfway.
      let info = try Descriptor.memoryFile("info", [])
      let filterFile = try Descriptor.memoryFile("filter", filter.bytes)
      let hosts = try Descriptor.memoryFile("hosts", Array(SandboxView.hosts(of: world).utf8))
      let resolver = try Descriptor.memoryFile(
        "resolver", Array(SandboxView.resolverSettings.utf8))
      let process = try ChildProcess.start(
        ProcessStart(
          path: bwrap, arguments: SandboxView.arguments(),
          descriptors: [
            holderReading, outputWriting, errorWriting, info, filterFile, hosts, resolver,
          ],
          identity: identity, limits: ShellLimits.inherited))
      let start = LaunchWatch(process: process, info: info, output: output, errors: errors)
      return try await start.finish(identity: identity, filter: filter, holder: holder)
    } catch {
      throw (error as? RuntimeProblem) ?? .system("make the sandbox", error)
    }
  }
}

/// Waits for the word of stage 2 and finds the processes.
private struct LaunchWatch {
  var process: ChildProcess
  var info: Descriptor
  var output: Descriptor
  var errors: Descriptor

  func finish(
    identity: ChildIdentity, filter: SeccompFilter, holder: Descriptor
  ) async throws -> Sandbox {
    let said = await blocking { [self] cancellation in watch(cancellation) }
    guard case .ready(let first) = said else {
      end()
      if case .failed(let text) = said { throw RuntimeProblem.sandbox(text) }
      throw RuntimeProblem.cancelled
    }
    do {
      guard let second = ProcessTree.grandchild(of: first) else {
        throw RuntimeProblem.sandbox("the second stage of the sandbox ended at once")
      }
      let outer = try StageDescriptors(of: first)
      let lab = try StageDescriptors(of: second)
      let number = clinux_pidfd_open(first)
      return Sandbox(
        identity: identity, filter: filter, lab: lab, outer: outer, process: process,
        holder: holder, firstProcess: number >= 0 ? Descriptor(owning: number) : nil)
    } catch {
      kill(first, SIGKILL)
      process.signal(SIGKILL)
      _ = process.reap()
      throw error
    }
  }

  /// Ends bubblewrap and its child.
  ///
  /// Killed alone, it would leave a child that waits for its word for ever. So it is stopped first,
  /// after which it starts no child that is not seen here.
  private func end() {
    process.signal(SIGSTOP)
    process.waitForStopOrEnd()
    for child in ProcessTree.children(of: process.id) { kill(child, SIGKILL) }
    process.signal(SIGKILL)
    _ = process.reap()
  }

  private enum Said: Sendable {
    case ready(pid_t)
    case failed(String)
    case cancelled
  }

  private func watch(_ cancellation: CInt) -> Said {
    var outputReader = BoundedReader(output, bound: 4096)
    var errorReader = BoundedReader(errors, bound: 16384)
    let deadline = ContinuousClock.now + .seconds(20)
    while true {
      var waiting = [cancellation, process.end.number, output.number, errors.number]
      if errorReader.isAtEnd { waiting.removeLast() }
      let ready = waitForInput(waiting, until: deadline)
      if ready[0] { return .cancelled }
      errorReader.drain()
      outputReader.drain()
      if outputReader.bytes.starts(with: Array("ready".utf8)) {
        guard let first = childID() else {
          return .failed("bubblewrap did not say which process it started")
        }
        return .ready(first)
      }
      if ready[1] || outputReader.isAtEnd || !ready.contains(true) {
        return .failed(SandboxRefusal.explain(String(decoding: errorReader.bytes, as: UTF8.self)))
      }
    }
  }

  /// The number after `"child-pid":` of bubblewrap's info, which is complete before its child runs.
  private func childID() -> pid_t? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(info.number, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    guard let key = text.firstRange(of: "\"child-pid\":") else { return nil }
    let digits = text[key.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
    return pid_t(digits)
  }
}
