import Glibc
import LabDocument
import LabResults
import NetworkState

/// Finds out what the machine can do, and what keeps labs from running on it.
public struct Doctor {
  /// Examines the machine; what it makes for that is gone afterwards.
  ///
  /// Needs no privilege and never fails: what cannot be examined is a finding too.
  public static func examine() async -> Examination {
    await facts().examination
  }

  /// The kernel's features that labs use, in the order in which they are told.
  static let features = [
    "veth", "bridge", "vlan_filtering", "vlan", "macvlan", "ipvlan", "macvtap", "vxlan", "geneve",
    "gre", "ipip", "vrf", "dummy", "ifb", "bond", "wireguard", "netem", "tbf", "htb",
    "rules", "nat", "masquerade", "dnat", "conntrack", "nft", "br_netfilter", "ipv6", "nat6",
  ].map { KernelFeature(name: $0) }

  /// How many features are tried at the same time.
  private static let width = 6

  static func facts() async -> MachineFacts {
    var facts = MachineFacts(
      release: SystemFile.kernelRelease, isRoot: geteuid() == 0,
      hasAPT: Tool.path(of: "apt-get") != nil,
      container: .current, settings: NamespaceSetting.current(), tools: [:],
      namespaces: await tryNamespaces(), sandbox: .untried,
      memoryWallAbsence: ControlGroups.shared.absence, features: [])
    async let tools = ToolInquiry.ask(
      [ExaminedTool.bubblewrap] + ExaminedTool.forEveryRun + ExaminedTool.forSomeLabs)
    if facts.namespaces == .works {
      (facts.sandbox, facts.features) = await trySandbox()
    }
    facts.tools = await tools
    return facts
  }

  /// Makes the namespaces of a sandbox, and nothing in them.
  static func tryNamespaces() async -> MachineFacts.NamespaceTrial {
    do {
      let identity = try ChildIdentity.forChildren()
      let result = try await Tool.run(
        "bwrap",
        // As process 1 the shell is waited for; an init of bubblewrap's own would be left behind.
        [
          "--as-pid-1", "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc",
          "--unshare-uts",
        ]
          + ["--ro-bind", "/usr", "/usr"] + SandboxView.rootFolders()
          + ["--proc", "/proc", "--dev", "/dev", "--", "/bin/sh", "-c", ":"],
        as: identity)
      switch result.end {
      case .exited(0): return .works
      case .exited: return .refused(result.errorText)
      case .timedOut: return .impossible("bubblewrap does not end")
      case .cancelled: return .impossible("interrupted")
      case .signalled(let signal): return .impossible("bubblewrap was ended by signal \(signal)")
      }
    } catch RuntimeProblem.toolMissing {
      return .untried
    } catch {
      return .impossible("\(error)")
    }
  }

  private typealias Features = [(feature: KernelFeature, trial: KernelFeature.Trial)]

  /// Makes a lab's machine, sends a ping and tries the kernel's features in it.
  private static func trySandbox() async -> (MachineFacts.SandboxTrial, Features) {
    let started = ContinuousClock.now
    let sandbox: Sandbox
    do {
      sandbox = try await SandboxLauncher.launch(for: .article)
    } catch {
      return (.failed(reason(error)), [])
    }
    var trial: MachineFacts.SandboxTrial
    do {
      try await WorldBuilder(sandbox: sandbox, world: .article).build()
      trial = await ping(sandbox, since: started)
    } catch {
      trial = .failed("\(error)")
    }
    let features = await tryFeatures(on: sandbox)
    await sandbox.destroy()
    return (trial, features)
  }

  /// The problem without the advice to ask the doctor.
  static func reason(_ problem: RuntimeProblem) -> String {
    let text = "\(problem)"
    let hint = "; \(SandboxRefusal.hint)"
    return text.hasSuffix(hint) ? String(text.dropLast(hint.count)) : text
  }

  private static func ping(
    _ sandbox: Sandbox, since started: ContinuousClock.Instant
  ) async -> MachineFacts.SandboxTrial {
    let pinger = Pinger(
      means: ProbeMeans(sandbox: sandbox),
      probe: PingProbe(address: World.article.internet!.addresses[0]),
      namespaces: Namespaces(user: sandbox.lab.user, net: sandbox.lab.net))
    switch await pinger.ping(.answer(.now + .seconds(3))) {
    case .answered: return .answered(started.duration(to: .now))
    case .noAnswer(let words), .impossible(let words): return .silent(words)
    }
  }

  private static func tryFeatures(on sandbox: Sandbox) async -> Features {
    await withTaskGroup(of: (Int, KernelFeature.Trial).self) { group in
      var trials: [Int: KernelFeature.Trial] = [:]
      for (index, feature) in features.enumerated() {
        if index >= width, let (number, trial) = await group.next() { trials[number] = trial }
        group.addTask { (index, await feature.attempt(on: sandbox)) }
      }
      for await (number, trial) in group { trials[number] = trial }
      return features.enumerated().map { ($1, trials[$0] ?? .untried("not tried")) }
    }
  }
}
