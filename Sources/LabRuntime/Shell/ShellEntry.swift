import Glibc
import NetworkState

/// How a shell gets into a place: `nsenter` by descriptors, confined anew.
struct ShellEntry {
  var place: Place
  var net: Descriptor
  var sandbox: Sandbox
  /// Arguments of bash.
  var arguments = ["--noprofile", "--norc"]
  var environment = Self.environment(terminal: "dumb")

  private var stage: StageDescriptors { sandbox.stage(of: place) }

  /// User first: it is what gives the right to the others.
  private var inherited: [(option: String, descriptor: Descriptor)] {
    [
      ("user", stage.user), ("mount", stage.mount), ("net", net), ("pid", stage.pid),
      ("ipc", stage.ipc), ("uts", stage.uts), ("root", stage.root), ("wd", stage.directory),
    ].filter { $0.1.number >= 0 }
  }

  /// How many descriptors the shell has to close, from 3 on.
  var inheritedCount: Int { inherited.count }

  static func environment(terminal: String) -> [String] {
    [
      "PATH=\(ProcessStart.searchPath)", "HOME=/root", "USER=root", "LOGNAME=root",
      "SHELL=/bin/bash", "LC_ALL=C.UTF-8", "TERM=\(terminal)",
    ]
  }

  func start(input: Descriptor, output: Descriptor, errors: Descriptor) throws(RuntimeProblem)
    -> ProcessStart
  {
    guard let nsenter = Tool.path(of: "nsenter") else { throw .toolMissing("nsenter") }
    guard Tool.path(of: "bash") != nil else { throw .toolMissing("bash") }
    var words = ["--preserve-credentials"]
    for (index, (option, _)) in inherited.enumerated() {
      words.append("--\(option)=/proc/self/fd/\(index + 3)")
    }
    words.append("--")
    if place == .internet {
      // Its root owns the sandbox's mounts, so a shell there gets the network's rights alone.
      let rights = "-all,+net_admin,+net_raw,+net_bind_service"
      words += ["setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"]
    }
    words += ["bash"] + arguments
    return ProcessStart(
      path: nsenter, arguments: words,
      environment: sandbox.onHost?.environment(environment) ?? environment,
      descriptors: [input, output, errors] + inherited.map(\.descriptor), newSession: true,
      identity: sandbox.identity, limits: ShellLimits.entered, filter: sandbox.filter,
      group: sandbox.group)
  }
}
