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
        ("ip link show", []),
        ("ping -c 1 -W 1 127.0.0.1 || true", []),
        (
          "ip netns del red",
          ["- host: link veth0 up type veth peer red/ceth0", "- host: namespace red"]
        ),
      ]
      for (command, wanted) in expected {
        let found = try await changes(of: command, on: machine)
        #expect(found.sorted() == wanted.sorted(), "\(command)")
      }
    }
  }

  @Test("Rules of iptables are told once; to list them changes nothing", .needs("iptables"))
  func iptables() async throws {
    try await TestMachine.with { machine in
      #expect(try await changes(of: "iptables -S; iptables -t nat -S", on: machine) == [])
      #expect(
        try await changes(of: "iptables -N OWN", on: machine) == ["+ host: iptables -N OWN"])
      #expect(
        try await changes(of: "iptables -A OWN -s 10.0.0.0/8 -j DROP", on: machine)
          == ["+ host: iptables -A OWN -s 10.0.0.0/8 -j DROP"])
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
