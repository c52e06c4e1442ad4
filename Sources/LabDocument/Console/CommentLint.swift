/// Comments in transcripts that were probably meant to run.
enum CommentLint {
  /// Tools whose names begin no sentence.
  private static let tools: Set<String> = [
    "sudo", "iptables", "ip6tables", "iptables-save", "nft", "sysctl", "nsenter", "unshare",
    "tcpdump", "brctl", "ss", "modprobe", "ethtool", "conntrack", "netstat", "ifconfig",
    "traceroute", "apt", "apt-get", "systemctl", "docker",
  ]
  /// Words that may begin a sentence too; what follows them tells.
  private static let ambiguous: Set<String> = [
    "ip", "ping", "bridge", "curl", "dig", "host", "mount", "cat", "echo", "kill", "route", "arp",
    "nc", "python3", "tc", "bash", "sh", "export", "mkdir", "chmod",
  ]
  private static let objects: Set<String> = [
    "link", "addr", "address", "route", "netns", "neigh", "rule", "a", "l", "r", "n", "fdb", "vlan",
    "add", "qdisc",
  ]

  /// Whether the text after `# ` reads as a command.
  static func looksLikeCommand(_ text: String) -> Bool {
    let words = text.words.map(String.init)
    guard let first = words.first, words.count > 1 else { return false }
    if tools.contains(first) { return true }
    guard ambiguous.contains(first) else { return false }
    if ["ip", "bridge", "tc"].contains(first), objects.contains(words[1]) { return true }
    return words.dropFirst().contains {
      $0.hasPrefix("-") && $0.utf8.count > 1 || $0.hasPrefix("/") || $0.contains("://")
    }
  }
}
