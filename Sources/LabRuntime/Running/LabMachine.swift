import LabDocument
import LabResults
import NetworkState

/// A lab's machine while it runs: for shells that a person asks for.
public struct LabMachine: Sendable {
  let sandbox: Sandbox
  let shells: ShellKeeper
  let verifier: Verifier
  let services: InternetServices?

  /// Where files are written and `$ ` runs.
  var firstHost: Place { .host(sandbox.hosts[0].name) }

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
        services: try InternetServices.start(world, in: sandbox))
    } catch {
      await sandbox.destroy()
      throw error
    }
  }

  /// Ends everything; returns when it is gone.
  func destroy() async {
    await services?.stop()
    await sandbox.destroy()
    await shells.reapAll()
  }
}
