import LabResults
import NetworkState
import Testing

@testable import LabDocument
@testable import Reporting

@Suite("The report of a trace")
struct TraceReportTests {
  private func hop(
    _ leg: TraceHop.Leg, _ place: Place, _ device: String, out: Bool, _ packet: String,
    _ source: String, _ destination: String, _ changes: [String] = []
  ) -> TraceHop {
    var hop = TraceHop(
      leg, at: DeviceID(place, device), isOutgoing: out, packet: packet,
      source: TraceEndpoint(IPAddress(source)!),
      destination: TraceEndpoint(IPAddress(destination)!),
      timeToLive: leg == .asking ? nil : 64)
    hop.changes = changes
    return hop
  }

  private var lost: TraceResult {
    let request = "echo request"
    var copy = hop(.there, SampleLab.netns0, "c1", out: false, request, "10.0.0.1", "8.8.8.8")
    copy.isCopy = true
    var result = TraceResult(
      .unanswered(""),
      hops: [
        hop(
          .asking, SampleLab.netns0, "c0", out: true, "who has 10.0.0.9? answered", "10.0.0.1",
          "10.0.0.9"),
        hop(.there, SampleLab.netns0, "c0", out: true, request, "10.0.0.1", "8.8.8.8", ["ttl 64"]),
        copy,
        hop(
          .there, SampleLab.host, "a-long-device0", out: true, request, "2001:db8:ffff:ffff::1",
          "2001:db8:ffff:ffff::2",
          ["source rewritten (NAT)", "destination rewritten (NAT)", "ttl 63"]),
      ])
    result.lastSeen = "last seen: host a-long-device0 out; it arrived nowhere"
    return result
  }

  private func report(_ result: TraceResult, _ shortfall: String? = nil) throws -> TraceReport {
    let line = try ProbeLine("netns0: ping 8.8.8.8", in: .article)
    return TraceReport(lab: SampleLab.lab, line: line, result: result, shortfall: shortfall)
  }

  @Test func text() throws {
    let text = try report(lost, "step one, line 4: `false` failed")
      .text(style: Style(), showsPicture: false)
    #expect(
      text == """
        ! stopped early: step one, line 4: `false` failed

        netns0  c0              out  who has 10.0.0.9? answered
        netns0  c0              out  10.0.0.1 > 8.8.8.8, echo request, ttl 64
        host    a-long-device0  out  2001:db8:ffff:ffff::1 > 2001:db8:ffff:ffff::2,
                                     source rewritten (NAT),
                                     destination rewritten (NAT), ttl 63
        a bridge that did not know the way sent copies to netns0

        ✗ netns0: ping 8.8.8.8: no answer: silence
          last seen: host a-long-device0 out; it arrived nowhere

        """)
  }

  @Test func impossible() throws {
    let text = try report(TraceResult(.impossible("there is no place netns0"))).text(style: Style())
    #expect(
      text == "! netns0: ping 8.8.8.8: could not be tried: there is no place netns0\n")
  }

  @Test("Text from inside cannot steer a terminal", arguments: [false, true])
  func hostile(isTerminal: Bool) throws {
    var result = lost
    result.hops[1].device = DeviceID(SampleLab.netns0, "e\u{1B}[2Jth")
    result.ending = .unanswered("\u{1B}]0;x\u{7}")
    let text = try report(result).text(style: Style(isTerminal: isTerminal), showsPicture: false)
    #expect(!text.contains("\u{1B}"))
    #expect(!(try report(result).json().contains("\u{1B}")))
  }

  @Test func json() throws {
    let text = try report(lost).json()
    #expect(
      text.hasPrefix("{\"netlab\": 1, \"trace\": \"unanswered\", \"message\": \"\""), "\(text)")
    #expect(
      text.contains(
        "{\"leg\": \"there\", \"place\": \"netns0\", \"device\": \"c0\", \"direction\": \"out\", "
          + "\"packet\": \"echo request\", \"source\": \"10.0.0.1\", \"sourcePort\": null, "
          + "\"destination\": \"8.8.8.8\", \"destinationPort\": null, \"ttl\": 64, "
          + "\"tunnel\": null, \"changes\": [\"ttl 64\"], \"copy\": false, \"microseconds\": 0}"),
      "\(text)")
    #expect(!text.contains("\n"))
  }
}
