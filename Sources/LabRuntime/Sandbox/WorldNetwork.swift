import LabDocument
import NetworkState

/// The lines by which `ip -batch` makes a world's network.
///
/// One host is plugged into the internet by a cable, several by a bridge, on which the internet has
/// the gateways' addresses; the internet's device is `eth0` in both cases. The two ends of a cable
/// are born where they belong, since moving a device waits for the whole kernel; they have different
/// indexes, since the kernel is slow to see the carrier otherwise.
struct WorldNetwork {
  let world: World

  /// The hosts with an `eth0`, in the order of the descriptors that the internet's lines name.
  var plugged: [WorldHost] { world.hosts.filter { !$0.addresses.isEmpty } }

  /// The internet's devices in the order in which their carriers come.
  var internetDevices: [String] {
    guard !plugged.isEmpty else { return [] }
    return (hasLAN ? plugged.indices.map(Self.port) : []) + ["eth0"]
  }

  /// What the internet's namespace gets; the hosts' namespaces are on the descriptors from 3 on.
  var internetLines: [String] {
    var lines = ["link set lo up"]
    guard !plugged.isEmpty else { return lines }
    if hasLAN {
      lines.append(
        "link add eth0 index 3 address \(Self.gatewayMAC) type bridge "
          + "stp_state 0 forward_delay 0 mcast_snooping 0")
      for index in plugged.indices {
        let port = Self.port(index)
        lines.append(
          "link add \(port) index \(101 + index) address 52:55:0a:00:03:\(Self.hex(index)) "
            + "type veth peer name eth0 index 2 address \(Self.hostMAC(index)) "
            + "netns /proc/self/fd/\(3 + index)")
        lines.append("link set dev \(port) addrgenmode none master eth0 up")
      }
    } else {
      lines.append(
        "link add eth0 index 3 address \(Self.gatewayMAC) type veth "
          + "peer name eth0 index 2 address \(Self.hostMAC(0)) netns /proc/self/fd/3")
    }
    for address in world.gateways {
      let length = plugged.lazy.flatMap(\.addresses).first { $0.contains(address) }?.length
      lines.append("addr add \(address)/\(length ?? address.family.bitWidth) dev eth0")
    }
    for address in world.internet?.addresses ?? [] where !world.gateways.contains(address) {
      lines.append("addr add \(address)/\(address.family.bitWidth) dev lo")
    }
    lines.append("link set eth0 up")
    return lines
  }

  /// What a host gets when its `eth0` is there.
  func lines(of host: WorldHost) -> [String] {
    var lines = ["link set lo up"]
    for prefix in host.addresses {
      let broadcast = prefix.address.family == .inet && prefix.length < 31 ? " brd +" : ""
      lines.append("addr add \(prefix)\(broadcast) dev eth0")
    }
    lines.append("link set eth0 up")
    for gateway in world.gateways where host.addresses.contains(where: { $0.contains(gateway) }) {
      let family = gateway.family == .inet ? "0.0.0.0/0" : "::/0"
      lines.append("route add \(family) via \(gateway) dev eth0")
    }
    return lines
  }

  private var hasLAN: Bool { world.hosts.count > 1 }

  private static let gatewayMAC = "52:55:0a:00:02:02"

  private static func hostMAC(_ index: Int) -> String { "52:54:00:e3:27:\(hex(0x77 + index))" }

  private static func port(_ index: Int) -> String { "port\(index + 1)" }

  private static func hex(_ number: Int) -> String {
    (number < 16 ? "0" : "") + String(number, radix: 16)
  }
}
