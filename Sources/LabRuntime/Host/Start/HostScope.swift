import LabDocument
import LabResults
import NetworkState

/// What of a lab can be decided on the machine itself, where its world is not.
///
/// The host's `eth0`, its addresses and gateway and the internet's are the world's. What speaks of
/// them is skipped with the reason unless the machine happens to have the same; all else is judged as
/// it is.
struct HostScope: Sendable {
  private let world: World
  private let machine: HostSnapshot
  private let devices: Set<String>

  init(world: World, machine: HostSnapshot) {
    self.world = world
    self.machine = machine
    devices = Set(machine.links.map(\.name)).subtracting(["lo"])
  }

  /// Why a lab cannot run on the machine itself at all; `nil` if it can.
  static func refusal(of lab: Lab) -> String? {
    if lab.world.hosts.count > 1 {
      return "the lab needs \(lab.world.hosts.count) hosts; run it without --on-host"
    }
    if let services = lab.world.internet?.services, !services.isEmpty {
      let names = services.map(\.rawValue).sorted().joined(separator: " and ")
      return "the lab needs an internet that serves \(names); run it without --on-host"
    }
    let lines = (lab.startLabs + [lab]).flatMap(\.steps).flatMap(\.elements).flatMap(commands)
    if let command = lines.first(where: { $0.place == .internet }) {
      return
        "\(lab.file):\(command.line): this runs in the lab's internet, which is not there on the "
        + "machine itself; run it without --on-host"
    }
    return nil
  }

  private static func commands(_ element: Element) -> [ConsoleCommand] {
    switch element {
    case .console(let block) where block.role != .example:
      block.entries.compactMap { if case .command(let command) = $0 { command } else { nil } }
    case .solution(let solution): solution.elements.flatMap(commands)
    default: []
    }
  }

  /// Why a claim is skipped; `nil` if it is judged. One alternative that cannot be decided is enough.
  func reason(toSkip group: ClaimGroup) -> String? {
    group.alternatives.lazy.compactMap { reason(toSkip: $0) }.first
  }

  private func reason(toSkip claim: Claim) -> String? {
    let words = Self.words(claim.text)
    if claim.place == .internet || words.contains("internet") { return Self.noInternet }
    if case .probe(.dns, _) = claim.assertion { return "names are the machine's own resolver's" }
    if case .probe(_, let end) = claim.assertion, end != .succeeds, claim.place.isNamespace {
      // That something cannot be reached from a namespace of the lab's is so in any world.
      return nil
    }
    if let text = words.first(where: isOnInternet), needsInternet(claim) {
      return "\(text) is on the lab's internet, which is not there on the machine itself"
    }
    if let text = words.first(where: isMissing) {
      return "\(text) belongs to the lab's world, and this machine has not got it"
    }
    guard case .host = claim.place else { return nil }
    switch claim.assertion {
    case .namespaces(let names): return others(namespaces, names, "namespaces")
    case .links(let names): return others(devices, names, "devices")
    case .routes(let list, .inet): return routes(list)
    case .routes(_, .inet6): return "the machine has routes of its own"
    case .noAddresses: return "the machine has addresses of its own"
    case .link(let pattern) where pattern.name == "lo": return loopback
    case .sysctl(let key, let value): return parameter(key, value)
    default:
      let isEth0 = words.contains("eth0") && !devices.contains("eth0")
      return isEth0 ? "this machine has no eth0" : nil
    }
  }

  /// Why a command is skipped: it would ask the world's own for an answer that it must get.
  func reason(toSkip command: ConsoleCommand) -> String? {
    guard command.expectedStatus == 0, var words = SimpleCommands.read(command.command).first else {
      return nil
    }
    while let inner = SimpleCommands.inside(words) { words = inner }
    let asking: Set<String> = [
      "ping", "ping6", "traceroute", "tracepath", "curl", "wget", "nc", "ncat", "dig", "nslookup",
      "host", "arping", "mtr",
    ]
    guard asking.contains(words[0]) else { return nil }
    return words.flatMap(Self.words).first { isOnInternet($0) || isMissing($0) }.map {
      "\($0) belongs to the lab's world, which is not there on the machine itself"
    }
  }

  private static let noInternet =
    "the lab's internet is not there on the machine itself"

  private var loopback: String? {
    world.hosts[0].addresses.isEmpty ? "the machine's own lo is not the lab's" : nil
  }

  /// A parameter that stands otherwise here than where every lab begins is the machine's own.
  private func parameter(_ key: String, _ value: String) -> String? {
    guard let path = KernelParameter.path(of: key), world.sysctls[key] == nil,
      WorldSettings.host[path] == value, let own = machine.parameters[path], own != value
    else { return nil }
    return "\(key) was \(own) on this machine before the lab"
  }

  private var namespaces: Set<String> {
    Set(machine.items.keys.filter { $0.kind == .namespace }.map(\.text))
  }

  /// Exact lists are the lab's to make only where the machine has nothing beside.
  private func others(_ own: Set<String>, _ claimed: [String], _ kind: String) -> String? {
    if claimed.contains("eth0"), !devices.contains("eth0") { return "this machine has no eth0" }
    let beside = own.subtracting(claimed).sorted()
    return beside.isEmpty ? nil : "the machine has \(kind) of its own: \(beside[0])"
  }

  private func routes(_ claimed: [RouteDestination]) -> String? {
    let own = machine.routes.filter { $0.family == .inet && $0.table == "main" }
      .map { $0.destination.map(RouteDestination.prefix) ?? .default }
    if claimed.contains(.default), !own.contains(.default) {
      return "this machine has no default route"
    }
    return own.allSatisfy(claimed.contains) ? nil : "the machine has routes of its own"
  }

  private func needsInternet(_ claim: Claim) -> Bool {
    switch claim.assertion {
    case .probe, .sees: true
    default: false
    }
  }

  private func isOnInternet(_ word: String) -> Bool {
    IPAddress(word).map { world.internet?.addresses.contains($0) == true } ?? false
  }

  /// Whether a word names an address of the world's hosts or gateways that the machine has not.
  private func isMissing(_ word: String) -> Bool {
    guard let prefix = IPPrefix(destination: word) else { return false }
    let address = prefix.address
    let own = world.hosts[0].addresses
    if world.gateways.contains(address) {
      return !machine.routes.contains { $0.gateway == address }
    }
    if own.contains(where: { $0.address == address }) {
      return !machine.links.contains { $0.addresses.contains { $0.prefix.address == address } }
    }
    if own.contains(where: { $0.masked == prefix }) {
      return !machine.routes.contains { $0.destination == prefix }
    }
    return false
  }

  /// The words of a text, addresses in URLs and behind punctuation included.
  private static func words(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || "._:/-".contains($0)) }.flatMap { word in
      [String(word)] + word.split { !($0.isHexDigit || $0 == ".") }.map(String.init)
    }
  }
}

extension Place {
  fileprivate var isNamespace: Bool {
    if case .namespace = self { true } else { false }
  }
}

extension HostScope {
  /// The claims that can be decided here, and the results of the others.
  func divide(_ blocks: [ExpectBlock]) -> (decidable: [ExpectBlock], skipped: [ClaimResult]) {
    var skipped: [ClaimResult] = []
    let decidable = blocks.map { block in
      var block = block
      block.claims.removeAll { group in
        guard let reason = reason(toSkip: group) else { return false }
        let claim = group.alternatives[0]
        skipped.append(
          ClaimResult(
            line: group.line, place: claim.placeText, claim: claim.text, isKeep: block.isKeep,
            outcome: .skipped, message: reason, duration: .zero))
        return true
      }
      return block
    }
    return (decidable, skipped)
  }

  /// What of a lab was skipped since it speaks of the world; `nil` if nothing was.
  static func summary(of result: LabResult) -> String? {
    let claims = result.steps.flatMap(\.claims).count {
      $0.outcome == .skipped && $0.message != nil
    }
    let commands = result.steps.flatMap(\.commands)
      .count { $0.outcome == .skipped && $0.message != nil }
    let parts = [(claims, "claim"), (commands, "command")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return parts.isEmpty
      ? nil : "\(parts.joined(separator: " and ")) skipped, since the lab's world is not here"
  }
}
