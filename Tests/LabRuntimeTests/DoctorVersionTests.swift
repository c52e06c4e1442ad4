import Testing

@testable import LabRuntime

@Suite("Versions in what tools say of themselves")
struct DoctorVersionTests {
  @Test(
    "Recorded words",
    arguments: [
      ("ip utility, iproute2-6.1.0, libbpf 1.1.2", "6.1.0"),
      ("ip utility, iproute2-ss200127", "200127"),
      ("bridge utility, 6.1.0", "6.1.0"),
      ("tc utility, iproute2-6.1.0, libbpf 1.1.2", "6.1.0"),
      ("ss utility, iproute2-6.1.0", "6.1.0"),
      ("nsenter from util-linux 2.38.1", "2.38.1"),
      ("mount from util-linux 2.38.1 (libmount 2.38.1: selinux, smack, btrfs)", "2.38.1"),
      ("GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"),
      ("ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no", "20221126"),
      ("ping utility, iputils-s20190709", "20190709"),
      ("arping from iputils 20221126\nlibcap: yes", "20221126"),
      ("sysctl from procps-ng 4.0.2", "4.0.2"),
      ("bubblewrap 0.8.0", "0.8.0"),
      ("iptables v1.8.9 (nf_tables)", "1.8.9"),
      ("ip6tables v1.8.9 (legacy)", "1.8.9"),
      ("nftables v1.0.6 (Lester Gooch #5)", "1.0.6"),
      ("conntrack v1.4.7 (conntrack-tools)", "1.4.7"),
      ("ethtool version 6.1", "6.1"),
      ("tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)", "4.99.3"),
      ("curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19", "7.88.1"),
      ("Python 3.11.2", "3.11.2"),
      ("OpenBSD netcat (Debian patchlevel 1.219-1)\nusage: nc [-46CDdFhklNnrStUuvZz]", "1.219"),
      ("[v1.10-47]\nconnect to somewhere:\tnc [-options] hostname port[s]", "1.10"),
      ("Dnsmasq version 2.90  Copyright (c) 2000-2024 Simon Kelley", "2.90"),
      ("Modern traceroute for Linux, version 2.1.2\nCopyright (c) 2016", "2.1.2"),
      ("socat by Gerhard Rieger and contributors\nsocat version 1.7.4.4 on 06 Nov 2022", "1.7.4.4"),
      ("DiG 9.18.28-1~deb12u2-Debian", "9.18.28"),
      ("jq-1.6", "1.6"),
    ])
  func recorded(words: String, version: String) {
    #expect(ToolVersion.find(in: words)?.description == version)
  }

  @Test(
    "No version where there is none",
    arguments: ["", "usage: nc [-46CDdF]", "sh: 0: Illegal option --", "IPv6 x86_64 ...", "..."])
  func none(words: String) {
    #expect(ToolVersion.find(in: words) == nil)
  }

  @Test("Versions are compared by their numbers")
  func order() throws {
    let versions = try ["0.6.1", "0.8", "0.8.0", "0.10.0", "1.0"].map { text in
      try #require(ToolVersion(text))
    }
    #expect(versions.shuffled().sorted() == versions)
    #expect(ToolVersion("1..2") == nil)
    #expect(ToolVersion("") == nil)
  }
}
