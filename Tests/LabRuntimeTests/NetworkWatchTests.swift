import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// What is read between steps, against everything read anew by tools.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(3)))
struct NetworkWatchTests {
  /// Commands of all kinds, with what each changes.
  private static let commands: [(String, [String])] = [
    ("ip netns add red", ["+ host: namespace red"]),
    (
      "ip link add veth0 type veth peer name ceth0 netns red",
      [
        "+ host: link veth0 down type veth peer red/ceth0",
        "+ red: link ceth0 down type veth peer host/veth0",
      ]
    ),
    ("ip link set veth0 up", ["~ host: link veth0 down → up no-carrier"]),
    (
      "ip -n red link set ceth0 up",
      ["~ host: link veth0 up no-carrier → up", "~ red: link ceth0 down → up"]
    ),
    (
      "ip addr add 10.1.0.1/24 dev veth0",
      [
        "+ host: addr 10.1.0.1/24 dev veth0",
        "+ host: route 10.1.0.0/24 dev veth0 proto kernel scope link src 10.1.0.1",
      ]
    ),
    (
      "ip rule add from 10.9.0.0/16 lookup 100 pref 50",
      ["+ host: rule 50: from 10.9.0.0/16 lookup 100"]
    ),
    (
      "ip -6 rule add from fd00::/16 lookup 100 pref 50",
      ["+ host: -6 rule 50: from fd00::/16 lookup 100"]
    ),
    (
      "ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev veth0",
      ["+ host: neigh 10.1.0.9 dev veth0 lladdr 02:00:00:00:00:09 PERMANENT"]
    ),
    (
      "ip neigh flush dev veth0 nud permanent",
      ["- host: neigh 10.1.0.9 dev veth0 lladdr 02:00:00:00:00:09 PERMANENT"]
    ),
    ("sysctl -qw net.ipv4.ip_forward=1", ["~ host: sysctl net.ipv4.ip_forward 0 → 1"]),
    (
      "sysctl -qw net.ipv4.conf.veth0.proxy_arp=1",
      ["~ host: sysctl net.ipv4.conf.veth0.proxy_arp 0 → 1"]
    ),
    (
      "sysctl -qw net.ipv4.neigh.veth0.gc_stale_time=30",
      ["~ host: sysctl net.ipv4.neigh.veth0.gc_stale_time 60 → 30"]
    ),
    (
      "sysctl -qw net.ipv6.conf.veth0.hop_limit=33",
      ["~ host: sysctl net.ipv6.conf.veth0.hop_limit 64 → 33"]
    ),
    (
      "sysctl -qw net.ipv4.icmp_echo_ignore_all=1",
      ["~ host: sysctl net.ipv4.icmp_echo_ignore_all 0 → 1"]
    ),
    (
      "mkdir -p /etc/netns/red && echo a >/etc/netns/red/hosts",
      ["+ host: file /etc/netns/red/hosts"]
    ),
    (
      "ip link add br0 type bridge", ["+ host: link br0 down type bridge"]
    ),
    ("ip link set veth0 master br0", ["~ host: link veth0 master br0"]),
    (
      "bridge link set dev veth0 isolated on",
      ["~ host: link veth0 isolated off → on"]
    ),
    (
      "bridge fdb add 02:00:00:00:00:07 dev veth0 master static",
      ["+ host: fdb 02:00:00:00:00:07 dev veth0 master br0 static"]
    ),
    ("ip link show; ping -c 1 -W 1 127.0.0.1 || true", []),
  ]

  @Test("The same is found, with hardly a tool, as when everything is read")
  func commands() async throws {
    try await TestMachine.with { machine in
      let observer = machine.machine.verifier.observer
      let watch = NetworkWatch(observer)
      await watch.begin()
      for (command, wanted) in Self.commands {
        try await machine.output(of: command)
        let change = try #require(await watch.change())
        #expect(change.changes.map(\.description).sorted() == wanted.sorted(), "\(command)")
        let whole = await observer.networkSnapshot()
        #expect(
          StateDifference.changes(from: change.after, to: whole).map(\.description) == [],
          "\(command)")
        #expect(Topology(change.after) == Topology(whole), "\(command)")
      }
    }
  }

  @Test("Rules are found by the number of nftables' last change", .needs("iptables", "nft"))
  func filters() async throws {
    try await TestMachine.with { machine in
      let watch = NetworkWatch(machine.machine.verifier.observer)
      await watch.begin()
      let expected = [
        ("iptables -S; nft list ruleset", []),
        ("iptables -N OWN", ["+ host: iptables -N OWN"]),
        (
          "iptables -A OWN -s 10.0.0.0/8 -j DROP", ["+ host: iptables -A OWN -s 10.0.0.0/8 -j DROP"]
        ),
        ("nft add table inet own", ["+ host: nft table inet own"]),
        ("nft delete table inet own", ["- host: nft table inet own"]),
      ]
      for (command, wanted) in expected {
        try await machine.output(of: command)
        let change = try #require(await watch.change())
        #expect(change.changes.map(\.description) == wanted, "\(command)")
      }
    }
  }

  @Test("Listeners are found when they come and when they go", .needs("python3"))
  func listeners() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip link set lo up")
      let watch = NetworkWatch(machine.machine.verifier.observer)
      await watch.begin()
      let program = """
        python3 -c 'import socket, time
        s = socket.create_server(("127.0.0.1", 8080)); time.sleep(60)' & echo $! >pid
        """
      try await machine.output(of: program)
      try await eventually("the listener") {
        await watch.change()?.changes.map(\.description) == [
          "+ host: listen tcp 127.0.0.1:8080"
        ]
      }
      try await machine.output(of: "kill $(cat pid)")
      try await eventually("the listener's end") {
        await watch.change()?.changes.map(\.description) == [
          "- host: listen tcp 127.0.0.1:8080"
        ]
      }
    }
  }

  @Test("A cable into a namespace without a name, and a namespace of two names")
  func names() async throws {
    try await TestMachine.with(.article) { machine in
      let watch = NetworkWatch(machine.machine.verifier.observer)
      await watch.begin()
      try await machine.output(
        of: """
          unshare --net sleep 60 & echo $! >pid
          until [ "$(readlink /proc/$(cat pid)/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do :; done
          ip link add v0 type veth peer name c0 netns $(cat pid)
          """)
      let first = try #require(await watch.change()).topology
      #expect(first.device(DeviceID(TestMachine.host, "v0"))?.hasHiddenPeer == true)
      #expect(first.device(DeviceID(TestMachine.host, "eth0"))?.hasHiddenPeer == false)
      try await machine.output(of: "ip netns attach one $(cat pid); ip netns attach two $(cat pid)")
      let change = try #require(await watch.change())
      #expect(
        Set(change.changes.filter { $0.subject == .namespace }.map(\.description)) == [
          "+ host: namespace one", "+ host: namespace two",
        ])
      let second = change.topology
      #expect(second.places.map(\.place.description) == ["host", "one", "internet"])
      #expect(second.places[1].otherNames.map(\.description) == ["two"])
      #expect(second.connections.contains { "\($0.to)" == "one/c0" || "\($0.from)" == "one/c0" })
    }
  }

  private static let lab = """
    ## First

    ```console
    $ ip netns add red
    ```

    ```expect
    red exists
    ```

    ```console
    $ ip -n red link set lo up
    ```

    ```expect
    red: link lo up
    host: tcp 127.0.0.1:80 fails
    ```

    ## Second

    ```console
    $ true
    ```

    ## Third

    ```console
    $ ip netns add blue; false
    ```

    ## Fourth

    ```console
    $ true
    ```
    """

  @Test("A run tells one difference for each step that was begun, if somebody wants it")
  func run() async throws {
    let run = try await LabRun.run(Self.lab, options: RunOptions(readsNetwork: true))
    #expect(
      run.result.steps.map { $0.changes?.map(\.description) } == [
        ["+ host: namespace red", "~ red: link lo down → up"], [], ["+ host: namespace blue"],
        nil,
      ])
    let words = run.events.map(\.word).filter {
      $0.contains("network") || $0.contains("end of step")
    }
    #expect(
      words == [
        "network of first", "end of step first", "network of second", "end of step second",
        "network of third", "end of step third", "end of step fourth",
      ])
    let unread = try await LabRun.run(Self.lab)
    #expect(unread.result.steps.allSatisfy { $0.changes == nil })
    #expect(!unread.events.contains { $0.word.contains("network") })
  }
}
