extension Cause {
  /// One sentence that teaches why this stops a packet.
  public var lesson: String {
    switch self {
    case .namespaceMissing:
      "A packet needs a network stack to leave from, and no namespace has this name."
    case .linkDown:
      "A device that is down carries nothing, and the kernel takes its routes away with it."
    case .peerDown:
      "A veth pair is a cable with two ends: it has a carrier only when both are up."
    case .peerNotMoved:
      "Both ends of a veth pair are made in the same namespace; one must be moved to join two."
    case .noAddress:
      "Without an address a device has nothing to send from or to answer with; moving a link to"
        + " another namespace drops its addresses."
    case .hostPrefix:
      "The prefix length says who is on the same wire: /32 says nobody, so no route comes with it."
    case .noRoute: "The kernel sends nothing to where no line of its routing table leads."
    case .routeLost:
      "Setting a link down removes its routes; up again, only those of its addresses come back."
    case .gatewayUnknown:
      "A route is only as good as its gateway: here nobody answers when asked for its address."
    case .gatewayOffLink:
      "A gateway must be a neighbour: the kernel has to reach it over a wire of its own."
    case .routerNoRoute:
      "Each router decides anew, by its own table; one that knows no way gives the packet up."
    case .noSuchAddress:
      "On the last wire the address itself is asked for, and nobody there has it."
    case .forwardingOff:
      "Linux drops what is not addressed to itself, unless forwarding makes it a router."
    case .noReturnRoute:
      "An answer is a packet like others: it needs a route back to who asked."
    case .maskMismatch:
      "Two neighbours must agree on how long their prefix is, or one thinks the other far away."
    case .reversePathFilter:
      "With rp_filter the kernel drops what comes in by a device it would not answer through."
    case .unreachableRoute:
      "A route can say no: blackhole, unreachable and prohibit throw packets away on purpose."
    case .policyRule:
      "Policy rules are asked in their order, and one ahead of `main` can send packets elsewhere."
    case .echoIgnored:
      "The request arrived; the kernel there has been told not to answer pings."
    case .portNotInBridge:
      "A bridge joins only its ports: a cable that ends beside it is joined with nothing."
    case .bridgeDown: "A bridge is a device as well, and passes no frames while it is down."
    case .portDown: "A bridge passes no frames to or from a port that is down."
    case .stpLearning:
      "With STP a port listens and learns before it forwards; it heals by itself, so try again."
    case .portsIsolated: "Isolated ports of a bridge talk to the others, but not to each other."
    case .vlanMismatch:
      "A bridge that filters VLANs passes a frame only to ports that are in the frame's VLAN."
    case .addressOnPort:
      "What comes in by a port belongs to the bridge, so the address belongs there as well."
    case .duplicateMAC:
      "A wire tells its neighbours apart by their MAC addresses; two with the same are one to it."
    case .duplicateAddress:
      "Two with the same address both answer, and whoever was heard last gets the packets."
    case .wrongNeighbour:
      "A permanent neighbour entry is believed without asking, even if it is wrong."
    case .arpOff:
      "Who does not answer ARP cannot be found on a wire, whatever address it has."
    case .loopbackDown:
      "What a host sends to itself goes through `lo`, which has to be up like any other device."
    case .mtu:
      "A packet larger than a device on its way lets through is cut in pieces or thrown away."
    case .filteredHere:
      "INPUT and OUTPUT are asked for what a host gets and sends itself, and here they say no."
    case .forwardDrop: "What passes through a router must pass its FORWARD chain."
    case .rejected:
      "A rule that rejects says no aloud: the sender gets an error where a drop is silent."
    case .replyFiltered:
      "A filter must let the answer through as well, by its direction or by its connection."
    case .bridgeNetfilterDrop:
      "With bridge-nf-call-iptables even frames that only cross a bridge meet FORWARD."
    case .masqueradeMissing:
      "Nobody outside knows the way to a private address: it must be translated on its way out."
    case .nothingListens: "The packet arrived, and no program waits at this port."
    case .publishedNotForwarded:
      "DNAT only writes a new destination; the host must still forward the packet there."
    case .dnatNotLocal:
      "PREROUTING sees what comes in by a device; what starts on the host itself meets OUTPUT."
    case .routingLoop:
      "Routers that send a packet to each other do so until its time to live is over."
    case .addressTentative:
      "A new IPv6 address is tentative until nobody else was found to have it; that takes a second."
    }
  }
}
