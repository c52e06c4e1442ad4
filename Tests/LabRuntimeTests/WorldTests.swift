import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// The world is as the format says when the first command runs.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct WorldTests {
  @Test("The article's machine has its addresses, routes and settings")
  func article() async throws {
    try await TestMachine.with(.article) { machine in
      let addresses = try await machine.output(of: "ip -br -4 addr | tr -s ' '")
      #expect(addresses == "lo UNKNOWN 127.0.0.1/8 \neth0@if3 UP 10.0.2.15/24 ")
      try await machine.expect(
        "ip route | sed 's/ *$//'",
        prints: "default via 10.0.2.2 dev eth0\n"
          + "10.0.2.0/24 dev eth0 proto kernel scope link src 10.0.2.15")
      try await machine.expect("ip netns", prints: "")
      try await machine.expect("hostname", prints: "host")
    }
  }

  @Test(
    "Kernel parameters do not depend on the machine",
    arguments: [
      ("net/ipv4/ip_forward", "0"), ("net/ipv6/conf/all/forwarding", "0"),
      ("net/ipv4/conf/all/rp_filter", "0"), ("net/ipv4/conf/default/rp_filter", "0"),
      ("net/ipv4/conf/eth0/rp_filter", "0"), ("net/ipv6/conf/default/accept_dad", "1"),
      ("net/ipv6/conf/eth0/disable_ipv6", "0"),
    ])
  func parameters(_ key: String, _ value: String) async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.expect("cat /proc/sys/\(key)", prints: value)
      // A bridge that a lab makes hands its packets to iptables, where the kernel can do that.
      let bridge = "cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || echo 1"
      try await machine.expect(bridge, prints: "1")
    }
  }

  @Test("Links have their carrier and addresses work with the first command")
  func ready() async throws {
    try await TestMachine.with(.article) { machine in
      let first = try await machine.output(
        of: "cat /sys/class/net/eth0/carrier /sys/class/net/eth0/operstate; "
          + "ip addr | grep -c -e tentative -e NO-CARRIER || :"
      )
      .split(separator: "\n")
      #expect(first == ["1", "up", "0"])
    }
  }

  @Test("The internet answers on its addresses, and on no other")
  func internet() async throws {
    let run = try await LabRun.run(
      """
      ## The world

      ```expect
      host: link eth0 up carrier state UP peer internet/eth0
      host: link lo up
      host: ping 8.8.8.8 answered by internet
      host: ping 10.0.2.2 answered by internet
      host: ping 10.0.2.3 fails
      host: ping 8.8.4.4 fails
      internet: ping 10.0.2.15 answered by host
      internet: addr 8.8.8.8/32 dev lo
      no namespaces
      host: links eth0
      host: routes default 10.0.2.0/24
      ```
      """, frontMatter: "summary: The article's machine.")
    #expect(run.complaints == [])
    #expect(run.outcome == .passed)
  }

  @Test(
    "What is behind the host gets an answer only where its address is translated",
    .needs("iptables"))
  func noRouteBack() async throws {
    let run = try await LabRun.run(
      """
      ## Behind the host

      ```console
      $ ip netns add red
      $ ip link add v0 type veth peer name c0 netns red
      $ ip addr add 172.18.0.1/24 dev v0 && ip link set v0 up
      root@red# ip link set c0 up && ip addr add 172.18.0.2/24 dev c0
      root@red# ip route add default via 172.18.0.1
      $ echo 1 >/proc/sys/net/ipv4/ip_forward
      ```

      ```expect
      red: ping 172.18.0.1 answered by host
      red: ping 8.8.8.8 fails silently
      ```

      ```console
      $ iptables -t nat -A POSTROUTING -s 172.18.0.0/24 -o eth0 -j MASQUERADE
      ```

      ```expect
      red: ping 8.8.8.8 answered by internet
      ```
      """, frontMatter: "summary: NAT.")
    #expect(run.complaints == [])
    #expect(run.outcome == .passed)
  }

  @Test("`none` is a host with `lo` down and nothing else")
  func none() async throws {
    try await TestMachine.with(.none) { machine in
      try await machine.expect("ip -br link | cut -d' ' -f1", prints: "lo")
      #expect(try await machine.output(of: "ip addr show lo").contains("state DOWN"))
      try await machine.expect("ip route show table all; ip netns", prints: "")
    }
  }

  @Test("Lists of addresses, IPv6 and parameters of a world's own")
  func addresses() async throws {
    let world = """

        host: {eth0: [10.1.0.5/24, 10.2.0.5/16, "2001:db8::5/64"], gateway: [10.1.0.1, "2001:db8::1"]}
        internet: [8.8.8.8, 1.1.1.1, "2001:4860:4860::8888"]
        sysctl: {net.ipv4.ip_forward: 1, net.ipv4.conf.eth0.arp_ignore: 1}
      """
    let run = try await LabRun.run(
      """
      ## The world

      ```console
      $ ping -6 -c 1 -W 1 2001:4860:4860::8888 >/dev/null
      $ ip -6 addr show dev eth0 tentative
      ```

      ```expect
      host: addr 10.1.0.5/24 dev eth0
      host: addr 10.2.0.5/16 dev eth0
      host: addr 2001:db8::5/64 dev eth0
      host: route default via 10.1.0.1
      host: route default via 2001:db8::1
      host: ping 8.8.8.8 answered by internet
      host: ping 1.1.1.1 answered by internet
      host: ping 2001:4860:4860::8888 answered by internet
      host: ping 2001:db8::1 answered by internet
      host: sysctl net.ipv4.ip_forward = 1
      host: sysctl net.ipv4.conf.eth0.arp_ignore = 1
      host: -6 routes default 2001:db8::/64
      ```
      """, frontMatter: "world:\(world.dropFirst(0))")
    #expect(run.complaints == [])
    #expect(run.commands.map(\.output) == ["", ""])
  }

  @Test("A parameter that the kernel does not have makes the run an error that names it")
  func wrongParameter() async throws {
    let world = try LabRun.world("\n  sysctl: {net.ipv4.no_such_thing: 1}")
    await #expect {
      try await TestMachine.with(world) { _ in }
    } throws: { error in
      "\(error)".contains("net.ipv4.no_such_thing")
    }
  }

  @Test("A shell in the internet has the network's rights and no others")
  func internetShell() async throws {
    try await TestMachine.with(.article) { machine in
      let capabilities = try await machine.output(
        of: "sed -n 's/^Cap\\(Eff\\|Bnd\\|Prm\\):\\t0*//p' /proc/self/status | sort -u",
        in: .internet)
      #expect(capabilities == "3400")
      try await machine.output(of: "ip link add d0 type veth peer name d1", in: .internet)
      for command in [
        "mount -t tmpfs none /mnt", "umount -l /tmp", "mount -o remount,rw,bind /usr",
        "nsenter --mount=/proc/1/ns/mnt true", "unshare --mount true", "unshare --user true",
        "chroot / true", "echo 9 >/proc/sys/user/max_net_namespaces",
      ] {
        try await machine.expectRefusal(of: command, in: .internet)
      }
    }
  }

  @Test("The lab has no rights over the internet", .needs("ip"))
  func internetIsOutOfReach() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip link add d0 type veth peer name d1")
      #expect(try await machine.output(of: "ip -br link").contains("eth0@if3"))
      for command in ["ip link set d1 netns 0", "ls /proc/0/ns", "ip netns attach inet 0"] {
        try await machine.expectRefusal(of: command)
      }
      try await machine.expect("ip -br link | wc -l", prints: "2", in: .internet)
    }
  }
}
