/// The causes that a diagnosis can name; a hint may wait for one.
enum DiagnosisCauses {
  static let ids = [
    "namespace-missing", "link-down", "peer-down", "peer-not-moved", "no-address", "host-prefix",
    "no-route", "route-lost", "gateway-unknown", "gateway-off-link", "router-no-route",
    "no-such-address", "forwarding-off", "no-return-route", "mask-mismatch", "reverse-path-filter",
    "unreachable-route", "policy-rule", "echo-ignored", "port-not-in-bridge", "bridge-down",
    "port-down", "stp-learning", "ports-isolated", "vlan-mismatch", "address-on-port",
    "duplicate-mac", "duplicate-address", "wrong-neighbour", "arp-off", "loopback-down", "mtu",
    "filtered-here", "forward-drop", "rejected", "reply-filtered", "bridge-netfilter-drop",
    "masquerade-missing", "nothing-listens", "published-not-forwarded", "dnat-not-local",
    "routing-loop", "address-tentative",
  ]
}
