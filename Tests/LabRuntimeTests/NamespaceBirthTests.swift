import NetworkState
import Testing

@testable import LabRuntime

/// The settings of namespaces that a lab makes.
struct NamespaceBirthTests {
  @Test(
    "Commands that only make namespaces",
    arguments: [
      "ip netns add red", "sudo ip netns add red", "ip netns add red; ip netns add blue",
      "ip netns add red && ip netns add blue", "ip netns add red\nip netns add blue\n",
      "for n in red blue; do ip netns add $n; done",
      "for n in red blue; do\nsudo ip netns add $n\ndone",
      "ip netns del red; ip netns add red",
    ])
  func makers(_ command: String) {
    #expect(NamespaceBirths.onlyMakesNamespaces(command))
  }

  @Test(
    "Commands that may do more",
    arguments: [
      "ip netns add red && ip netns exec red sysctl -w net.ipv4.ip_forward=1", "./setup.sh netns",
      "ip netns add red; echo 1 >/proc/sys/net/ipv4/ip_forward", "ip netns add $(cat name)",
      "ip netns add red && ip link add v0 type veth peer name c0 netns red", "true", "",
      "ip netns add `cat name`", "ip -n red netns add x; sysctl -w a=1", "unshare --net ip netns",
      "sudo sysctl -w net.ipv4.ip_forward=1; ip netns add red", "ip -batch netns", "ip netns",
      "ip netns add red | tee log", "f() { ip netns add red; }",
    ])
  func others(_ command: String) {
    #expect(!NamespaceBirths.onlyMakesNamespaces(command))
  }

  @Test("What is new is set before the next command; what the lab sets stays", .needsSandbox)
  func settled() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip netns add old")
      // Values that no machine begins with.
      var births = NamespaceBirths(places: machine.places)
      births.settings = ["net/ipv4/conf/all/rp_filter": "2", "net/ipv4/conf/lo/rp_filter": "2"]
      let own = "ip netns add blue && ip netns exec blue sysctl -qw net.ipv4.conf.all.rp_filter=1"
      for command in ["ip netns add red", own] {
        births.prepare(for: command)
        try await machine.output(of: command)
        births.settle()
      }
      let value = "sysctl -n net.ipv4.conf.all.rp_filter"
      let old = try await machine.output(of: "ip netns exec old \(value)")
      try await machine.expect(
        "for n in old red blue; do ip netns exec $n \(value); done", prints: "\(old)\n2\n1")
    }
  }

  @Test("A lab's namespaces forward nothing and filter nothing, on every machine", .needsSandbox)
  func lab() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ for n in red blue; do ip netns add $n; done
      $ ip netns exec blue sysctl -qw net.ipv4.ip_forward=1
      ```

      ```expect
      red: sysctl net.ipv4.ip_forward = 0
      red: sysctl net.ipv4.conf.all.rp_filter = 0
      red: sysctl net.ipv4.conf.lo.rp_filter = 0
      red: sysctl net.ipv6.conf.all.forwarding = 0
      blue: sysctl net.ipv4.ip_forward = 1
      ```
      """)
    #expect(run.complaints == [])
  }
}
