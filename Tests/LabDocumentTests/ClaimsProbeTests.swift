import NetworkState
import Testing

@testable import LabDocument

@Suite struct ClaimsProbeTests {
  private func ping(_ address: String, _ change: (inout PingProbe) -> Void = { _ in }) -> Probe {
    var probe = PingProbe(address: ip(address))
    change(&probe)
    return .ping(probe)
  }

  @Test func ping() throws {
    #expect(try Claims.assertion("a: ping 8.8.8.8") == .probe(ping("8.8.8.8"), .succeeds))
    #expect(
      try Claims.assertion("a: ping fd00::1 size 1472 df ttl 64 from fd00::2 answered by internet")
        == .probe(
          ping("fd00::1") {
            $0.size = 1472
            $0.dontFragment = true
            $0.ttl = 64
            $0.source = ip("fd00::2")
            $0.answeredBy = .internet
          }, .succeeds))
  }

  @Test(arguments: [
    ("fails", ProbeEnd.fails), ("fails silently", .failsSilently),
    (#"fails with "Network is unreachable""#, .failsSaying("Network is unreachable")),
    (#"fails with "say \"no\" # never""#, .failsSaying("say \"no\" # never")),
  ])
  func ends(_ text: String, _ end: ProbeEnd) throws {
    #expect(try Claims.assertion("a: ping 8.8.8.8 \(text)") == .probe(ping("8.8.8.8"), end))
    #expect(
      try Claims.assertion("a: ping 8.8.8.8 \(text), within 4s # note")
        == .probe(ping("8.8.8.8"), end))
    #expect(
      try Claims.assertion("a: ping 8.8.8.8 \(text) size 10")
        == .probe(ping("8.8.8.8") { $0.size = 10 }, end))
  }

  @Test func connections() throws {
    #expect(
      try Claims.assertion(#"internet: tcp 10.0.2.15:81 fails with "refused""#)
        == .probe(
          .connect(.tcp, ip("10.0.2.15"), port: 81, servedBy: nil), .failsSaying("refused")))
    #expect(
      try Claims.assertion("a: udp [fd00::1]:53 served by beta/pod", world: Claims.twoHosts)
        == .probe(
          .connect(.udp, ip("fd00::1"), port: 53, servedBy: .namespace("pod", host: "beta")),
          .succeeds))
    #expect(
      try Claims.assertion("a: tcp 10.0.0.1:80 served by b fails silently")
        == .probe(
          .connect(.tcp, ip("10.0.0.1"), port: 80, servedBy: .namespace("b", host: "host")),
          .failsSilently))
  }

  @Test(arguments: [
    ("http://10.0.2.15/", "10.0.2.15", UInt16(80)), ("http://10.0.2.15", "10.0.2.15", 80),
    ("http://10.0.2.15:8080/a?b#c", "10.0.2.15", 8080), ("http://[fd00::1]/", "fd00::1", 80),
    ("http://[fd00::1]:8080/x", "fd00::1", 8080), ("http://10.0.2.15?q", "10.0.2.15", 80),
  ])
  func http(_ url: String, _ address: String, _ port: UInt16) throws {
    #expect(
      try Claims.assertion("a: http \(url)")
        == .probe(.http(HTTPProbe(url: url, address: ip(address), port: port)), .succeeds))
  }

  @Test func httpAttributes() throws {
    #expect(
      try Claims.assertion(
        #"a: http http://10.0.2.15/ status 200 body "Directory listing" seen from 10.0.2.2"#)
        == .probe(
          .http(
            HTTPProbe(
              url: "http://10.0.2.15/", address: ip("10.0.2.15"), port: 80, status: 200,
              body: "Directory listing", seenFrom: ip("10.0.2.2"))), .succeeds))
  }

  @Test func dns() throws {
    #expect(
      try Claims.assertion("a: dns web.lab = 10.0.0.7")
        == .probe(.dns(name: "web.lab", address: ip("10.0.0.7")), .succeeds))
  }

  @Test func sees() throws {
    #expect(
      try Claims.assertion(
        "internet: sees udp src 10.0.2.15 dst 8.8.8.8 dport 4789 on eth0 when a: ping fd00::1")
        == .sees(
          PacketPattern(
            proto: "udp", source: ip("10.0.2.15"), destination: ip("8.8.8.8"),
            destinationPort: 4789),
          device: "eth0", when: .namespace("a", host: "host"), whenText: "a",
          probe: ping("fd00::1")))
  }

  @Test func run() throws {
    #expect(
      try Claims.assertion(#"host: run "false" exits 1"#)
        == .run(command: "false", status: 1, prints: nil))
    #expect(
      try Claims.assertion(#"host: run "echo \"one\" | cat # x" prints "one""#)
        == .run(command: "echo \"one\" | cat # x", status: nil, prints: "one"))
    #expect(
      try Claims.assertion(#"host: run "grep \d \\x", within 5s"#)
        == .run(command: "grep \\d \\x", status: nil, prints: nil))
  }
}
