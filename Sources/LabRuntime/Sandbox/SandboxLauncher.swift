import LabDocument

/// Makes sandboxes.
struct SandboxLauncher {
  /// Starts the two stages and the hosts and waits until all stand; their network is not built yet.
  ///
  /// - Parameter group: The control group to be in, instead of a new one where there can be one.
  static func launch(
    for world: World = .none, memoryLimit: Int = MemoryWatch.limit, group: ControlGroup? = nil
  ) async throws(RuntimeProblem) -> Sandbox {
    guard let bwrap = Tool.path(of: "bwrap") else { throw .toolMissing("bwrap") }
    for tool in ["unshare", "nsenter", "prlimit"] where Tool.path(of: tool) == nil {
      throw .toolMissing(tool)
    }
    let group = group ?? ControlGroups.shared.make(memoryLimit: memoryLimit)
    do throws(any Error) {
      let identity = try ChildIdentity.forChildren()
      let filter = try SeccompFilter()
      let (holderReading, holder) = try Descriptor.pipe()
      let (output, outputWriting) = try Descriptor.pipe()
      let (errors, errorWriting) = try Descriptor.pipe()
      // No pipe: if nobody read it any more, writing would end bubblewrap with its child half made.
      let info = try Descriptor.memoryFile("info", [])
      let filterFile = try Descriptor.memoryFile("filter", filter.bytes)
      let process = try ChildProcess.start(
        ProcessStart(
          path: bwrap, arguments: SandboxView.arguments(for: world),
          descriptors: [holderReading, outputWriting, errorWriting, info, filterFile],
          identity: identity, limits: ShellLimits.inherited, group: group))
      let start = LaunchWatch(
        hosts: world.hosts.map(\.name), memoryLimit: memoryLimit, group: group, process: process,
        info: info, output: output, errors: errors)
      return try await start.finish(identity: identity, filter: filter, holder: holder)
    } catch {
      group?.remove()
      throw (error as? RuntimeProblem) ?? .system("make the sandbox", error)
    }
  }
}
