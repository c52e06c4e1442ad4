import CLinux
import Glibc

/// The kernel parameters of a world's places.
struct WorldSettings {
  let sandbox: Sandbox

  /// A new namespace copies some of these from the machine: labs must not differ by that.
  static let host: [String: String] = {
    var settings = [
      "ipv4/ip_forward": "0",
      // Until the world's own device is born, which has no twin to wait for.
      "ipv6/conf/default/accept_dad": "0",
      "bridge/bridge-nf-call-iptables": "1", "bridge/bridge-nf-call-ip6tables": "1",
    ]
    for name in ["all", "default"] {
      settings["ipv6/conf/\(name)/forwarding"] = "0"
      settings["ipv6/conf/\(name)/disable_ipv6"] = "0"
      for key in ["rp_filter", "arp_ignore", "arp_announce", "proxy_arp", "route_localnet"] {
        settings["ipv4/conf/\(name)/\(key)"] = "0"
      }
      for key in ["accept_redirects", "secure_redirects", "send_redirects"] {
        settings["ipv4/conf/\(name)/\(key)"] = "1"
      }
    }
    return settings
  }()

  /// It passes on for others, as a gateway does, and never holds back what it has to say.
  static let internet = [
    "ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1", "ipv4/icmp_ratelimit": "0",
    "ipv4/conf/all/rp_filter": "0", "ipv4/conf/default/rp_filter": "0",
    "ipv6/conf/all/accept_dad": "0", "ipv6/conf/default/accept_dad": "0",
  ]

  /// Writes what the kernel has; it need not have all of them.
  func write(_ settings: [String: String], in namespaces: Namespaces) {
    _ = results(of: settings, in: namespaces)
  }

  /// Writes what the lab's author wants to hold, by dotted keys: a refusal is an error.
  func demand(_ sysctls: [String: String], in namespaces: Namespaces) throws(RuntimeProblem) {
    guard !sysctls.isEmpty else { return }
    let prefix = "/proc/sys/net/".count
    let paths = sysctls.map { (String(SysctlKey.path($0.key).dropFirst(prefix)), $0.value) }
    let results = results(of: Dictionary(paths) { $1 }, in: namespaces)
    for (key, value) in sysctls {
      let result = results[String(SysctlKey.path(key).dropFirst(prefix))] ?? 0
      guard result == 0 else {
        throw .sandbox(
          "the world's sysctl \(key) = \(value) could not be set: \(SystemProblem.words(-result))")
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
      clinux_setting(path: copy("/proc/sys/net/\($0.key)"), text: copy($0.value), result: 0)
    }
    let joined = clinux_write_in(
      namespaces.user.number, namespaces.net.number, sandbox.identity.dropsIDs,
      sandbox.identity.uid, sandbox.identity.gid, &plan, CInt(plan.count))
    return Dictionary(
      uniqueKeysWithValues: zip(list, plan).map { ($0.key, joined == 0 ? $1.result : joined) })
  }
}

/// Where a dotted key of sysctl(8) stands in `/proc/sys`.
enum SysctlKey {
  /// Dots and slashes change places, so that device names with dots can be written.
  static func path(_ key: String) -> String {
    "/proc/sys/"
      + String(
        key.map { character in
          switch character {
          case ".": "/"
          case "/": "."
          default: character
          }
        })
  }
}
