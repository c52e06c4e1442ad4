/// A kind of device or a facility that a kernel may lack.
struct KernelFeature: Hashable, Sendable {
  var name: String

  /// What came of trying a feature.
  enum Trial: Hashable, Sendable {
    case works
    /// The kernel does not have it; the tool's words, which may be empty.
    case lacking(String)
    /// It could not be tried; why.
    case untried(String)
  }

  /// Why it is not there, or `nil` if a device of that kind could be made.
  func missing(on sandbox: Sandbox) async -> String? {
    switch await attempt(on: sandbox) {
    case .works: nil
    case .lacking(let words): "this kernel has no \(name)" + (words.isEmpty ? "" : " (\(words))")
    case .untried(let reason): "kernel:\(name) could not be tried: \(reason)"
    }
  }

  /// Tries the feature in an empty namespace of a sandbox, which is gone afterwards.
  func attempt(on sandbox: Sandbox) async -> Trial {
    guard let script = Self.script(name) else { return .untried("netlab does not know it") }
    for tool in Self.tools(of: script) where Tool.path(of: tool) == nil {
      return .untried("\(RuntimeProblem.toolMissing(tool))")
    }
    do {
      let result = try await Tool.run(
        "unshare", ["--net", "sh", "-c", script],
        in: Namespaces(user: sandbox.lab.user, net: sandbox.lab.net), as: sandbox.identity)
      switch result.end {
      case .exited(0): return .works
      case .exited: return .lacking(Self.cause(result.errorText))
      case .timedOut: return .untried("it did not end in time")
      case .cancelled: return .untried("interrupted")
      case .signalled(let signal): return .untried("it was ended by signal \(signal)")
      }
    } catch {
      return .untried("\(error)")
    }
  }

  /// Whether netlab knows how to try it.
  var isKnown: Bool { Self.script(name) != nil }

  /// The line of a tool's complaint that says most.
  static func cause(_ words: String) -> String {
    let lines = words.split(separator: "\n").map(String.init)
    let line = lines.first { !$0.hasPrefix("Warning:") } ?? lines.first ?? ""
    return line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line
  }

  /// The first words of the script's commands.
  private static func tools(of script: String) -> [String] {
    script.split(separator: "&").compactMap { command in
      command.split(separator: " ").first.map(String.init)
    }
  }

  /// What makes a device of the kind in an empty namespace.
  private static func script(_ name: String) -> String? {
    let pair = "ip link add p0 type veth peer name p1 && "
    return switch name {
    case "veth": "ip link add p0 type veth peer name p1"
    case "bridge", "dummy", "ifb", "wireguard", "bond", "team": "ip link add f0 type \(name)"
    case "tun": "ip tuntap add t0 mode tun"
    case "vrf": "ip link add f0 type vrf table 10"
    case "vxlan": "ip link add f0 type vxlan id 1 dstport 4789"
    case "geneve": "ip link add f0 type geneve id 1 remote 10.0.0.1"
    case "gre", "gretap", "ipip", "sit":
      "ip link add f0 type \(name) remote 10.0.0.1 local 10.0.0.2"
    case "macvlan", "ipvlan", "macvtap": pair + "ip link add link p0 name f0 type \(name)"
    case "vlan": pair + "ip link add link p0 name f0 type vlan id 5"
    case "vlan_filtering": "ip link add f0 type bridge vlan_filtering 1"
    case "netem": pair + "tc qdisc add dev p0 root netem delay 1ms"
    case "tbf": pair + "tc qdisc add dev p0 root tbf rate 1mbit burst 4k latency 10ms"
    case "htb": pair + "tc qdisc add dev p0 root handle 1: htb"
    case "br_netfilter": "test -e /proc/sys/net/bridge/bridge-nf-call-iptables"
    case "nat": "iptables -t nat -S"
    case "nat6": "ip6tables -t nat -S"
    case "masquerade": "iptables -t nat -A POSTROUTING -j MASQUERADE"
    case "dnat": "iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to 10.0.0.1:80"
    case "conntrack": "iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT"
    case "nft": "nft add table inet netlab"
    case "rules": "ip rule add from 10.0.0.1 table 10"
    case "ipv6": "test -e /proc/sys/net/ipv6"
    default: nil
    }
  }

  /// The module of the kernel that brings the feature, where it is one of its own.
  var module: String? {
    switch name {
    case "veth", "bridge", "dummy", "ifb", "wireguard", "team", "tun", "vrf", "vxlan",
      "geneve", "macvlan", "ipvlan", "macvtap", "br_netfilter", "ipip", "sit":
      name
    case "bond": "bonding"
    case "gre", "gretap": "ip_gre"
    case "vlan": "8021q"
    case "netem", "tbf", "htb": "sch_\(name)"
    case "nat", "masquerade", "dnat": "nft_chain_nat"
    case "nat6": "ip6table_nat"
    case "conntrack": "nf_conntrack"
    case "nft": "nf_tables"
    default: nil
    }
  }
}
