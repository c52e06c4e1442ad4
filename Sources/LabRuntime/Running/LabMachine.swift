import LabDocument
import LabResults
import NetworkState

/// A lab's machine while it runs: for shells that a person asks for.
public struct LabMachine: Sendable {
  let sandbox: Sandbox
  let shells: ShellKeeper
  let verifier: Verifier
  let services: InternetServices?
  /// The run on the machine itself that this is; `nil` for a sandbox.
  var hostRun: HostRun?

  /// Where files are written and `$ ` runs.
  var firstHost: Place { .host(sandbox.hosts[0].name) }

  /// The lab's directory, as its shells name it.
  var labDirectory: String { sandbox.onHost?.directory ?? SandboxView.labDirectory }

  /// Makes the sandbox and its world.
  static func make(
    _ world: World, memoryLimit: Int = MemoryWatch.limit
  ) async throws(RuntimeProblem) -> LabMachine {
    let sandbox = try await SandboxLauncher.launch(for: world, memoryLimit: memoryLimit)
    do {
      try await WorldBuilder(sandbox: sandbox, world: world).build()
      return LabMachine(
        sandbox: sandbox, shells: ShellKeeper(sandbox: sandbox),
        verifier: Verifier(sandbox: sandbox),
        services: try InternetServices.start(world, in: sandbox), hostRun: nil)
    } catch {
      await sandbox.destroy()
      throw error
    }
  }

  /// Takes the machine itself for the lab's, with nothing built.
  static func make(on run: HostRun) throws(RuntimeProblem) -> LabMachine {
    let sandbox = try run.makeSandbox()
    return LabMachine(
      sandbox: sandbox, shells: ShellKeeper(sandbox: sandbox), verifier: Verifier(sandbox: sandbox),
      services: nil, hostRun: run)
  }

  /// Ends everything; returns when it is gone.
  func destroy() async {
    if let hostRun {
      await shells.reapAll()
      await hostRun.finish(sandbox)
      return
    }
    await services?.stop()
    await sandbox.destroy()
    await shells.reapAll()
  }
}
