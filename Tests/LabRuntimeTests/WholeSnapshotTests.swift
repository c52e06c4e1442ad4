import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// Everything of all places, and what commands changed in it.
@Suite(.needsSandbox, .timeLimit(.minutes(2)))
struct WholeSnapshotTests {
  private func changes(of command: String, on machine: TestMachine) async throws -> [String] {
    let before = await machine.machine.snapshot()
    try await machine.output(of: command)
    let after = await machine.machine.snapshot()
    for reading in after.places.values {
      if case .unreadable(let reason) = reading { Issue.record("\(reason)") }
    }
    return StateDifference.changes(from: before, to: after).map(\.description)
  }

  @Test("Each command's own change, and nothing else")
  func commands() async throws {
    try await TestMachine.with { machine in
      let expected = [
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
        ("sysctl -qw net.ipv4.ip_forward=1", ["~ host: sysctl net.ipv4.ip_forward 0 → 1"]),
        (
          "mkdir -p /etc/netns/red && echo a >/etc/netns/red/hosts",
          [
            "+ host: file /etc/netns/red/hosts"
          ]
        ),
        (
          "ip -6 rule add from fd00::/64 lookup 100",
          ["+ host: -6 rule 32765: from fd00::/64 lookup 100"]
        ),
        (
          "ip -6 rule del from fd00::/64 lookup 100",
          ["- host: -6 rule 32765: from fd00::/64 lookup 100"]
        ),
        ("ip link show", []),
        ("ping -c 1 -W 1 127.0.0.1 || true", []),
      ]
      for (command, wanted) in expected {
        let found = try await changes(of: command, on: machine)
        #expect(found.sorted() == wanted.sorted(), "\(command)")
      }
      let before = await machine.machine.snapshot()
      try await machine.output(of: "ip netns del red")
      // The kernel takes its time to end a namespace and its cables.
      let gone = ["- host: link veth0 up type veth peer red/ceth0", "- host: namespace red"]
      try await eventually("the end of the namespace and the cable") {
        StateDifference.changes(from: before, to: await machine.machine.snapshot())
          .map(\.description).sorted() == gone
      }
    }
  }

  @Test("Rules of iptables are told once; to list them changes nothing", .needs("iptables"))
  func iptables() async throws {
    try await TestMachine.with { machine in
      let rule = "iptables -A OWN -s 10.0.0.0/8 -j DROP"
      let expected = [
        ("iptables -S; iptables -t nat -S", []), ("iptables -N OWN", ["+ host: iptables -N OWN"]),
        (rule, ["+ host: \(rule)"]),
      ]
      for (command, wanted) in expected {
        let found = try await changes(of: command, on: machine)
        #expect(found == wanted, "\(command)")
      }
    }
  }

  @Test("The rules that every namespace has are known without a process")
  func builtInRules() async throws {
    try await TestMachine.with { machine in
      let namespaces = machine.places.namespaces(
        of: TestMachine.host, net: machine.sandbox.lab.net)
      let netlink = try Netlink(in: namespaces, as: machine.sandbox.identity)
      #expect(try netlink.hasOnlyBuiltInRules6())
      try await machine.output(of: "ip -6 rule del lookup main")
      #expect(try !netlink.hasOnlyBuiltInRules6())
      try await machine.output(of: "ip -6 rule add fwmark 7 lookup main priority 32766")
      #expect(try !netlink.hasOnlyBuiltInRules6())
    }
  }

  @Test("The internet is not among what a lab changes")
  func internet() async throws {
    try await TestMachine.with(.article) { machine in
      let snapshot = await machine.machine.snapshot()
      #expect(snapshot.places.keys.map(\.description) == ["host"])
      #expect(snapshot.files["host"]?["/etc/hosts"]?.contains("localhost") == true)
    }
  }
}
