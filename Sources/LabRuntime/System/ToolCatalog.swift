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
    "ip6tables-save": "iptables", "iptables-restore": "iptables", "iptables-legacy": "iptables",
    "nft": "nftables", "conntrack": "conntrack", "ebtables": "ebtables", "ethtool": "ethtool",
    "ipset": "ipset", "brctl": "bridge-utils", "wg": "wireguard-tools",
    "tcpdump": "tcpdump", "tshark": "tshark", "traceroute": "traceroute",
    "curl": "curl", "wget": "wget", "nc": "netcat-openbsd", "socat": "socat", "iperf3": "iperf3",
    "dig": "bind9-dnsutils", "nslookup": "bind9-dnsutils", "host": "bind9-host",
    "dnsmasq": "dnsmasq-base", "python3": "python3", "jq": "jq", "slirp4netns": "slirp4netns",
    "sysctl": "procps", "ps": "procps", "pgrep": "procps", "bash": "bash", "sh": "dash",
    "nsenter": "util-linux", "unshare": "util-linux", "prlimit": "util-linux",
    "setpriv": "util-linux", "setsid": "util-linux", "lsns": "util-linux",
    "mount": "mount", "umount": "mount", "env": "coreutils", "cat": "coreutils",
    "modprobe": "kmod", "dot": "graphviz",
  ]
}
