import NetworkState
import Testing

@testable import LabDocument

@Suite("A probe on the command line")
struct ProbeLineTests {
  @Test func probes() throws {
    let ping = try ProbeLine("netns0: ping 8.8.8.8 df", in: .article)
    #expect(ping.place == .namespace("netns0", host: "host"))
    #expect(ping.probe == .ping(PingProbe(address: ip("8.8.8.8"), dontFragment: true)))
    #expect(ping.text == "ping 8.8.8.8 df")
    let tcp = try ProbeLine("internet: tcp 10.0.2.15:8080", in: .article)
    #expect(tcp.probe == .connect(.tcp, ip("10.0.2.15"), port: 8080, servedBy: nil))
  }

  @Test(
    "What is no probe is refused with words",
    arguments: [
      ("netns0: pign 8.8.8.8", 9, "did you mean `ping`"),
      ("netns0: link lo up", 1, "sends nothing"),
      ("netns0: ping 8.8.8.8 fails", 1, "leave out `fails`"),
      ("netns0: ping 8.8.8.8, within 2s", 1, "the timing"),
      ("ping 8.8.8.8", 1, "begins with its place"),
      ("netns0: dns example.com = 1.2.3.4", 1, "more than one packet"),
      ("or netns0: ping 8.8.8.8", 1, "no more"),
    ])
  func refused(line: String, column: Int, words: String) throws {
    let problem = #expect(throws: ProbeLine.Problem.self) { try ProbeLine(line, in: .article) }
    #expect(problem?.column == column)
    #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
  }
}
