import LabDocument
import LabResults
import NetworkState

/// A lab's machine while it runs: for shells that a person asks for.
public struct LabMachine: Sendable {
  let sandbox: Sandbox
  let shells: ShellKeeper
  let verifier: Verifier

  /// Where files are written and `$ ` runs.
  var firstHost: Place { .host(sandbox.hosts[0].name) }

  /// Makes the sandbox and its world.
  static func make(_ world: World) async throws(RuntimeProblem) -> LabMachine {
    if let text = WorldBuilder.unsupported(world) { throw .sandbox(text) }
    let sandbox = try await SandboxLauncher.launch(for: world)
    do {
      try await WorldBuilder(sandbox: sandbox, world: world).build()
    } catch {
      await sandbox.destroy()
      throw error
    }
    return LabMachine(
      sandbox: sandbox, shells: ShellKeeper(sandbox: sandbox),
      verifier: Verifier(sandbox: sandbox))
  }

  /// Ends everything; returns when it is gone.
  func destroy() async {
    await sandbox.destroy()
    await shells.endAll()
  }
}
