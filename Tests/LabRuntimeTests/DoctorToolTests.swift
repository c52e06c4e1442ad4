import Testing

@testable import LabRuntime

@Suite("Asking a tool")
struct DoctorToolTests {
  @Test("Both streams and the status are heard")
  func answer() async {
    let answer = await ToolInquiry.ask(
      "/bin/sh", ["-c", "echo 1.2; echo 3.4 >&2; exit 3"], patience: .seconds(10))
    #expect(answer == .said("1.2\n3.4\n", status: 3))
  }

  @Test("Its environment is clean and it reads nothing")
  func environment() async {
    let answer = await ToolInquiry.ask(
      "/bin/sh", ["-c", "cat; echo $LC_ALL $USER$TERM"], patience: .seconds(10))
    #expect(answer == .said("C\n", status: 0))
  }

  @Test("One that does not end is ended, with its children", .timeLimit(.minutes(1)))
  func timeOut() async {
    let started = ContinuousClock.now
    let answer = await ToolInquiry.ask(
      "/bin/sh", ["-c", "trap '' TERM; sleep 30 & wait; sleep 30"], patience: .milliseconds(200))
    #expect(answer == .silent("does not tell its version in time"))
    #expect(started.duration(to: .now) < .seconds(25))
  }

  @Test("One that talks without end is no harm", .timeLimit(.minutes(1)))
  func flood() async {
    let answer = await ToolInquiry.ask("/bin/sh", ["-c", "yes"], patience: .seconds(10))
    guard case .silent = answer else {
      Issue.record("\(answer)")
      return
    }
  }

  @Test("One that is not there")
  func absent() async {
    let answer = await ToolInquiry.ask("/nowhere/tool", [], patience: .seconds(10))
    guard case .silent = answer else {
      Issue.record("\(answer)")
      return
    }
  }
}
