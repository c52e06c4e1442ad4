import LabDocument

/// Whether the machine has what a lab's `needs` names.
enum Requirements {
  /// Why the lab must be skipped for want of a tool; `nil` if all are there.
  static func missingTool(_ needs: [Requirement]) -> String? {
    let missing = needs.compactMap { need -> String? in
      guard case .tool(let name) = need, Tool.path(of: name) == nil else { return nil }
      return "\(RuntimeProblem.toolMissing(name))"
    }
    return missing.isEmpty ? nil : missing.joined(separator: "; ")
  }

  /// Why the lab must be skipped for want of a kernel feature, tried in the sandbox.
  static func missingFeature(_ needs: [Requirement], on sandbox: Sandbox) async -> String? {
    for case .kernel(let name) in needs {
      if let reason = await KernelFeature(name: name).missing(on: sandbox) { return reason }
    }
    return nil
  }
}

/// A kind of device or a facility that a kernel may lack.
struct KernelFeature: Sendable {
  var name: String

  /// Why it is not there, or `nil` if a device of that kind could be made.
  func missing(on sandbox: Sandbox) async -> String? {
    guard let script = Self.script(name) else {
      return "netlab does not know how to try kernel:\(name)"
    }
    do {
      let result = try await Tool.run(
        "unshare", ["--net", "sh", "-c", script],
        in: Namespaces(user: sandbox.lab.user, net: sandbox.lab.net), as: sandbox.identity)
      if result.succeeded { return nil }
      let words = result.errorText.split(separator: "\n").first.map { " (\($0))" } ?? ""
      return "this kernel has no \(name)\(words)"
    } catch {
      return "kernel:\(name) could not be tried: \(error)"
    }
  }

  /// What makes a device of the kind in an empty namespace.
  private static func script(_ name: String) -> String? {
    let pair = "ip link add p0 type veth peer name p1 && "
    switch name {
    case "veth": return "ip link add p0 type veth peer name p1"
    case "bridge", "dummy", "ifb", "wireguard", "bond", "team", "tun":
      return name == "tun" ? "ip tuntap add t0 mode tun" : "ip link add f0 type \(name)"
    case "vrf": return "ip link add f0 type vrf table 10"
    case "vxlan": return "ip link add f0 type vxlan id 1 dstport 4789"
    case "geneve": return "ip link add f0 type geneve id 1 remote 10.0.0.1"
    case "gre": return "ip link add f0 type gre remote 10.0.0.1 local 10.0.0.2"
    case "macvlan", "ipvlan", "macvtap": return pair + "ip link add link p0 name f0 type \(name)"
    case "vlan": return pair + "ip link add link p0 name f0 type vlan id 5"
    case "vlan_filtering": return "ip link add f0 type bridge vlan_filtering 1"
    case "netem": return pair + "tc qdisc add dev p0 root netem delay 1ms"
    case "tbf": return pair + "tc qdisc add dev p0 root tbf rate 1mbit burst 4k latency 10ms"
    case "br_netfilter": return "test -e /proc/sys/net/bridge/bridge-nf-call-iptables"
    case "nat": return "iptables -t nat -S"
    case "ipv6": return "test -e /proc/sys/net/ipv6"
    default: return nil
    }
  }
}
