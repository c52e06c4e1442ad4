import CLinux
import Glibc

/// Waits for the words of stage 2 and of the further hosts, and finds the processes.
struct LaunchWatch {
  /// The names of the world's hosts; stage 2 is the first.
  var hosts: [String]
  var memoryLimit: Int
  var group: ControlGroup?
  var process: ChildProcess
  var info: Descriptor
  var output: Descriptor
  var errors: Descriptor

  func finish(
    identity: ChildIdentity, filter: SeccompFilter, holder: Descriptor
  ) async throws -> Sandbox {
    let said = await blocking { [self] cancellation in watch(cancellation) }
    guard case .ready(let first, let holders) = said else {
      process.signal(SIGKILL)
      _ = waitForInput([process.end.number], until: nil)
      // Its child is in the same session and waits until bubblewrap has mapped its ids: left alone,
      // it would wait for ever.
      ProcessTree.killMembers(ofSession: process.id)
      _ = process.reap()
      if case .failed(let text) = said { throw RuntimeProblem.sandbox(text) }
      throw RuntimeProblem.cancelled
    }
    do {
      guard let second = ProcessTree.grandchild(of: first) else {
        throw RuntimeProblem.sandbox("the second stage of the sandbox ended at once")
      }
      let outer = try StageDescriptors(of: first)
      let lab = try StageDescriptors(of: second)
      let others = try further(holders, below: second)
      let number = clinux_pidfd_open(first)
      return Sandbox(
        identity: identity, filter: filter,
        hosts: [SandboxHost(name: hosts[0], stage: lab)] + others, outer: outer, process: process,
        holder: holder, firstProcess: number >= 0 ? Descriptor(owning: number) : nil,
        group: group, memoryLimit: memoryLimit)
    } catch {
      kill(first, SIGKILL)
      process.signal(SIGKILL)
      _ = process.reap()
      throw error
    }
  }

  /// Opens the hosts beyond the first, by the process ids that their holders have inside.
  ///
  /// The descriptors hold a host from here on. Its process goes, so that nothing inside can end it.
  private func further(_ holders: [String: pid_t], below second: pid_t) throws -> [SandboxHost] {
    guard hosts.count > 1 else { return [] }
    let children = ProcessTree.children(of: second)
    return try hosts.dropFirst().map { name in
      let holder = children.first { ProcessTree.innermostID(of: $0) == holders[name] }
      guard let holder else { throw RuntimeProblem.sandbox("the host \(name) ended at once") }
      let stage = try StageDescriptors(of: holder)
      kill(holder, SIGKILL)
      return SandboxHost(name: name, stage: stage)
    }
  }

  private enum Said: Sendable {
    /// The first process of stage 1, and the holders of the further hosts by their names.
    case ready(pid_t, [String: pid_t])
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
      let words = Words(outputReader.bytes)
      if words.isReady, words.holders.count == hosts.count - 1 {
        guard let first = Self.childID(infoText()) else {
          return .failed("bubblewrap did not say which process it started")
        }
        return .ready(first, words.holders)
      }
      if words.hasLostHost || ready[1] || outputReader.isAtEnd || !ready.contains(true) {
        return .failed(SandboxRefusal.explain(String(decoding: errorReader.bytes, as: UTF8.self)))
      }
    }
  }

  /// What stage 2 and the holders have said: `ready`, `host NAME ID`, `lost NAME`.
  private struct Words {
    var isReady = false
    var holders: [String: pid_t] = [:]
    var hasLostHost = false

    init(_ bytes: [UInt8]) {
      // What stands behind the last line end is not complete yet.
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropLast(
        bytes.last == UInt8(ascii: "\n") ? 0 : 1)
      {
        let words = line.split(separator: " ")
        switch words.first {
        case "ready": isReady = true
        case "host" where words.count == 3: holders[String(words[1])] = pid_t(words[2])
        case "lost": hasLostHost = true
        default: break
        }
      }
    }
  }

  private func infoText() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(info.number, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }

  /// The number after `"child-pid":` of bubblewrap's info.
  private static func childID(_ text: String) -> pid_t? {
    guard let key = text.firstRange(of: "\"child-pid\":") else { return nil }
    let digits = text[key.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
    return pid_t(digits)
  }
}
