import LabDocument
import NetworkState

extension ProbeSource {
  /// Looks up a name as a program would that `ip netns exec` started in the place.
  func dns(_ name: String, _ wanted: IPAddress) async -> ProbeAttempt {
    let settings: ResolverSettings
    switch resolverSettings() {
    case .success(let found): settings = found
    case .failure(let problem): return ProbeAttempt(verdict: .undecided(problem.reason))
    }
    let resolver = Resolver(means: means, namespaces: namespaces, settings: settings)
    let limit = max(.now + .milliseconds(300), min(deadline, .now + .seconds(2)))
    switch await resolver.addresses(of: name, wanted.family, until: limit) {
    case .addresses(let addresses, let from):
      if addresses.contains(wanted) { return ProbeAttempt(verdict: .holds) }
      let there = addresses.map(\.description).joined(separator: ", ")
      return ProbeAttempt(
        verdict: .fails("\(name) is \(there) in \(place) by \(from), not \(wanted)"))
    case .nothing(let sentence):
      return ProbeAttempt(verdict: .fails("\(name) has no address in \(place): \(sentence)"))
    case .impossible(let reason):
      return ProbeAttempt(
        verdict: .undecided("\(name) could not be looked up in \(place): \(reason)"))
    }
  }

  private struct SettingsProblem: Error {
    var reason: String
  }

  private func resolverSettings() -> Result<ResolverSettings, SettingsProblem> {
    let root = sandbox.stage(of: place).root
    var texts: [String] = []
    for file in ["hosts", "resolv.conf"] {
      var content = SandboxFile.Content.missing
      // What `ip netns exec` puts in the place of the file in /etc.
      if case .namespace(let name, _) = place {
        content = SandboxFile.read("/etc/netns/\(name)/\(file)", below: root)
      }
      if content == .missing { content = SandboxFile.read("/etc/\(file)", below: root) }
      switch content {
      case .text(let text): texts.append(text)
      case .missing: texts.append("")
      case .refused(let reason): return .failure(SettingsProblem(reason: reason))
      }
    }
    return .success(ResolverSettings(hosts: texts[0], resolver: texts[1]))
  }
}
