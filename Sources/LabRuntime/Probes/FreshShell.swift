import CLinux
import Glibc
import NetworkState

/// Runs the command of a `run` claim: a fresh shell in a place, with mounts of its own.
///
/// The mounts are those of the sandbox's first stage, which the lab cannot change, so that a tool
/// that the lab covered is the machine's again; the lab's directory and its namespaces are there.
/// What the command leaves running ends with it.
struct FreshShell: Sendable {
  let sandbox: Sandbox
  let places: PlaceDirectory
  let place: Place
  let net: Descriptor

  /// Runs the command to its end.
  func run(_ command: String, timeout: Duration) async throws -> ToolResult {
    guard let nsenter = Tool.path(of: "nsenter") else {
      throw RuntimeProblem.toolMissing("nsenter")
    }
    let input = try Descriptor.open("/dev/null", O_RDONLY)
    let (output, outputWriting) = try Descriptor.pipe()
    let (errors, errorWriting) = try Descriptor.pipe()
    var list = DescriptorList(first: [input, outputWriting, errorWriting])
    if let side = sandbox.onHost {
      // The machine's own mounts and processes are those that the lab has.
      let mark = ProcessMark.make()
      let child = try ChildProcess.start(
        ProcessStart(
          path: "/bin/sh",
          arguments: ["-c", "cd \"$0\" && exec bash --noprofile --norc -c \"$1\""]
            + [side.directory, command],
          environment: side.environment(ShellEntry.environment(terminal: "dumb")),
          descriptors: list.descriptors,
          namespaces: Namespaces(user: .none, net: net),
          limits: ShellLimits.entered + [mark.limit]))
      return await Tool.collect(
        child, output, errors, deadline: .now + timeout, bound: 1 << 20, mark: mark)
    }
    let outer = sandbox.outer
    let into = sandbox.stage(of: place)
    var words = ["--preserve-credentials"]
    words += list.options([
      ("user", outer.user), ("mount", outer.mount), ("pid", outer.pid), ("root", outer.root),
      ("wd", outer.directory),
    ])
    words += ["--", "nsenter", "--preserve-credentials"]
    // A user namespace cannot be joined twice.
    if place != .internet { words += list.options([("user", into.user)]) }
    words += list.options([
      ("net", net), ("pid", into.pid), ("ipc", into.ipc), ("uts", into.uts),
    ])
    switch place {
    case .internet:
      let rights = "-all,+net_admin,+net_raw,+net_bind_service"
      words += ["--", "setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"]
      words += ["bash", "--noprofile", "--norc", "-c", command]
    case .host(let host), .namespace(_, let host):
      let script = Self.script(bindingNamesOf: host, &list, places)
      words += ["--", "unshare", "--mount", "--mount-proc", "bash", "--noprofile", "--norc", "-c"]
      words += [script, "run", command]
    }
    let mark = ProcessMark.make()
    let child = try ChildProcess.start(
      ProcessStart(
        path: nsenter, arguments: words, environment: ShellEntry.environment(terminal: "dumb"),
        descriptors: list.descriptors, identity: sandbox.identity,
        limits: ShellLimits.entered + [mark.limit], filter: sandbox.filter,
        group: sandbox.group))
    return await Tool.collect(
      child, output, errors, deadline: .now + timeout, bound: 1 << 20, mark: mark)
  }

  /// Gives the names of `ip netns` their meaning in the new mounts, then becomes the command's shell.
  private static func script(
    bindingNamesOf host: String, _ list: inout DescriptorList, _ places: PlaceDirectory
  ) -> String {
    var script = "mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null\n"
    let isFirst = places.sandbox.host(named: host)?.name == places.sandbox.hosts[0].name
    // The first stage has the files of the first host; another host's are brought here.
    if !isFirst, let root = places.sandbox.host(named: host)?.stage.root,
      let etc = try? Descriptor.open("etc", in: root, clinux_o_path | O_NOFOLLOW | O_DIRECTORY)
    {
      script += """
        mount -t tmpfs -o mode=755 tmpfs /mnt && cp -a \(list.path(of: etc))/. /mnt/ &&
          mount --move /mnt /etc
        mount -t tmpfs -o mode=755 tmpfs /run/netns

        """
    }
    for name in places.names(ofHost: host) {
      let place = Place.namespace(name, host: host)
      guard case .found(let net) = places.open(place) else { continue }
      let target = ShellScript.quoted("/run/netns/\(name)")
      if !isFirst { script += ": >\(target)\n" }
      // Not canonical: the descriptor itself is meant, not the path by which it was opened.
      script += "mount -c --bind \(list.path(of: net)) \(target) 2>/dev/null\n"
    }
    let closing = (3..<list.count).map { "\($0)>&-" }.joined(separator: " ")
    return script + "exec \(closing) bash --noprofile --norc -c \"$1\"\n"
  }
}

/// Descriptors that a child gets by number, and the paths by which it names them.
private struct DescriptorList {
  var descriptors: [Descriptor]

  init(first: [Descriptor]) {
    descriptors = first
  }

  var count: Int { descriptors.count }

  mutating func path(of descriptor: Descriptor) -> String {
    descriptors.append(descriptor)
    return "/proc/self/fd/\(descriptors.count - 1)"
  }

  mutating func options(_ list: [(String, Descriptor)]) -> [String] {
    list.map { "--\($0.0)=\(path(of: $0.1))" }
  }
}
