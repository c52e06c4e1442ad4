import CLinux
import Glibc
import NetworkState

/// The kernel parameters of a world's places.
struct WorldSettings {
  let sandbox: Sandbox

  /// A new namespace copies some of these from the machine: labs must not differ by that.
  static let namespace: [String: String] = {
    var settings = [
      "net/ipv4/ip_forward": "0",
      "net/bridge/bridge-nf-call-iptables": "1", "net/bridge/bridge-nf-call-ip6tables": "1",
    ]
    for name in ["all", "default"] {
      settings["net/ipv6/conf/\(name)/forwarding"] = "0"
      settings["net/ipv6/conf/\(name)/disable_ipv6"] = "0"
    }
    for name in ["all", "default", "lo"] {
      for key in ["rp_filter", "arp_ignore", "arp_announce", "proxy_arp", "route_localnet"] {
        settings["net/ipv4/conf/\(name)/\(key)"] = "0"
      }
      for key in ["accept_redirects", "secure_redirects", "send_redirects"] {
        settings["net/ipv4/conf/\(name)/\(key)"] = "1"
      }
    }
    return settings
  }()

  /// A host's, until the world's own device is born, which has no twin to wait for.
  static let host = namespace.merging(["net/ipv6/conf/default/accept_dad": "0"]) { $1 }

  /// It passes on for others, as a gateway does, and never holds back what it has to say.
  static let internet = [
    "net/ipv4/ip_forward": "1", "net/ipv6/conf/all/forwarding": "1", "net/ipv4/icmp_ratelimit": "0",
    "net/ipv4/conf/all/rp_filter": "0", "net/ipv4/conf/default/rp_filter": "0",
    "net/ipv6/conf/all/accept_dad": "0", "net/ipv6/conf/default/accept_dad": "0",
    // netlab serves there, without any privilege.
    "net/ipv4/ip_unprivileged_port_start": "0",
    // Hosts of two networks share a wire that they need not know of.
    "net/ipv4/conf/all/send_redirects": "0", "net/ipv4/conf/default/send_redirects": "0",
    // The LAN between the hosts is a wire: nothing filters there.
    "net/bridge/bridge-nf-call-iptables": "0", "net/bridge/bridge-nf-call-ip6tables": "0",
  ]

  /// Writes what the kernel has; it need not have all of them.
  func write(_ settings: [String: String], in namespaces: Namespaces) {
    _ = results(of: settings, in: namespaces)
  }

  /// Writes what the lab's author wants to hold, by dotted keys: a refusal is an error.
  func demand(_ sysctls: [String: String], in namespaces: Namespaces) throws(RuntimeProblem) {
    guard !sysctls.isEmpty else { return }
    for (key, value) in sysctls.sorted(by: { $0.key < $1.key }) {
      let path = KernelParameter.path(of: key)
      let result = path.flatMap { results(of: [$0: value], in: namespaces)[$0] } ?? -ENOENT
      guard result == 0 else {
        let words = SystemProblem.words(-result)
        throw .sandbox("the world's sysctl \(key) = \(value) could not be set: \(words)")
      }
    }
  }

  private func results(of settings: [String: String], in namespaces: Namespaces)
    -> [String: CInt]
  {
    let list = settings.sorted { $0.key < $1.key }
    var strings: [UnsafeMutablePointer<CChar>] = []
    defer { for string in strings { free(string) } }
    func copy(_ text: String) -> UnsafePointer<CChar> {
      let string = strdup(text)!
      strings.append(string)
      return UnsafePointer(string)
    }
    var plan = list.map {
      clinux_setting(path: copy("/proc/sys/\($0.key)"), text: copy($0.value), result: 0)
    }
    let joined = clinux_write_in(
      namespaces.user.number, namespaces.net.number, sandbox.identity.dropsIDs,
      sandbox.identity.uid, sandbox.identity.gid, &plan, CInt(plan.count))
    return Dictionary(
      uniqueKeysWithValues: zip(list, plan).map { ($0.key, joined == 0 ? $1.result : joined) })
  }
}
