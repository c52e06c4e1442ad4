extension Cause {
  /// What to do, with the place and the device put in; needs nothing but what the finding names.
  func remedy(at place: String, device: String?) -> String {
    let device = device ?? "the device"
    return switch self {
    case .namespaceMissing: "Make it: `ip netns add \(place)`."
    case .linkDown, .peerDown, .portDown, .bridgeDown:
      "In \(place): `ip link set \(device) up`."
    case .peerNotMoved: "In \(place): `ip link set \(device) netns NAME`."
    case .noAddress: "In \(place): `ip addr add ADDRESS/LENGTH dev \(device)`."
    case .hostPrefix:
      "In \(place): give \(device) its address again, with the length of the subnet."
    case .noRoute, .routerNoRoute, .routeLost:
      "In \(place): `ip route add DESTINATION via GATEWAY`, or a default route."
    case .gatewayUnknown:
      "In \(place): `ip route replace` with the address that the gateway really has."
    case .gatewayOffLink:
      "In \(place): name a gateway inside a subnet of the place's own devices."
    case .noSuchAddress: "Give the address to the place that should have it, or ask for another."
    case .forwardingOff: "In \(place): `sysctl -w net.ipv4.ip_forward=1`."
    case .noReturnRoute:
      "In \(place): add a route back to the sender, or translate its address on the way."
    case .maskMismatch: "Give both addresses the same prefix length."
    case .reversePathFilter:
      "In \(place): `sysctl -w net.ipv4.conf.\(device).rp_filter=0`, or a route back by \(device)."
    case .unreachableRoute: "In \(place): delete that route with `ip route del`."
    case .policyRule: "In \(place): delete the rule with `ip rule del`, or mend its table."
    case .echoIgnored: "In \(place): `sysctl -w net.ipv4.icmp_echo_ignore_all=0`."
    case .portNotInBridge: "In \(place): `ip link set \(device) master BRIDGE`."
    case .stpLearning:
      "Wait for half a minute, or in \(place): `ip link set BRIDGE type bridge stp_state 0`."
    case .portsIsolated: "In \(place): `bridge link set dev \(device) isolated off`."
    case .vlanMismatch: "In \(place): `bridge vlan add dev \(device) vid NUMBER`."
    case .addressOnPort: "In \(place): move the address from \(device) to its bridge."
    case .duplicateMAC: "In \(place): `ip link set \(device) address MAC`, one that nobody has."
    case .duplicateAddress: "In \(place): take the address off \(device), or change it."
    case .wrongNeighbour: "In \(place): `ip neigh del ADDRESS dev \(device)`."
    case .arpOff: "In \(place): `ip link set \(device) arp on`, and set arp_ignore to 0."
    case .loopbackDown: "In \(place): `ip link set lo up`."
    case .mtu: "In \(place): `ip link set \(device) mtu NUMBER`, the same along the whole way."
    case .filteredHere, .rejected, .bridgeNetfilterDrop:
      "In \(place): delete the rule, or put one before it that accepts."
    case .forwardDrop, .publishedNotForwarded:
      "In \(place): let it through in FORWARD, with `net.ipv4.ip_forward` 1."
    case .replyFiltered:
      "In \(place): accept what belongs to a connection: `-m conntrack --ctstate ESTABLISHED`."
    case .masqueradeMissing:
      "In \(place): `iptables -t nat -A POSTROUTING -s SUBNET -o \(device) -j MASQUERADE`."
    case .nothingListens: "In \(place): start the server, on this port and on this address."
    case .dnatNotLocal: "In \(place): the same DNAT rule in the OUTPUT chain of `nat`."
    case .routingLoop: "In \(place): send it towards its destination, not back."
    case .addressTentative: "Wait a second, or add the address with `nodad`."
    }
  }
}
