import Foundation
import LabResults
import Testing

@testable import LabRuntime

/// Control groups of the kernel that runs the tests, as far as it lets itself be asked.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct ControlGroupKernelTests {
  @Test("Everything of a lab is in its group from its first moment, and ends with it", .needsGroups)
  func membership() async throws {
    let group = try KernelGroups.make()
    let sandbox = try await SandboxLauncher.launch(for: .article, group: group)
    let name = "/" + (group.folder.split(separator: "/").last.map(String.init) ?? "")
    do {
      try await WorldBuilder(sandbox: sandbox, world: .article).build()
      let machine = TestMachine(
        machine: LabMachine(
          sandbox: sandbox, shells: ShellKeeper(sandbox: sandbox),
          verifier: Verifier(sandbox: sandbox), services: nil))
      try await machine.output(of: "ip netns add red; sleep 1000 & setsid sleep 1000 &")
      try await machine.output(
        of: "setsid sleep 1000 >/dev/null 2>&1 &", in: TestMachine.namespace("red"))
      try await machine.output(of: "sleep 1000 &", in: .internet)
      try await machine.expectHolds(
        "host: run \"grep -c 0::.*\(name) /proc/self/cgroup\" prints \"1\"\nred: link lo")
      let members = Set(KernelGroups.processes(of: group))
      let inside = InsideProcesses.list(of: sandbox)
      #expect(inside.count > 8)
      #expect(members.isSuperset(of: inside))
      #expect(!members.contains(getpid()))
      await sandbox.destroy()
      await machine.machine.shells.reapAll()
    } catch {
      await sandbox.destroy()
      throw error
    }
    #expect(access(group.folder, F_OK) != 0)
  }

  @Test("A group is removed with what is still in it", .needsGroups)
  func removal() throws {
    let group = try KernelGroups.make()
    let null = try Descriptor.open("/dev/null", O_RDWR)
    let child = try ChildProcess.start(
      ProcessStart(
        path: "/bin/sh", arguments: ["-c", "trap '' TERM; setsid sleep 1000 & wait"],
        descriptors: [null, null, null], group: group))
    #expect(KernelGroups.processes(of: group).contains(child.id))
    group.remove()
    #expect(child.reap() == .signalled(9))
    #expect(access(group.folder, F_OK) != 0)
    // Again is harmless.
    group.remove()
  }

  @Test("A group that is gone starts nothing outside of it", .needsGroups)
  func gone() throws {
    let group = try KernelGroups.make()
    group.remove()
    let null = try Descriptor.open("/dev/null", O_RDWR)
    #expect(throws: SystemProblem.self) {
      try ChildProcess.start(
        ProcessStart(
          path: "/bin/sh", arguments: ["-c", "exit 3"], descriptors: [null, null, null],
          group: group))
    }
  }

  @Test(
    "A tmpfs of the lab's own hits the wall, which a watch would not see",
    .enabled(
      if: ControlGroups.shared.absence == nil,
      "the memory of labs is not walled here: \(ControlGroups.shared.absence ?? "")"))
  func wall() async throws {
    var options = RunOptions()
    options.memoryLimit = 128 << 20
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ mount -t tmpfs -o size=1g none /mnt && head -c 200M /dev/zero >/mnt/much
      ```
      """, options: options)
    #expect(run.outcome == .failed)
    #expect(run.result.message == "the lab used more memory than 128 MiB")
  }
}

/// Groups of the kernel's own; what it does not have for them is left out.
private enum KernelGroups {
  /// Why none can be made.
  static let refusal: String? = {
    guard let view = ControlGroupView.current() else {
      return "this system has no control groups of version 2"
    }
    guard ControlGroupFiles().isWritable(view.own) else {
      return "\(view.own) is not this user's to make control groups in"
    }
    return access("\(view.own)/cgroup.procs", W_OK) == 0 ? nil : "no process can be moved"
  }()

  static func make() throws -> ControlGroup {
    let view = try #require(ControlGroupView.current())
    var files = ControlGroupFiles()
    let write = files.write
    files.write = { (text, path) throws(SystemProblem) in
      // Where version 1 has the memory, version 2 still has the groups.
      if access(path, F_OK) != 0, path.contains("/memory.") { return }
      try write(text, path)
    }
    let folder = "\(view.own)/netlab-tests-\(UUID())"
    #expect(files.makeFolder(folder) == 0)
    return try ControlGroup(folder: folder, memoryLimit: 1 << 30, files: files, onRemoval: {})
  }

  static func processes(of group: ControlGroup) -> [pid_t] {
    ControlGroupFiles().words("\(group.folder)/cgroup.procs").compactMap { pid_t($0) }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where this user can make no control group.
  fileprivate static var needsGroups: Self {
    .enabled(
      if: KernelGroups.refusal == nil, "\(KernelGroups.refusal ?? "groups can be made")")
  }
}
