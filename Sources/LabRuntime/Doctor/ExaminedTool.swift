/// A tool that netlab or labs use, and how it is asked for its version.
struct ExaminedTool: Hashable, Sendable {
  var name: String
  var question: [String]

  private init(_ name: String, _ question: String...) {
    self.name = name
    self.question = question
  }

  static let bubblewrap = ExaminedTool("bwrap", "--version")

  /// What every run needs.
  static let forEveryRun = [
    ExaminedTool("ip", "-V"), ExaminedTool("nsenter", "--version"),
    ExaminedTool("unshare", "--version"), ExaminedTool("prlimit", "--version"),
    ExaminedTool("setpriv", "--version"), ExaminedTool("mount", "--version"),
    ExaminedTool("bash", "--version"), ExaminedTool("ping", "-V"),
    ExaminedTool("sysctl", "--version"),
  ]

  /// What some labs need.
  static let forSomeLabs = [
    ExaminedTool("iptables", "--version"), ExaminedTool("ip6tables", "--version"),
    ExaminedTool("nft", "--version"), ExaminedTool("conntrack", "--version"),
    ExaminedTool("bridge", "-V"), ExaminedTool("tc", "-V"), ExaminedTool("ss", "-V"),
    ExaminedTool("ethtool", "--version"), ExaminedTool("tcpdump", "--version"),
    ExaminedTool("curl", "--version"), ExaminedTool("python3", "--version"),
    // netcat has no option for it, but its help begins with the version.
    ExaminedTool("nc", "-h"), ExaminedTool("socat", "-V"), ExaminedTool("jq", "--version"),
    ExaminedTool("dnsmasq", "--version"), ExaminedTool("dig", "-v"),
    ExaminedTool("traceroute", "--version"), ExaminedTool("arping", "-V"),
  ]
}
