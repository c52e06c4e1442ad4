import Diagnosis

extension BrokenLab {
  /// Every lab of the folder.
  static let all = pings + connections + guises + names + others + twoAtOnce

  /// One and more labs for each cause, found by a ping where that is possible, in the causes' order.
  ///
  /// Where a kernel lacks what a lab needs (VLAN filtering, br_netfilter, IPv6), the lab says so in
  /// `needs` and is skipped with the reason.
  private static let pings = [
    BrokenLab("01-namespace-missing", Fault(.namespaceMissing, .at("red"))),
    BrokenLab("02-link-down", Fault(.linkDown, .at("red", "eth0"))),
    BrokenLab("02-link-down-router", Fault(.linkDown, .at("router", "east"))),
    BrokenLab("03-peer-down", Fault(.peerDown, .at("blue", "eth0"), .at("red", "eth0"))),
    BrokenLab(
      "04-peer-not-moved", Fault(.peerNotMoved, .at("host", "ceth0"), .at("host", "veth0"))),
    BrokenLab("05-no-address", Fault(.noAddress, .at("red", "eth0"))),
    BrokenLab("05-no-address-moved", Fault(.noAddress, .at("green", "veth0"))),
    BrokenLab("06-host-prefix", Fault(.hostPrefix, .at("red", "eth0"))),
    BrokenLab("07-no-route", Fault(.noRoute, .at("red"))),
    BrokenLab("07-no-route-6", Fault(.noRoute, .at("red"))),
    BrokenLab("08-route-lost", Fault(.routeLost, .at("red", "eth0"), .at("red"))),
    BrokenLab("09-gateway-unknown", Fault(.gatewayUnknown, .at("red", "eth0"))),
    BrokenLab("10-gateway-off-link", Fault(.gatewayOffLink, .at("red", "eth0"))),
    // The state is that of a missing route; that a gateway was refused is in the lab's own commands.
    BrokenLab("10-gateway-off-link-refused", Fault(.gatewayOffLink, .at("red"))),
    BrokenLab("11-router-no-route", Fault(.routerNoRoute, .at("router"))),
    BrokenLab("12-no-such-address", Fault(.noSuchAddress, .at("router", "east"))),
    BrokenLab("12-no-such-address-on-link", Fault(.noSuchAddress, .at("red", "eth0"))),
    BrokenLab("12-no-such-address-6", Fault(.noSuchAddress, .at("router", "east"))),
    BrokenLab("13-forwarding-off", Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab("13-forwarding-off-6", Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab("13-forwarding-off-hosts", Fault(.forwardingOff, .at("beta", "eth0"), .at("beta"))),
    BrokenLab("14-no-return-route", Fault(.noReturnRoute, .at("blue"))),
    BrokenLab("14-no-return-route-renumbered", Fault(.noReturnRoute, .at("router"))),
    // The answer leaves by the default route and is lost there, though the missing route is here.
    BrokenLab(
      "14-no-return-route-hosts",
      Fault(.noReturnRoute, .at("beta", "eth0"), .at("beta"), .at("internet"))),
    BrokenLab("15-mask-mismatch", Fault(.maskMismatch, .at("netns1", "ceth1"))),
    BrokenLab("16-reverse-path-filter", Fault(.reversePathFilter, .at("router", "west"))),
    BrokenLab("16-reverse-path-filter-behind", Fault(.reversePathFilter, .at("router", "west"))),
    BrokenLab("17-unreachable-route", Fault(.unreachableRoute, .at("red"))),
    BrokenLab("17-unreachable-route-blackhole", Fault(.unreachableRoute, .at("red"))),
    BrokenLab("17-unreachable-route-prohibit", Fault(.unreachableRoute, .at("router"))),
    BrokenLab("17-unreachable-route-swallowed", Fault(.unreachableRoute, .at("router"))),
    BrokenLab("18-policy-rule", Fault(.policyRule, .at("red"))),
    BrokenLab("18-policy-rule-prohibit", Fault(.policyRule, .at("router"))),
    BrokenLab("19-echo-ignored", Fault(.echoIgnored, .at("blue"))),
    BrokenLab("20-port-not-in-bridge", Fault(.portNotInBridge, .at("host", "veth1"))),
    BrokenLab("20-port-not-in-bridge-source", Fault(.portNotInBridge, .at("host", "veth0"))),
    BrokenLab("21-bridge-down", Fault(.bridgeDown, .at("host", "br0"))),
    BrokenLab("22-port-down", Fault(.portDown, .at("host", "veth1"))),
    BrokenLab("23-stp-learning", Fault(.stpLearning, .at("host", "veth0"), .at("host", "veth1"))),
    BrokenLab(
      "24-ports-isolated", Fault(.portsIsolated, .at("host", "veth1"), .at("host", "veth0"))),
    BrokenLab("25-vlan-mismatch", Fault(.vlanMismatch, .at("host", "veth1"), .at("host", "veth0"))),
    BrokenLab("26-address-on-port", Fault(.addressOnPort, .at("host", "veth0"))),
    BrokenLab(
      "27-duplicate-mac", Fault(.duplicateMAC, .at("netns1", "ceth1"), .at("netns0", "ceth0"))),
    BrokenLab("28-duplicate-address", Fault(.duplicateAddress, .at("router", "lo"))),
    BrokenLab("29-wrong-neighbour", Fault(.wrongNeighbour, .at("red", "eth0"))),
    BrokenLab("30-arp-off", Fault(.arpOff, .at("blue", "eth0"))),
    BrokenLab("30-arp-off-ignored", Fault(.arpOff, .at("blue", "eth0"))),
    BrokenLab("31-loopback-down", Fault(.loopbackDown, .at("red", "lo"))),
    BrokenLab("32-mtu", Fault(.mtu, .at("red", "eth0"))),
    BrokenLab("32-mtu-router", Fault(.mtu, .at("router", "east"))),
    BrokenLab("32-mtu-port", Fault(.mtu, .at("host", "veth1"))),
    BrokenLab("33-filtered-here", Fault(.filteredHere, .at("blue"))),
    BrokenLab("33-filtered-here-output", Fault(.filteredHere, .at("red"))),
    BrokenLab("34-forward-drop", Fault(.forwardDrop, .at("router"))),
    BrokenLab("34-forward-drop-rule", Fault(.forwardDrop, .at("router"))),
    BrokenLab("34-forward-drop-6", Fault(.forwardDrop, .at("router"))),
    BrokenLab("34-forward-drop-hosts", Fault(.forwardDrop, .at("beta"))),
    BrokenLab("35-rejected", Fault(.rejected, .at("router"))),
    BrokenLab("35-rejected-prohibited", Fault(.rejected, .at("blue"))),
    BrokenLab("36-reply-filtered", Fault(.replyFiltered, .at("router"))),
    BrokenLab("37-bridge-netfilter-drop", Fault(.bridgeNetfilterDrop, .at("host", "br0"))),
    BrokenLab("38-masquerade-missing", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("38-masquerade-missing-device", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("38-masquerade-missing-source", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("42-routing-loop", Fault(.routingLoop, .at("blue", "eth0"), .at("router", "east"))),
    BrokenLab("43-address-tentative", Fault(.addressTentative, .at("red", "eth0"))),
    BrokenLab("43-address-tentative-destination", Fault(.addressTentative, .at("blue", "eth0"))),
  ]
}
