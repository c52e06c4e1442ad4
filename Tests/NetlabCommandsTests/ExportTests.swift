import Foundation
import Testing

/// `netlab export`: scripts that build what the lab builds, and labs that stay labs.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct ExportTests {
  let scratch: Scratch
  /// Everything that makes a script differ from a transcript.
  static let body = """
    ## One

    ```bash file=tools/look.sh
    #!/bin/bash
    cat <<END
    $1 in {{name}}
    END
    ```

    ```console
    $ sudo ip netns add red && ip netns add {{name}}
    $ ip link add eth0 netns red type veth peer name eth0 netns {{name}}
    $ sudo nsenter --net=/run/netns/red bash
    $ ip addr add 10.1.0.1/24 dev eth0
    $ ip link set eth0 up
    $ up() { ip link set "$1" up; }
    $ up lo
    $ exit
    root@{{name}}# for device in lo eth0; do
    >   ip link set $device up
    > done; ip addr add 10.1.0.2/24 dev eth0
    root@{{name}}# ip link del nothing
    ...
    [exit 1]
    $ false; ./tools/look.sh 'a  b' >said
    $ cat
    $ grep -q END tools/look.sh || exit 9
    $ echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward
    1
    ```

    ## Two

    ```console solution
    root@red# sudo ip route add default via 10.1.0.2
    ```

    ```expect
    red: addr 10.1.0.1/24 dev eth0
    red: link lo up
    red: route default via 10.1.0.2
    red: ping 10.1.0.2 answered by {{name}}
    {{name}}: link lo up
    host: run "cat said" prints "a  b in {{name}}"
    host: sysctl net.ipv4.ip_forward = 1
    ```

    <details>
    <summary>For instructors</summary>

    Secret.

    </details>
    """

  init() throws {
    scratch = try Scratch()
    try scratch.lab(
      "a", Self.body, frontMatter: "needs: [ip]\nvariables: {name: {pick: [blue, green, grey]}}")
  }

  @Test("A script builds what the lab builds, by the lab's own claims")
  func state() async throws {
    let lab = try await Program.run(["run", "--seed", "x", "a.md"], in: scratch)
    #expect(lab.status == 0, "\(lab.output)")
    let export = try await Program.run(
      ["export", "a.md", "--to", "sh", "--solutions", "--seed", "x", "--output", "a.sh"],
      in: scratch)
    #expect(export.status == 0, "\(export.errors)")
    let syntax = try await Program.run(
      ["-n", scratch.path("a.sh")], program: "/bin/bash")
    #expect(syntax.status == 0, "\(syntax.errors)")
    let script = try scratch.read("a.sh")
    let filled = try await Program.run(
      ["export", "a.md", "--to", "md", "--seed", "x"], in: scratch)
    let claims = try #require(
      filled.output.components(separatedBy: "```expect\n").last?.components(separatedBy: "```")
        .first)
    for call in ["./a.sh", "bash a.sh", "bash <a.sh"] {
      try scratch.lab(
        "script",
        "## S\n\n`````bash file=a.sh\n\(script)`````\n\n```console\n$ \(call)\n...\n```\n\n```expect\n\(claims)```",
        frontMatter: "needs: [ip]")
      let body = call == "bash <a.sh" ? script.replacing("\ncat\n", with: "\n") : script
      try scratch.write(
        "script.md", scratch.read("script.md").replacing(script, with: body))
      let run = try await Program.run(["run", "script.md"], in: scratch)
      #expect(run.status == 0, "\(call): \(run.output)")
    }
  }

  @Test("A script stops where the lab would have failed")
  func stopping() async throws {
    for (command, isFailure) in [
      ("false", true), ("false\n[exit 1]", false), ("true\n[exit 1]", true), ("false; true", false),
      ("true && false", true), ("(exit 4)\n[exit 4]", false), ("(exit 4)\n[exit 3]", true),
      ("! true", true), ("echo x | grep y", true), ("grep y <<E\n> x\n> E", true),
    ] {
      try scratch.lab("s", "## S\n\n```console\n$ \(command)\n$ echo on\n```")
      let export = try await Program.run(
        ["export", "s.md", "--to", "sh", "--output", "s.sh"], in: scratch)
      #expect(export.status == 0, "\(export.errors)")
      let run = try await Program.run(["s.sh"], in: scratch, program: "/bin/bash")
      #expect((run.status != 0) == isFailure, "\(command)")
      #expect(run.output.contains("on\n") != isFailure, "\(command)")
    }
  }

  @Test("A lab for one learner is a lab, and runs as the lab does with its seed")
  func article() async throws {
    let export = try await Program.run(
      ["export", "a.md", "--to", "md", "--seed", "x", "--output", "x.md"], in: scratch)
    #expect(export.status == 0, "\(export.errors)")
    let text = try scratch.read("x.md")
    #expect(text.contains("\nseed: \"x\"\n---\n"))
    for word in ["{{", "variables", "Secret"] { #expect(!text.contains(word)) }
    let check = try await Program.run(["check", "x.md"], in: scratch)
    #expect(check.status == 0)
    #expect(check.errors == "")
    let run = try await Program.run(["run", "x.md"], in: scratch)
    #expect(run.status == 0, "\(run.output)")
  }

  @Test("The labs that come with netlab can be exported")
  func all() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "labs")
    let labs = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") && $0.first?.isNumber == true }
    #expect(!labs.isEmpty)
    for lab in labs {
      let path = folder.appending(path: lab).path
      let script = try await Program.run(
        ["export", path, "--to", "sh", "--solutions", "--output", "l.sh"], in: scratch)
      if script.errors.contains("a script runs on one machine") { continue }
      #expect(script.status == 0, "\(lab): \(script.errors)")
      let syntax = try await Program.run(["-n", "l.sh"], in: scratch, program: "/bin/bash")
      #expect(syntax.status == 0, "\(lab): \(syntax.errors)")
      let article = try await Program.run(["export", path, "--to", "md"], in: scratch)
      #expect(article.status == 0, "\(lab): \(article.errors)")
      #expect(!article.output.contains("For instructors"), "\(lab)")
    }
  }

  @Test(
    "What cannot be exported is said",
    arguments: [
      (["export", "none.md", "--to", "sh"], 2), (["export", "a.md"], 64),
      (["export", "a.md", "--to", "pdf"], 64),
      (["export", "a.md", "--to", "md", "--solutions"], 64),
      (["export", "a.md", "--to", "sh", "--output", "no/where"], 2),
    ])
  func refusals(_ arguments: [String], _ status: Int) async throws {
    let ending = try await Program.run(arguments, in: scratch)
    #expect(ending.status == status)
    #expect(ending.output == "")
    #expect(ending.errors != "")
  }
}
