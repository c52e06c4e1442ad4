import Testing

@testable import LabDocument

/// What is said of transcripts, and where.
struct ConsoleProblemTests {
  private func expectConsole(
    _ transcript: String, _ expected: Expected, location: SourceLocation = #_sourceLocation
  ) {
    expectInStep("```console\n\(transcript)\n```\n", expected, location: location)
  }

  @Test func outputFirst() {
    expectConsole("1️⃣netns0\nmore\n$ true", .error(1, "$ "))
    expectConsole("# A comment.\n1️⃣...\n$ true", .error(1, "$ "))
    expectConsole("1️⃣> more\n$ true", .error(1, "$ "))
    expectConsole("$\n1️⃣output", .error(1, "an empty prompt"))
  }

  @Test func places() {
    expectConsole("root@1️⃣beta/red# true", .error(1, "`red`"))
    expectConsole("root@1️⃣hots/red# true", .error(1, "`host/red`"))
    expectConsole("root@1️⃣a:/# true\nits output\n[exit 1]", .error(1, "no place"))
    expectConsole("root@1️⃣host!# true", .error(1, "write `host`"))
    let matter = "---\nnetlab: 1\nworld: {hosts: {alpha: {eth0: 10.0.0.1/8}}}\n---\n# A lab\n"
    expect(
      "\(matter)## Step\n\n```console\nroot@1️⃣alhpa/red# true\n```\n", .error(1, "`alpha/red`"))
    expect("\(matter)## Step\n\n```console\nroot@1️⃣gamma/red# true\n```\n", .error(1, "`alpha/red`"))
  }

  @Test func incompleteCommands() {
    expectConsole("$ 1️⃣echo 'a", .error(1, "not finished"))
    expectConsole("$ true\n$ 1️⃣for i in 0 1; do\n$ done", .error(1, "not finished"))
    expectConsole("$ 1️⃣cat <<END\nbody\nEND", .error(1, "not finished"))
    expectConsole("root@red#   1️⃣true &&\n# comment", .error(1, "not finished"))
    expectConsole("$ true\n$ 1️⃣true \\", .error(1, "not finished"))
  }

  @Test(arguments: [
    "[exit 256]", "[exit -1]", "[exit x]", "[exit]", "[exit 0x1]", "[exit 99999999999]",
  ])
  func statuses(_ text: String) {
    expectConsole("$ true\n1️⃣\(text)", .error(1, "0 to 255"))
  }

  @Test func statusesElsewhere() {
    expectConsole("1️⃣[exit 1]\n$ true", .error(1, "under no command"))
    expectConsole("$ true\n[exit 1]\n1️⃣[exit 2]", .error(1, "two"))
    expectConsole("$ ip netns exec red bash\n1️⃣[exit 1]", .error(1, "no status"))
  }

  @Test func entering() {
    expectConsole("$ 1️⃣exit", .error(1, "leaves nothing"))
    expectConsole("$ ip netns exec red bash\n$ exit\n$ 1️⃣exit", .error(1, "leaves nothing"))
    expectConsole("$ ip netns exec red bash\n1️⃣output", .error(1, "enters a namespace"))
    expectConsole("$ ip netns exec red bash\n$ exit\n1️⃣output", .error(1, "`exit`"))
    expectConsole("root@internet# 1️⃣ip netns exec red bash", .error(1, "no namespaces"))
  }

  @Test func warnings() {
    expectConsole("1️⃣# ip link show\n$ true", .warning(1, "`$ ip link show`"))
    expectConsole("$ 1️⃣sudo -u nobody true", .warning(1, "`sudo -u`"))
    expectConsole("$ 1️⃣nsenter -n/run/netns/red bash", .warning(1, "does not follow"))
    expectConsole("$ 1️⃣sudo ip netns exec red bash -i", .warning(1, "does not follow"))
  }
}
