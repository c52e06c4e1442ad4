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
    let settings = WorldSettings(sandbox: sandbox)
    settings.write(WorldSettings.host, in: hostSide)
    settings.write(WorldSettings.internet, in: internetSide)
    if !host.addresses.isEmpty {
      try await batch(internetLines(host), in: internetSide, inherited: [sandbox.lab.net])
      // The world's device was born; the lab's own do detect duplicates, as on any machine.
      settings.write(["net/ipv6/conf/default/accept_dad": "1"], in: hostSide)
      try await batch(hostLines(host), in: hostSide)
      try settle(hostSide, internetSide)
    }
    try settings.demand(world.sysctls, in: hostSide)
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
}
