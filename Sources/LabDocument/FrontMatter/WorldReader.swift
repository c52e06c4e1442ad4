import NetworkState
import Yams

/// Reads `world`.
struct WorldReader {
  private static let keys = ["host", "hosts", "gateway", "internet", "start", "sysctl"]
  private static let example = "world: {host: {eth0: 10.0.2.15/24, gateway: 10.0.2.2}}"

  let yaml: YAMLReading

  /// What is wrong keeps the article's world.
  func read(_ node: Node) -> World {
    if case .scalar(let scalar) = node, scalar.string == "none" { return .none }
    guard case .mapping = node else {
      yaml.error(
        node, "`world` is \(yaml.words(for: node)); write `world: none` or `\(Self.example)`")
      return .article
    }
    var world = World.article
    var hosts: HostsReader.Hosts?
    var gateways: [IPAddress]?
    var internet: Internet?
    var nodes: [String: Node] = [:]
    for (key, keyNode, value) in yaml.mapping(node, "`world`", example: Self.example) ?? [] {
      nodes[key] = keyNode
      switch key {
      case "host", "hosts":
        if hosts != nil {
          yaml.error(keyNode, "`world` has `host` and `hosts`; keep one")
        }
        let reader = HostsReader(yaml: yaml)
        hosts = key == "host" ? reader.host(value) : reader.hosts(value)
      case "gateway": gateways = HostsReader(yaml: yaml).gateways(value)
      case "internet": internet = readInternet(value)
      case "start": world.start = start(value)
      case "sysctl": world.sysctls = sysctls(value)
      default: yaml.unknown(key, keyNode, of: "`world`", known: Self.keys)
      }
    }
    if nodes["start"] != nil { checkStart(nodes) }
    if let own = hosts {
      world.hosts = own.hosts
      if let inner = own.gateways, let node = nodes["gateway"], gateways != nil {
        yaml.error(node, "the gateway \(inner[0]) is named in `host` already; keep one")
      }
      world.gateways = gateways ?? own.gateways ?? []
      // Somebody has to own the gateway's address.
      world.internet = world.gateways.isEmpty ? nil : Internet(addresses: [], services: [])
    } else if let gateways {
      world.gateways = gateways
    }
    if let internet { world.internet = internet }
    check(world, nodes, node)
    return world
  }

  private func check(_ world: World, _ nodes: [String: Node], _ node: Node) {
    if world.internet != nil, world.gateways.isEmpty, let internet = nodes["internet"] {
      yaml.error(
        internet, "the hosts have no way to `internet`; write `gateway: ADDRESS` in their network")
    }
    let addresses = world.hosts.flatMap(\.addresses)
    let place = nodes["gateway"] ?? nodes["host"] ?? nodes["hosts"] ?? node
    for gateway in world.gateways {
      guard let prefix = addresses.first(where: { $0.contains(gateway) }) else {
        let networks = addresses.map { $0.masked.description }.joined(separator: ", ")
        yaml.error(
          place,
          "the gateway \(gateway) is in no network of the hosts; write an address of \(networks)")
        continue
      }
      if addresses.contains(where: { $0.address == gateway }) {
        yaml.error(
          place, "the gateway \(gateway) is a host's own address; write another of \(prefix.masked)"
        )
      }
    }
  }

  /// The lab that it starts from brings its world along.
  private func checkStart(_ nodes: [String: Node]) {
    for key in Self.keys where key != "start" && key != "sysctl" {
      if let node = nodes[key] {
        yaml.error(node, "`\(key)` and `start` cannot both make the world; keep one")
      }
    }
  }

  private func start(_ node: Node) -> String? {
    guard let text = yaml.text(node, "start", example: "start: 04-bridge") else { return nil }
    if let problem = LabID.problem(text) {
      yaml.error(node, "`\(yaml.shortened(text))` is no lab's id; \(problem)")
      return nil
    }
    return text
  }

  private func readInternet(_ node: Node) -> Internet? {
    let example = "internet: [8.8.8.8]"
    guard case .mapping = node else {
      return Internet(addresses: addresses(node, "internet", example: example), services: [])
    }
    var internet = Internet(addresses: [], services: [])
    for (key, keyNode, value) in yaml.mapping(node, "`internet`", example: example) ?? [] {
      switch key {
      case "addresses":
        internet.addresses = addresses(value, key, example: "addresses: [8.8.8.8]")
      case "serves":
        for (text, item) in yaml.oneOrMore(value, key, example: "serves: [http, dns]") {
          if let service = Internet.Service(rawValue: text) {
            internet.services.insert(service)
            continue
          }
          let all = Internet.Service.allCases.map(\.rawValue)
          let near = Suggestion.nearest(to: text, in: all).map { "`\($0)`" }
          yaml.error(
            item,
            "`internet` serves no `\(yaml.shortened(text))`; write "
              + (near ?? all.map { "`\($0)`" }.joined(separator: " or ")))
        }
      default: yaml.unknown(key, keyNode, of: "`internet`", known: ["addresses", "serves"])
      }
    }
    return internet
  }

  private func addresses(_ node: Node, _ name: String, example: String) -> [IPAddress] {
    HostsReader(yaml: yaml).addresses(node, name, example: example)
  }

  private func sysctls(_ node: Node) -> [String: String] {
    let example = "sysctl: {net.ipv4.ip_forward: 1}"
    var values: [String: String] = [:]
    for (key, keyNode, value) in yaml.mapping(node, "`sysctl`", example: example) ?? [] {
      guard key.hasPrefix("net."), KernelParameter.path(of: key) != nil else {
        yaml.error(
          keyNode,
          "`\(yaml.shortened(key))` is no kernel parameter of a network; write `\(example)`")
        continue
      }
      guard let text = yaml.text(value, key, example: "\(key): 1") else { continue }
      if text.utf8.contains(where: ASCII.isControl) {
        yaml.error(value, "`\(key)` has more than one line; write `\(example)`")
      }
      values[key] = text
    }
    return values
  }
}
