import Glibc
import Testing

@testable import LabRuntime

/// What the machine that runs the tests allows, tried once.
enum Machine {
  /// Why no sandbox can be made here, in netlab's own words; `nil` if one can.
  static let refusal: String? = {
    // A shell that has ended no longer reads what is written to it.
    signal(SIGPIPE, SIG_IGN)
    guard let bwrap = Tool.path(of: "bwrap") else {
      return "\(RuntimeProblem.toolMissing("bwrap"))"
    }
    do {
      let (reading, writing) = try Descriptor.pipe()
      let null = try Descriptor.open("/dev/null", O_RDWR)
      let trial = try ChildProcess.start(
        ProcessStart(
          path: bwrap,
          arguments: [
            "--unshare-user", "--unshare-net", "--unshare-pid", "--ro-bind", "/", "/", "--proc",
            "/proc", "true",
          ],
          descriptors: [null, null, writing], identity: try ChildIdentity.forChildren()))
      let end = trial.reap()
      var words = BoundedReader(reading, bound: 4096)
      words.drain()
      guard end != .exited(0) else { return nil }
      return SandboxRefusal.explain(String(decoding: words.bytes, as: UTF8.self))
    } catch {
      return "no sandbox can be tried here: \(error)"
    }
  }()

  static var canSandbox: Bool { refusal == nil }

  /// The first of some tools that is not there, as a reason to skip a test.
  static func lacking(_ tools: [String]) -> String? {
    tools.first { Tool.path(of: $0) == nil }.map { "\(RuntimeProblem.toolMissing($0))" }
  }

  static let isRoot = geteuid() == 0
}

extension Trait where Self == ConditionTrait {
  /// Skips where no sandbox can be made, and says why.
  static var needsSandbox: Self {
    .enabled(if: Machine.canSandbox, "\(Machine.refusal ?? "a sandbox can be made")")
  }

  /// Skips where a tool is missing, and says which package brings it.
  static func needs(_ tools: String...) -> Self {
    let reason = Machine.lacking(tools)
    return .enabled(if: reason == nil, "\(reason ?? "all tools are there")")
  }

  /// Skips for want of privilege.
  static var needsRoot: Self {
    .enabled(if: Machine.isRoot, "only root has sandboxes of other ids than its own")
  }
}
