import NetworkState

@testable import LabDocument

/// A lab with everything that a report can show.
enum SampleLab {
  static let host = Place.host("host")
  static let netns0 = Place.namespace("netns0", host: "host")

  static let lab = Lab(
    id: "01-cable", file: "labs/01-cable.md", title: "A cable between two *rooms*",
    summary: "Join a namespace to its host.", needs: [.tool("ip")], after: [], minutes: 10,
    limit: .seconds(60), world: .article, variables: [], locale: "en",
    introduction: [
      .prose(
        Prose(
          markdown: """
            A namespace is **another copy** of the *network stack*: its own `ip link`, its own
            routes. See the [manual](https://man7.org/linux/man-pages/man8/ip-netns.8.html), or
            <https://example.org/>, or [below](#plug-in).

            1. Make a room
            2. Plug in a cable; this item is long enough to be wrapped at every width that is tested
               - with `ip link`
               - and with patience

            > 网络命名空间是网络栈的另一个副本，它有自己的设备、路由和防火墙规则。 🚀 Café.

            | device | where | what it is good for |
            |:--|:-:|--:|
            | `veth0` | host | the host's end of the cable |
            | `ceth0` | netns0 | the other end |

            ```mermaid
            graph LR
              veth0 --- ceth0
            ```
            """, line: 8))
    ],
    sections: [
      .reading(
        ReadingSection(
          title: "Before you begin", line: 20,
          elements: [.prose(Prose(markdown: "Nothing on your machine changes.", line: 22))])),
      .step(room), .step(cable), .step(last),
    ])

  static let room = Step(
    id: "room", title: "Create the room", line: 24, points: 1, bonus: 0, timeout: .seconds(30),
    isExercise: false, isOptional: false, diagnosisLevel: .fix,
    elements: [
      .prose(Prose(markdown: "Look at what is there.", line: 26)),
      .question(
        Question(
          text: "what does `ip link` list in a new namespace?", body: nil,
          options: ["The host's devices", "Only `lo`, switched off"], answer: 2,
          explanation: Prose(markdown: "It has a `lo` of its own.", line: 34), line: 28)),
      .console(
        ConsoleBlock(
          role: .shown,
          entries: [
            .comment("make the room", line: 38),
            .command(command("sudo ip netns add netns0", line: 39)),
            .enter(
              PlaceEntry(
                place: host, target: netns0,
                source: "sudo nsenter --net=/var/run/netns/netns0 bash", prompt: "$ ", line: 40)),
            .command(
              command("ip link", at: netns0, line: 41, output: ["1: lo: <LOOPBACK> …", "..."])),
            .leave(line: 44, prompt: "$ "),
          ], line: 37)),
      .expect(
        ExpectBlock(
          isKeep: false,
          claims: [
            ClaimGroup(alternatives: [claim("exists", place: netns0, line: 48)]),
            ClaimGroup(alternatives: [claim("link lo down", place: netns0, line: 49)]),
          ], line: 47)),
    ])

  static let cable = Step(
    id: "cable", title: "Plug in the cable", line: 52, points: 2, bonus: 0, timeout: .seconds(30),
    isExercise: true, isOptional: false, diagnosisLevel: .fix,
    elements: [
      .console(
        ConsoleBlock(
          role: .setup, entries: [.command(command("sysctl -w net.ipv4.ip_forward=0", line: 55))],
          line: 54)),
      .prose(Prose(markdown: "Join the room to the host.", line: 57)),
      .file(
        FileBlock(
          path: "up.sh", language: "bash", contents: "#!/bin/sh\nip link set lo up\n", line: 59)),
      .console(
        ConsoleBlock(
          role: .example,
          entries: [.command(command("ip link help", line: 64, output: ["Usage: …"]))],
          line: 63)),
      .solution(
        Solution(
          elements: [
            .prose(Prose(markdown: "Both ends in one command:", line: 70)),
            .console(
              ConsoleBlock(
                role: .solution,
                entries: [
                  .command(
                    command(
                      "ip link add veth0 type veth \\\n  peer name ceth0 netns netns0", line: 72)),
                  .command(
                    command(
                      "ping -c 1 172.18.0.11", at: netns0, line: 74,
                      output: ["1 packets transmitted, 1 received, 0% packet loss, time 0ms"])),
                ], line: 71)),
          ], line: 68)),
      .expect(
        ExpectBlock(
          isKeep: false,
          claims: [
            ClaimGroup(
              alternatives: [
                claim("link ceth0 up type veth peer host/veth0", place: netns0, line: 80),
                claim("link eth0 up", place: netns0, line: 81),
              ]),
            ClaimGroup(alternatives: [claim("ping 172.18.0.11", place: netns0, line: 82)]),
          ], line: 79)),
      .expect(
        ExpectBlock(
          isKeep: true,
          claims: [ClaimGroup(alternatives: [claim("ping 8.8.8.8", place: host, line: 86)])],
          line: 85)),
      .hint(
        Hint(
          condition: .fails(claims: [80]),
          body: Prose(markdown: "Which namespace is `ceth0` in?", line: 90), line: 88)),
      .hint(
        Hint(condition: .always, body: Prose(markdown: "Look at `ip link`.", line: 96), line: 94)),
      .instructors([.prose(Prose(markdown: "Nobody may read this.", line: 100))]),
    ])

  static let last = Step(
    id: "last", title: "Tidy up", line: 104, points: 1, bonus: 0, timeout: .seconds(30),
    isExercise: false, isOptional: true, diagnosisLevel: .fix,
    elements: [
      .console(
        ConsoleBlock(
          role: .shown, entries: [.command(command("ip netns del netns0", line: 107))], line: 106)),
      .expect(
        ExpectBlock(
          isKeep: false,
          claims: [ClaimGroup(alternatives: [claim("absent", place: netns0, line: 111)])], line: 110
        )),
    ])

  private static func command(
    _ source: String, at place: Place = host, line: Int, output: [String] = []
  ) -> ConsoleCommand {
    ConsoleCommand(
      place: place, prompt: "$ ", source: source,
      command: source.hasPrefix("sudo ") ? String(source.dropFirst(5)) : source, expectedStatus: 0,
      expectedOutput: output.map { $0 == "..." ? .anyLines : .text($0) }, line: line, column: 3)
  }

  private static func claim(_ text: String, place: Place, line: Int) -> Claim {
    Claim(
      text: text, place: place, placeText: place.description, assertion: .exists, isNegated: false,
      within: nil, stays: nil, holdsBefore: false, line: line, column: 1)
  }
}
