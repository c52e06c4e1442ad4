import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// Probes that are followed through real namespaces.
@Suite("Tracing a probe", .needs("ping", "iptables"), .timeLimit(.minutes(2)))
struct TraceTests {
  private static let blue = "172.18.1.2"

  private func trace(
    _ probe: String, after commands: [String] = [],
    _ body: (TestMachine) throws -> [Descriptor] = { _ in [] }
  ) async throws -> TraceResult {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      for command in commands { try await machine.output(of: command) }
      let held = try body(machine)
      let result = await machine.machine.trace(try ProbeLine(probe, in: .article))
      withExtendedLifetime(held) {}
      return result
    }
  }

  private func lines(_ result: TraceResult, _ leg: TraceHop.Leg) -> [String] {
    result.hops.filter { $0.leg == leg && !$0.isCopy }.map { hop in
      let way = hop.isOutgoing ? "out" : "in"
      let text = "\(hop.device.place) \(hop.device.name) \(way)"
      return hop.changes.isEmpty ? text : text + ": " + hop.changes.joined(separator: ", ")
    }
  }

  private func isAnswered(_ result: TraceResult) -> Bool {
    if case .answered = result.ending { true } else { false }
  }

  @Test func cable() async throws {
    let result = try await trace("red: ping 172.18.0.1")
    #expect(isAnswered(result))
    #expect(lines(result, .there) == ["red c0 out: ttl 64", "host v-red in"])
    #expect(lines(result, .back) == ["host v-red out: ttl 64", "red c0 in"])
    #expect(result.hops.first?.packet == "who has 172.18.0.1? answered")
  }

  @Test func masquerade() async throws {
    let result = try await trace(
      "red: ping 8.8.8.8",
      after: [
        "sysctl -q -w net.ipv4.ip_forward=1",
        "iptables -t nat -A POSTROUTING -s 172.18.0.0/24 -o eth0 -j MASQUERADE",
      ])
    #expect(isAnswered(result))
    #expect(
      lines(result, .there) == [
        "red c0 out: ttl 64", "host v-red in", "host eth0 out: source rewritten (NAT), ttl 63",
        "internet eth0 in",
      ])
    #expect(
      lines(result, .back) == [
        "internet eth0 out: ttl 64", "host eth0 in",
        "host v-red out: destination rewritten (NAT), ttl 63", "red c0 in",
      ])
  }

  @Test func publish() async throws {
    let result = try await trace(
      "internet: tcp 10.0.2.15:8080",
      after: [
        "sysctl -q -w net.ipv4.ip_forward=1",
        "iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to 172.18.0.2:80",
      ]
    ) { [try $0.listener(in: TestMachine.namespace("red"), port: 80)] }
    #expect(isAnswered(result))
    #expect(
      lines(result, .there) == [
        "internet eth0 out: ttl 64", "host eth0 in",
        "host v-red out: destination rewritten (NAT), ttl 63", "red c0 in",
      ])
    #expect(
      lines(result, .back) == [
        "red c0 out: ttl 64", "host v-red in", "host eth0 out: source rewritten (NAT), ttl 63",
        "internet eth0 in",
      ])
  }

  @Test func dropped() async throws {
    let result = try await trace(
      "red: tcp \(Self.blue):80",
      after: ["sysctl -q -w net.ipv4.ip_forward=1", "iptables -P FORWARD DROP"])
    #expect(!isAnswered(result))
    #expect(lines(result, .there) == ["red c0 out: ttl 64", "host v-red in"])
    #expect(result.lastSeen == "last seen: host v-red in; it did not leave host")
    #expect(result.lastDevice == DeviceID(TestMachine.host, "v-red"))
  }

  @Test func refused() async throws {
    let result = try await trace(
      "red: udp \(Self.blue):5000", after: ["sysctl -q -w net.ipv4.ip_forward=1"])
    #expect(!isAnswered(result))
    #expect(
      lines(result, .back) == [
        "blue c0 out: ttl 64", "host v-blue in", "host v-red out: ttl 63", "red c0 in",
      ])
    let last = "last seen: blue c0 in; blue sent back: destination unreachable: port"
    #expect(result.lastSeen == last)
  }

  @Test func bridge() async throws {
    let result = try await trace(
      "red: ping 172.18.0.3",
      after: [
        "ip link add br0 type bridge && ip link set br0 up",
        "ip link set v-red master br0 && ip link set v-blue master br0",
        "ip -n blue addr add 172.18.0.3/24 dev c0",
      ])
    #expect(isAnswered(result))
    #expect(
      lines(result, .there) == [
        "red c0 out: ttl 64", "host v-red in", "host v-blue out", "blue c0 in",
      ])
  }

  @Test func impossible() async throws {
    let result = try await trace("green: ping 172.18.0.1")
    #expect(result.ending == .impossible("there is no place green"))
    #expect(result.hops == [])
    let silent = try await trace("red: ping 172.18.0.1 size 8")
    #expect(silent.hops == [])
    guard case .impossible(let reason) = silent.ending else {
      Issue.record("\(silent.ending)")
      return
    }
    #expect(reason.contains("32 bytes"))
  }

  @Test func unsent() async throws {
    let result = try await trace("red: ping 172.18.0.1", after: ["ip -n red link set c0 down"])
    #expect(!isAnswered(result))
    #expect(result.lastSeen == "no packet of the probe left red")
  }
}
