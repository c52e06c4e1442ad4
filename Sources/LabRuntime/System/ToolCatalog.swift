/// Which package of Debian and Ubuntu brings a tool.
public enum ToolCatalog {
  /// The package that brings a tool, or `nil` if netlab does not know it.
  public static func package(of tool: String) -> String? {
    packages[tool]
  }

  private static let packages: [String: String] = [
    "bwrap": "bubblewrap",
    "ip": "iproute2", "ss": "iproute2", "bridge": "iproute2", "tc": "iproute2", "nstat": "iproute2",
    "ping": "iputils-ping", "arping": "iputils-arping", "tracepath": "iputils-tracepath",
    "iptables": "iptables", "ip6tables": "iptables", "iptables-save": "iptables",
    "nft": "nftables", "conntrack": "conntrack", "ebtables": "ebtables", "ethtool": "ethtool",
    "tcpdump": "tcpdump", "tshark": "tshark", "traceroute": "traceroute",
    "curl": "curl", "wget": "wget", "nc": "netcat-openbsd", "socat": "socat",
    "dig": "bind9-dnsutils",
    "dnsmasq": "dnsmasq-base", "python3": "python3", "jq": "jq", "slirp4netns": "slirp4netns",
    "sysctl": "procps", "ps": "procps", "bash": "bash", "sh": "dash",
    "nsenter": "util-linux", "unshare": "util-linux", "prlimit": "util-linux",
    "setpriv": "util-linux", "mount": "mount", "umount": "mount",
  ]
}
