import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// The lines of `ip -batch` by which a world is made.
@Suite struct WorldNetworkTests {
  @Test func oneHostHasACable() {
    let network = WorldNetwork(world: .article)
    #expect(
      network.internetLines == [
        "link set lo up",
        "link add eth0 index 3 address 52:55:0a:00:02:02 type veth "
          + "peer name eth0 index 2 address 52:54:00:e3:27:77 netns /proc/self/fd/3",
        "addr add 10.0.2.2/24 dev eth0",
        "addr add 8.8.8.8/32 dev lo",
        "link set eth0 up",
      ])
    #expect(
      network.lines(of: World.article.hosts[0]) == [
        "link set lo up",
        "addr add 10.0.2.15/24 brd + dev eth0",
        "link set eth0 up",
        "route add 0.0.0.0/0 via 10.0.2.2 dev eth0",
      ])
    #expect(network.internetDevices == ["eth0"])
  }

  @Test func severalHostsHaveABridge() throws {
    let world = try WorldSample.world(
      """
      hosts: {alpha: {eth0: 192.168.56.10/24}, beta: {eth0: [192.168.56.11/24, "fd00::b/64"]}}
        gateway: [192.168.56.1, "fd00::1"]
      """)
    let network = WorldNetwork(world: world)
    #expect(network.internetDevices == ["port1", "port2", "eth0"])
    let lines = network.internetLines
    #expect(lines.contains { $0.hasPrefix("link add eth0 ") && $0.contains(" type bridge ") })
    #expect(lines.contains { $0.hasPrefix("link add port2 ") && $0.hasSuffix("/proc/self/fd/4") })
    #expect(lines.contains("addr add fd00::1/64 dev eth0"))
    // A gateway in no network of a host is not its gateway.
    #expect(
      network.lines(of: world.hosts[0]).filter { $0.hasPrefix("route") } == [
        "route add 0.0.0.0/0 via 192.168.56.1 dev eth0"
      ])
    #expect(network.lines(of: world.hosts[1]).contains("route add ::/0 via fd00::1 dev eth0"))
  }

  @Test func thereAreAtMost24Hosts() {
    func said(_ count: Int) -> [String] {
      let hosts = (1...count).map { "h\($0): {eth0: 10.0.0.\($0)/24}" }.joined(separator: ", ")
      let text = "---\nnetlab: 1\nworld: {hosts: {\(hosts)}}\n---\n\n# A\n\n## B\n\n"
      return LabReader.read(Array((text + "```console\n$ true\n```\n").utf8), file: "a.md")
        .diagnostics.map(\.message)
    }
    #expect(said(24) == [])
    #expect(said(25) == ["`hosts` names 25 hosts; write at most 24"])
  }

  @Test func noHostIsCalledLocalhost() {
    let text = """
      ---
      netlab: 1
      world: {hosts: {localhost: {eth0: 10.0.0.1/24}}}
      ---

      # A lab
      """
    let said = LabReader.read(Array(text.utf8), file: "a.md").diagnostics.map(\.message)
    #expect(
      said.contains("`localhost` is what every host calls itself; name the host otherwise"))
  }

  @Test func noneHasNothing() {
    let network = WorldNetwork(world: .none)
    #expect(network.internetLines == ["link set lo up"])
    #expect(network.internetDevices == [])
  }

  @Test func filesNameTheHosts() throws {
    #expect(World.article.hostsFile.hasSuffix("\n10.0.2.15\thost\n"))
    #expect(!World.article.resolverFile.contains("nameserver"))
    let world = try WorldSample.world("internet: {addresses: [1.1.1.1, 8.8.8.8], serves: dns}")
    #expect(world.resolverFile.hasPrefix("nameserver 1.1.1.1\n"))
  }
}
