import Testing
import Verification

@Suite struct StateJudgeForwardingTests {
  @Test(arguments: [
    "host: fdb 02:42:ac:12:00:0a", "host: fdb 02:42:ac:12:00:0a dev veth0",
    "host: fdb 00:00:00:00:00:00 dev vx0 dst 10.0.0.3",
    "host: fdb 02:00:00:00:00:01 dst 10.0.0.9",
    "host: no fdb 02:42:ac:12:00:0b", "host: no fdb 02:42:ac:12:00:0a dev br0",
    "host: no fdb 00:00:00:00:00:00 dst 10.0.0.4",
  ])
  func holds(_ claim: String) throws {
    #expect(try StateFixture.judge(claim) == .holds)
  }

  @Test func saysWhatIsThere() throws {
    #expect(
      try StateFixture.judge("host: fdb 02:00:00:00:00:01 dev vx0 dst 10.0.0.8")
        == .fails(
          "the fdb entry in host is `02:00:00:00:00:01 dev vx0 dst 10.0.0.9 self permanent`; "
            + "expected dev vx0 dst 10.0.0.8"))
    #expect(
      try StateFixture.judge("host: no fdb 02:42:ac:12:00:0a")
        == .fails(
          "host has the fdb entry `02:42:ac:12:00:0a dev veth0 master br0`; "
            + "expected `no fdb 02:42:ac:12:00:0a`"))
    guard case .undecided = try StateFixture.judge("red: fdb 02:42:ac:12:00:0a") else {
      Issue.record("a place that was not read was judged")
      return
    }
  }
}
