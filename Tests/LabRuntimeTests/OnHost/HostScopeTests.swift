import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// What can be decided on a machine that is not the lab's world, and what a lab would make there.
struct HostScopeTests {
  private func lab(_ body: String) throws -> Lab {
    let text = "---\nnetlab: 1\n---\n\n# A lab\n\n## A step\n\n\(body)\n"
    let result = LabReader.read(Array(text.utf8), file: "lab.md")
    return try #require(result.lab, "\(result.diagnostics)")
  }

  private func skipped(_ claims: [String], on machine: HostSnapshot) throws -> [String] {
    let lab = try lab(
      "```console\n$ true\n```\n\n```expect\n\(claims.joined(separator: "\n"))\n```")
    let scope = HostScope(world: lab.world, machine: machine)
    let blocks = lab.steps[0].elements.compactMap { element -> ExpectBlock? in
      if case .expect(let block) = element { block } else { nil }
    }
    return scope.divide(blocks).skipped.map { "\($0.place): \($0.claim)" }
  }

  /// A laptop: `wlan0`, a default route, and a bridge of Docker's.
  private var laptop: HostSnapshot {
    var links = [Link(index: 1, name: "lo"), Link(index: 2, name: "wlan0")]
    links.append(Link(index: 3, name: "docker0"))
    links[1].addresses = [
      LinkAddress(prefix: IPPrefix("192.168.1.7/24")!, scope: "global", isTentative: false)
    ]
    var way = Route(family: .inet, type: "unicast", destination: nil, table: "main")
    way.gateway = IPAddress("192.168.1.1")
    way.device = "wlan0"
    return HostSnapshot(
      items: [:], links: links, routes: [way], parameters: ["net/ipv4/ip_forward": "1"])
  }

  @Test("What speaks of the world is skipped where the machine has not got it")
  func worldClaims() throws {
    let claims = [
      "host: link eth0 up", "host: links eth0 veth0", "host: addr 10.0.2.15/24 dev eth0",
      "host: route default via 10.0.2.2 dev eth0", "host: routes default 10.0.2.0/24",
      "host: ping 8.8.8.8", "red: ping 10.0.2.15", "internet: ping 10.0.2.15",
      "host: sees icmp on veth0 when red: ping 8.8.8.8", "host: sysctl net.ipv4.ip_forward = 0",
    ]
    #expect(try skipped(claims, on: laptop) == claims)
  }

  @Test("What speaks of the lab's own is judged")
  func ownClaims() throws {
    let claims = [
      "host: link veth0 up", "red: link eth0 up", "red: links eth0", "red: routes default",
      "red: ping 172.18.0.11", "red: ping 8.8.8.8 fails with \"Network is unreachable\"",
      "host: route 172.18.0.0/16 dev veth0", "red exists", "namespaces red", "host: link lo up",
      "host: iptables -P FORWARD DROP", "host: sysctl net.ipv4.ip_forward = 1",
    ]
    #expect(try skipped(claims, on: laptop) == [])
  }

  @Test("A ping into the world that must be answered is not sent")
  func commands() throws {
    let lab = try lab(
      """
      ```console
      $ ping -c 1 8.8.8.8
      $ sudo ip netns exec red ping -c 1 10.0.2.2
      root@red# ping -c 1 8.8.8.8
      [exit 2]
      $ ping -c 1 172.18.0.10
      $ ip route get 8.8.8.8
      ```
      """)
    let scope = HostScope(world: lab.world, machine: laptop)
    guard case .console(let block)? = lab.steps[0].elements.first(where: \.runs) else { return }
    let reasons = block.entries.compactMap { entry -> Bool? in
      if case .command(let command) = entry { scope.reason(toSkip: command) != nil } else { nil }
    }
    #expect(reasons == [true, true, false, false, false])
  }

  @Test("The plan names what a lab can be seen to make")
  func plan() throws {
    let lab = try lab(
      """
      ```console
      $ sudo ip netns add red && ip netns add blue
      $ for n in a b; do ip netns add $n; done
      $ ip link add veth0 type veth peer name ceth0 netns red
      $ ip addr add 172.18.0.11/16 dev veth0
      $ sudo nsenter --net=/var/run/netns/red bash
      $ ip addr add 172.18.0.10/16 dev ceth0
      $ ip link add inner type bridge
      $ iptables -N INNER
      $ exit
      $ iptables -t nat -N LAB
      $ sysctl -w net.ipv4.ip_forward=1
      ```
      """)
    let plan = HostPlan.read(lab)
    #expect(plan.namespaces == ["red", "blue"])
    #expect(plan.links == ["veth0"])
    #expect(plan.prefixes == [IPPrefix("172.18.0.0/16")!])
    #expect(plan.chains == ["iptables -t nat LAB"])
    #expect(plan.changes == ["sets net.ipv4.ip_forward = 1"])
    let clashes = HostClashes.find(plan, on: laptop) { _ in false }
    #expect(clashes == [])
  }

  @Test("A prefix clashes with what overlaps it, but not with the default route")
  func prefixes() {
    var plan = HostPlan()
    plan.prefixes = [IPPrefix("192.168.0.0/16")!]
    #expect(
      HostClashes.find(plan, on: laptop) { _ in false } == [
        "192.168.0.0/16 is in use here: wlan0 has 192.168.1.7/24"
      ])
    plan.prefixes = [IPPrefix("10.1.0.0/24")!]
    #expect(HostClashes.find(plan, on: laptop) { _ in false } == [])
  }

  @Test("Files of /proc/sys are found by their names, patterns and variables")
  func parameterPaths() {
    #expect(HostWatch.pattern("net/ipv4/conf/$dev/rp_filter") == "net/ipv4/conf/*/rp_filter")
    #expect(HostWatch.pattern("net/ipv4/conf/${dev}/x") == "net/ipv4/conf/*/x")
    let found = HostWatch.parameterPaths(in: "echo 1 > /proc/sys/net/ipv4/ip_forward; true")
    #expect(found == ["net/ipv4/ip_forward"])
    #expect(HostWatch.parameterPaths(in: "cat /proc/sys/../../etc/passwd") == [])
  }
}
