import Diagnosis

extension BrokenLab {
  /// Causes that a connection, a datagram or a web page finds; three of them are found by no ping.
  static let connections = [
    BrokenLab("02-link-down-tcp", Fault(.linkDown, .at("red", "eth0"))),
    BrokenLab("02-link-down-udp", Fault(.linkDown, .at("red", "eth0"))),
    BrokenLab("03-peer-down-tcp", Fault(.peerDown, .at("blue", "eth0"), .at("red", "eth0"))),
    BrokenLab("07-no-route-tcp", Fault(.noRoute, .at("red"))),
    BrokenLab("09-gateway-unknown-tcp", Fault(.gatewayUnknown, .at("red", "eth0"))),
    BrokenLab("11-router-no-route-tcp", Fault(.routerNoRoute, .at("router"))),
    BrokenLab("13-forwarding-off-tcp", Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab("13-forwarding-off-udp", Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab("14-no-return-route-tcp", Fault(.noReturnRoute, .at("blue"))),
    BrokenLab("33-filtered-here-tcp", Fault(.filteredHere, .at("blue"))),
    BrokenLab("33-filtered-here-output-tcp", Fault(.filteredHere, .at("red"))),
    BrokenLab("34-forward-drop-tcp", Fault(.forwardDrop, .at("router"))),
    BrokenLab("34-forward-drop-udp", Fault(.forwardDrop, .at("router"))),
    BrokenLab("35-rejected-tcp", Fault(.rejected, .at("router"))),
    BrokenLab("35-rejected-here-tcp", Fault(.rejected, .at("blue"))),
    BrokenLab("36-reply-filtered-tcp", Fault(.replyFiltered, .at("router"))),
    BrokenLab("37-bridge-netfilter-drop-tcp", Fault(.bridgeNetfilterDrop, .at("host", "br0"))),
    BrokenLab("38-masquerade-missing-tcp", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("38-masquerade-missing-http", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("39-nothing-listens", Fault(.nothingListens, .at("netns0"))),
    BrokenLab("39-nothing-listens-loopback", Fault(.nothingListens, .at("netns0"))),
    BrokenLab("39-nothing-listens-tcp", Fault(.nothingListens, .at("blue"))),
    BrokenLab("39-nothing-listens-udp", Fault(.nothingListens, .at("blue"))),
    BrokenLab("39-nothing-listens-http", Fault(.nothingListens, .at("blue"))),
    BrokenLab(
      "40-published-not-forwarded", Fault(.publishedNotForwarded, .at("host", "eth0"), .at("host"))),
    BrokenLab(
      "40-published-not-forwarded-policy",
      Fault(.publishedNotForwarded, .at("host"), .at("host", "eth0"))),
    BrokenLab("41-dnat-not-local", Fault(.dnatNotLocal, .at("host"))),
  ]

  /// The same causes in other guises: by another switch, another tool, on the way back.
  static let guises = [
    BrokenLab(
      "13-forwarding-off-device", Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab("14-no-return-route-published", Fault(.noReturnRoute, .at("netns0"))),
    BrokenLab("16-reverse-path-filter-all", Fault(.reversePathFilter, .at("router", "west"))),
    BrokenLab("20-port-not-in-bridge-tcp", Fault(.portNotInBridge, .at("host", "veth1"))),
    BrokenLab("26-address-on-port-gateway", Fault(.addressOnPort, .at("host", "veth0"))),
    BrokenLab("33-filtered-here-early", Fault(.filteredHere, .at("router"))),
    BrokenLab("33-filtered-here-reply", Fault(.filteredHere, .at("red"))),
    BrokenLab("34-forward-drop-chain", Fault(.forwardDrop, .at("host"))),
    BrokenLab("36-reply-filtered-established", Fault(.replyFiltered, .at("router"))),
    BrokenLab("38-masquerade-missing-nft", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab(
      "40-published-not-forwarded-rule",
      Fault(.publishedNotForwarded, .at("host"), .at("host", "eth0"))),
  ]

  /// Causes between a place and its resolver.
  static let names = [
    BrokenLab("07-no-route-dns", Fault(.noRoute, .at("netns0"))),
    BrokenLab("12-no-such-address-dns", Fault(.noSuchAddress, .at("netns0", "ceth0"))),
    BrokenLab("13-forwarding-off-dns", Fault(.forwardingOff, .at("host", "br0"), .at("host"))),
    BrokenLab("38-masquerade-missing-dns", Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab("39-nothing-listens-dns", Fault(.nothingListens, .at("netns1"))),
  ]

  /// What is none of the causes: a queue that drops, and answers that are not the wanted ones.
  static let others = [
    BrokenLab("none-queue-drops", .unknown),
    BrokenLab("none-http-status", .unknown),
    BrokenLab("none-dns-name", .unknown),
  ]

  /// Two causes on one path: the first is named, and when it is repaired, the next.
  static let twoAtOnce = [
    BrokenLab(
      "two-link-down-forward-drop",
      Fault(.linkDown, .at("red", "eth0")), Fault(.forwardDrop, .at("router"))),
    BrokenLab(
      "two-forwarding-off-filtered-here",
      Fault(.forwardingOff, .at("router", "west"), .at("router")),
      Fault(.filteredHere, .at("blue"))),
    BrokenLab(
      "two-gateway-unknown-no-return-route",
      Fault(.gatewayUnknown, .at("red", "eth0")), Fault(.noReturnRoute, .at("blue"))),
    BrokenLab(
      "two-port-not-in-bridge-filtered-here",
      Fault(.portNotInBridge, .at("host", "veth1")), Fault(.filteredHere, .at("netns1"))),
    BrokenLab(
      "two-forward-drop-masquerade-missing",
      Fault(.forwardDrop, .at("host")), Fault(.masqueradeMissing, .at("host", "eth0"))),
    BrokenLab(
      "two-no-route-forwarding-off",
      Fault(.noRoute, .at("red")), Fault(.forwardingOff, .at("router", "west"), .at("router"))),
    BrokenLab(
      "two-forwarding-off-forward-drop",
      Fault(.forwardingOff, .at("router", "west"), .at("router")),
      Fault(.forwardDrop, .at("router"))),
    BrokenLab(
      "two-filtered-here-nothing-listens",
      Fault(.filteredHere, .at("blue")), Fault(.nothingListens, .at("blue"))),
    BrokenLab(
      "two-filtered-here-filtered-here",
      Fault(.filteredHere, .at("red")), Fault(.filteredHere, .at("blue"))),
  ]
}
