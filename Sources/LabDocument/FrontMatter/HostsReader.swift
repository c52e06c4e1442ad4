import NetworkState
import Yams

/// Reads `host`, `hosts` and `gateway` of `world`.
struct HostsReader {
  /// Hosts, and the gateways that stand among their keys.
  struct Hosts {
    var hosts: [WorldHost]
    var gateways: [IPAddress]?
  }

  /// More than a lab needs; each costs milliseconds before the first step.
  static let mostHosts = 24

  let yaml: YAMLReading

  /// `host: {eth0: CIDR, gateway: ADDRESS}`; `nil` if it is no host.
  func host(_ node: Node) -> Hosts? {
    let example = "host: {eth0: 10.0.2.15/24, gateway: 10.0.2.2}"
    guard let entries = yaml.mapping(node, "`host`", example: example) else { return nil }
    var host = WorldHost(name: Place.defaultHostName, addresses: [])
    var hosts = Hosts(hosts: [])
    for (key, keyNode, value) in entries {
      switch key {
      case "eth0": host.addresses = prefixes(value)
      case "gateway": hosts.gateways = gateways(value)
      default: yaml.unknown(key, keyNode, of: "`host`", known: ["eth0", "gateway"])
      }
    }
    if !entries.contains(where: { $0.key == "eth0" }) {
      yaml.error(node, "`host` has no `eth0`; write `\(example)`, or `world: none`")
    }
    hosts.hosts = [host]
    return hosts
  }

  /// `hosts: {NAME: {eth0: CIDR}, …}`; `nil` if there is none.
  func hosts(_ node: Node) -> Hosts? {
    let example = "hosts: {alpha: {eth0: 192.168.56.10/24}}"
    guard let entries = yaml.mapping(node, "`hosts`", example: example) else { return nil }
    var hosts: [WorldHost] = []
    for (name, keyNode, value) in entries {
      if let problem = problem(ofName: name, isFirst: hosts.isEmpty) {
        yaml.error(keyNode, problem)
        continue
      }
      hosts.append(WorldHost(name: name, addresses: addresses(ofHost: name, value)))
    }
    guard !hosts.isEmpty else {
      if entries.isEmpty { yaml.error(node, "`hosts` names no host; write `\(example)`") }
      return nil
    }
    if hosts.count > Self.mostHosts {
      yaml.error(
        node, "`hosts` names \(hosts.count) hosts; write at most \(Self.mostHosts)")
    }
    var owners: [IPAddress: String] = [:]
    for host in hosts {
      for prefix in host.addresses {
        guard let owner = owners.updateValue(host.name, forKey: prefix.address) else { continue }
        yaml.error(
          node, "\(prefix.address) is the address of `\(owner)` and of `\(host.name)`; change one")
      }
    }
    return Hosts(hosts: hosts)
  }

  func gateways(_ node: Node) -> [IPAddress] {
    addresses(node, "gateway", example: "gateway: 10.0.2.2")
  }

  func addresses(_ node: Node, _ name: String, example: String) -> [IPAddress] {
    yaml.oneOrMore(node, name, example: example).compactMap { text, item in
      if let address = IPAddress(text) { return address }
      let rest =
        IPPrefix(text).map { "write `\($0.address)` without the prefix length" }
        ?? "write one as in `\(example)`"
      yaml.error(item, "`\(yaml.shortened(text))` is no IP address; \(rest)")
      return nil
    }
  }

  private func addresses(ofHost name: String, _ node: Node) -> [IPPrefix] {
    let example = "\(name): {eth0: 192.168.56.10/24}"
    guard let entries = yaml.mapping(node, "`\(name)`", example: example) else { return [] }
    var addresses: [IPPrefix] = []
    for (key, keyNode, value) in entries {
      switch key {
      case "eth0": addresses = prefixes(value)
      case "gateway":
        yaml.error(keyNode, "the hosts share their gateway; write `gateway` beside `hosts`")
      default: yaml.unknown(key, keyNode, of: "`\(name)`", known: ["eth0"])
      }
    }
    if !entries.contains(where: { $0.key == "eth0" }) {
      yaml.error(node, "the host `\(name)` has no `eth0`; write `\(example)`")
    }
    return addresses
  }

  private func prefixes(_ node: Node) -> [IPPrefix] {
    yaml.oneOrMore(node, "eth0", example: "eth0: 10.0.2.15/24").compactMap { text, item in
      if let prefix = IPPrefix(text) { return prefix }
      let rest =
        IPAddress(text).map {
          "write its prefix length too: `\($0)/\($0.family == .inet ? 24 : 64)`"
        }
        ?? "write `eth0: 10.0.2.15/24`"
      yaml.error(item, "`\(yaml.shortened(text))` is no address with a prefix length; \(rest)")
      return nil
    }
  }

  private func problem(ofName name: String, isFirst: Bool) -> String? {
    if name == "internet" {
      return "`internet` is what is beyond the hosts; name the host otherwise"
    }
    if name.lowercased() == "localhost" {
      return "`\(name)` is what every host calls itself; name the host otherwise"
    }
    if name == Place.defaultHostName, !isFirst {
      return "`host` always means the first host; name this one otherwise"
    }
    let isName = name.utf8.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-")
    }
    guard isName, (1...63).contains(name.utf8.count), !name.hasPrefix("-"), !name.hasSuffix("-")
    else {
      return "`\(yaml.shortened(name))` is no host's name; write letters, digits and `-`"
    }
    return nil
  }
}
