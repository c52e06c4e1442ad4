import CLinux
import Glibc
import LabDocument
import NetworkState

/// Builds a world of one host in a fresh sandbox: `eth0`, a gateway, and the internet behind it.
///
/// The cable's two ends are born where they belong, since moving a device waits for the whole
/// kernel; both ends have different indexes, since the kernel is slow to see the carrier otherwise.
struct WorldBuilder {
  let sandbox: Sandbox
  let world: World

  /// What a world must not ask for yet; `nil` if it can be built.
  static func unsupported(_ world: World) -> String? {
    if world.hosts.count > 1 { return "worlds of several hosts are not supported yet" }
    if world.start != nil { return "worlds that start at another lab's end are not supported yet" }
    if let internet = world.internet, !internet.services.isEmpty {
      return "`serves` of the internet is not supported yet"
    }
    return nil
  }

  /// Builds everything and returns when links have their carrier and routes are in place.
  func build() async throws(RuntimeProblem) {
    if let text = Self.unsupported(world) { throw .sandbox(text) }
    let host = world.hosts[0]
    let hostSide = Namespaces(user: sandbox.outer.user, net: sandbox.lab.net)
    let internetSide = Namespaces(user: sandbox.outer.user, net: sandbox.outer.net)
    writeSettings(hostSide, internetSide)
    if !host.addresses.isEmpty {
      set("ipv6/conf/default/accept_dad", "0", in: hostSide)
      try await batch(internetLines(host), in: internetSide, inherited: [sandbox.lab.net])
      // The lab's own devices do detect duplicates, as on any machine.
      set("ipv6/conf/default/accept_dad", "1", in: hostSide)
      try await batch(hostLines(host), in: hostSide)
      try settle(hostSide, internetSide)
    }
    try setLabSettings(hostSide)
  }

  private func writeSettings(_ host: Namespaces, _ internet: Namespaces) {
    // A new namespace copies some of these from the machine: labs must not differ by that.
    set("ipv4/ip_forward", "0", in: host)
    for name in ["all", "default"] {
      set("ipv4/conf/\(name)/rp_filter", "0", in: host)
      set("ipv6/conf/\(name)/forwarding", "0", in: host)
      set("ipv6/conf/\(name)/disable_ipv6", "0", in: host)
    }
    for family in ["ip", "ip6"] {
      set("bridge/bridge-nf-call-\(family)tables", "1", in: host)
    }
    for name in ["all", "default"] {
      set("ipv4/conf/\(name)/rp_filter", "0", in: internet)
      set("ipv6/conf/\(name)/accept_dad", "0", in: internet)
    }
    // It answers for addresses that it does not have, as a gateway does, and never holds back.
    set("ipv4/ip_forward", "1", in: internet)
    set("ipv6/conf/all/forwarding", "1", in: internet)
    set("ipv4/icmp_ratelimit", "0", in: internet)
  }

  private func internetLines(_ host: WorldHost) -> [String] {
    var lines = ["link set lo up"]
    lines.append(
      "link add eth0 index 3 address 52:55:0a:00:02:02 type veth "
        + "peer name eth0 index 2 address 52:54:00:e3:27:77 netns /proc/self/fd/3")
    for address in world.gateways {
      let length = host.addresses.first { $0.contains(address) }?.length
      lines.append("addr add \(address)/\(length ?? address.family.bitWidth) dev eth0")
    }
    for address in world.internet?.addresses ?? [] where !world.gateways.contains(address) {
      lines.append("addr add \(address)/\(address.family.bitWidth) dev lo")
    }
    lines.append("link set eth0 up")
    return lines
  }

  private func hostLines(_ host: WorldHost) -> [String] {
    var lines = ["link set lo up"]
    for prefix in host.addresses {
      let broadcast = prefix.address.family == .inet && prefix.length < 31 ? " brd +" : ""
      lines.append("addr add \(prefix)\(broadcast) dev eth0")
    }
    lines.append("link set eth0 up")
    for gateway in world.gateways {
      let family = gateway.family == .inet ? "0.0.0.0/0" : "::/0"
      lines.append("route add \(family) via \(gateway) dev eth0")
    }
    return lines
  }

  private func batch(
    _ lines: [String], in namespaces: Namespaces, inherited: [Descriptor] = []
  ) async throws(RuntimeProblem) {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let output = try await Tool.run(
      "ip", ["-batch", "-"], input: input, inherited: inherited, in: namespaces,
      as: sandbox.identity)
    guard output.succeeded else {
      throw .sandbox("the lab's world could not be built: \(output.errorText)")
    }
  }

  /// Reads both ends of the cable alone, which makes the kernel see their carrier now.
  private func settle(_ host: Namespaces, _ internet: Namespaces) throws(RuntimeProblem) {
    do {
      for namespaces in [host, internet] {
        let netlink = try Netlink(in: namespaces, as: sandbox.identity)
        guard let device = try netlink.device(named: "eth0"), device.hasCarrier else {
          throw SystemProblem("eth0 has no carrier", code: ENOLINK)
        }
      }
    } catch {
      throw .system("build the lab's world", error)
    }
  }

  /// The world's own `sysctl`, which the lab's author wants to hold: a refusal is an error.
  private func setLabSettings(_ host: Namespaces) throws(RuntimeProblem) {
    for (key, value) in world.sysctls.sorted(by: { $0.key < $1.key }) {
      let path = SysctlKey.path(key)
      let result = set(String(path.dropFirst("/proc/sys/net/".count)), value, in: host)
      guard result == 0 else {
        throw .sandbox(
          "the world's sysctl \(key) = \(value) could not be set: \(SystemProblem.words(-result))")
      }
    }
  }

  @discardableResult
  private func set(_ key: String, _ value: String, in namespaces: Namespaces) -> CInt {
    clinux_write_in(
      namespaces.user.number, namespaces.net.number, sandbox.identity.dropsIDs,
      sandbox.identity.uid, sandbox.identity.gid, "/proc/sys/net/\(key)", value)
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
