import Foundation
import Testing

@testable import LabRuntime

/// `netlab trace`: what it ends with, and what it prints.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct TraceCommandTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab(
      "two",
      """
      ## Up

      ```console
      $ ip link set lo up
      ```

      ## Down

      ```console
      $ ip link set lo down
      ```
      """)
    try scratch.lab(
      "failing", "## Up\n\n```console\n$ ip link set lo up\n$ false\n```\n\n## Next\n\nMore.")
    try scratch.lab(
      "skipped", SampleLabs.passing, frontMatter: "needs: [no-such-tool]\nworld: none")
    try scratch.lab("mistaken", SampleLabs.mistaken)
  }

  @Test(
    "The exit status says whether the probe was answered",
    arguments: [
      (["--step", "up", "two.md", "host: ping 127.0.0.1"], 0),
      (["two.md", "host:", "ping", "127.0.0.1"], 1),
      (["--step", "up", "two.md", "host:", "tcp", "127.0.0.1:99"], 1),
      (["two.md", "ghost: ping 127.0.0.1"], 2), (["skipped.md", "host: ping 127.0.0.1"], 2),
      (["mistaken.md", "host: ping 127.0.0.1"], 2), (["none.md", "host: ping 127.0.0.1"], 2),
      (["two.md", "host: pign 127.0.0.1"], 64), (["two.md"], 64),
      (["--step", "none", "two.md", "host: ping 127.0.0.1"], 64),
    ])
  func statuses(_ arguments: [String], _ status: Int) async throws {
    let ending = try await Program.run(["trace"] + arguments, in: scratch)
    #expect(ending.status == status, "\(ending.output)\(ending.errors)")
    #expect(ending.left == [])
  }

  @Test("Hops there and back, and who answered")
  func text() async throws {
    let ending = try await Program.run(
      ["trace", "--no-picture", "--step", "up", "two.md", "host: ping 127.0.0.1"], in: scratch)
    #expect(
      ending.output.hasPrefix(
        """
        host  lo  out  127.0.0.1 > 127.0.0.1, echo request, ttl 64
        host  lo  in
        and back
        host  lo  out  127.0.0.1 > 127.0.0.1, echo reply, ttl 64
        host  lo  in

        ✓ host: ping 127.0.0.1: answered by host: 64 bytes from 127.0.0.1
        """), "\(ending.output)")
  }

  @Test("A lab that fails is traced as it stands, and that is said")
  func failing() async throws {
    let ending = try await Program.run(
      ["trace", "failing.md", "host: ping 127.0.0.1"], in: scratch)
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("! stopped early: step up, line 12: `false` failed\n"))
  }

  @Test("JSON for programs")
  func json() async throws {
    struct Report: Decodable {
      struct Hop: Decodable {
        var leg: String
        var device: String
        var direction: String
        var ttl: Int?
      }
      var netlab: Int
      var trace: String
      var answeredBy: String?
      var hops: [Hop]
    }
    let ending = try await Program.run(
      ["trace", "--format", "json", "--step", "up", "two.md", "host: ping 127.0.0.1"], in: scratch)
    let report = try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8))
    #expect(report.netlab == 1)
    #expect(report.trace == "answered")
    #expect(report.answeredBy == "host")
    #expect(report.hops.map(\.leg) == ["there", "there", "back", "back"])
    #expect(report.hops.map(\.direction) == ["out", "in", "out", "in"])
    #expect(report.hops.allSatisfy { $0.device == "lo" && $0.ttl == 64 })
  }

  @Test("A lab that cannot be run has a report too")
  func skipped() async throws {
    let ending = try await Program.run(
      ["trace", "--format", "json", "skipped.md", "host: ping 127.0.0.1"], in: scratch)
    #expect(ending.status == 2)
    #expect(ending.output.contains("\"trace\": \"impossible\""), "\(ending.output)")
    #expect(ending.output.contains("no-such-tool"), "\(ending.output)")
  }

  @Test("A probe that is none is marked where it is wrong")
  func wrong() async throws {
    let ending = try await Program.run(["trace", "two.md", "host: pign 127.0.0.1"], in: scratch)
    #expect(
      ending.errors
        == "netlab: there is no claim `pign`; did you mean `ping`?\n  host: pign 127.0.0.1\n"
        + "        ^\n")
  }
}
