import Authoring
import Foundation
import LabDocument
import Testing

/// Labs as scripts, and as labs for one learner.
@Suite struct ExportTests {
  private static func read(_ bytes: [UInt8], seed: String? = nil) -> Lab? {
    LabReader.read(bytes, file: "script.md", seed: seed).lab
  }

  private static func fixture(seed: String? = nil) throws -> (bytes: [UInt8], lab: Lab) {
    let bytes = Array(try Golden.text("script.md").utf8)
    return (bytes, try #require(read(bytes, seed: seed)))
  }

  private static func script(_ body: String, matter: String = "") throws -> String {
    let lab = try #require(read(Array("---\nnetlab: 1\n\(matter)---\n\n# T\n\n\(body)\n".utf8)))
    return try ShellExport.text(of: lab, solutions: true)
  }

  @Test("A script holds the commands, each so that it means what it means in the lab")
  func scripts() throws {
    try Golden.expect(ShellExport.text(of: Self.fixture().lab, solutions: false), "script.sh")
    try Golden.expect(
      ShellExport.text(of: Self.fixture(seed: "ada").lab, solutions: true), "script-solved.sh")
  }

  @Test("A file in a script ends where nothing in it does, and stays what it is")
  func delimiter() throws {
    let script = try Self.script(
      "## S\n\n```text file=a\nEND\n$x `y`\nEND2\n```\n\n```text file=b\n```")
    #expect(script.contains("cat >a <<'END3'\nEND\n$x `y`\nEND2\nEND3\n"))
    #expect(script.contains("\n: >b\n"))
  }

  @Test("No comment of a lab's begins a step of the script's")
  func steps() throws {
    let script = try Self.script("## step: one\n\n```console\n#  step: two\n$ true\n```")
    let steps = script.split(separator: "\n").filter { $0.hasPrefix("# step:") }
    #expect(steps == ["# step: step-one"])
    #expect(script.contains("# note: step: two"))
  }

  @Test("What a job makes is waited for, as the lab waits for its claims")
  func waits() throws {
    let body = """
      ## S

      ```console
      $ ip netns add red
      ```

      ```expect
      red exists
      ```

      ```console
      root@red# server &
      ```

      ```expect
      red: listen tcp 10.0.0.1:80, within 5s
      host: listen udp 53
      red: no listen tcp 81
      host: listen tcp 22  # holds before
      ```
      """
    let script = try Self.script(body)
    #expect(
      script.split(separator: "\n").filter { $0.contains("timeout") } == [
        "nsenter --net=/run/netns/red timeout 5 sh -c 'until ss -Hlnt sport = :80 "
          + #"| grep -qF -e "10.0.0.1:80 " -e "0.0.0.0:80 " -e "*:80 "; do sleep 0.05; done'"#,
        "timeout 3 sh -c 'until ss -Hlnu sport = :53 | grep -q .; do sleep 0.05; done'",
      ])
  }

  @Test("What cannot be in a script is said")
  func limits() throws {
    let lab = try #require(
      Self.read(
        Array(
          "---\nnetlab: 1\nworld: {hosts: {a: {eth0: 10.0.0.1/24}, b: {eth0: 10.0.0.2/24}}}\n---\n\n# T\n\n## S\n\n```console\n$ true\n```\n"
            .utf8)))
    #expect(throws: ExportProblem.self) { try ShellExport.text(of: lab, solutions: true) }
    let script = try Self.script("## S\n\n```console\nroot@internet# ip link\n$ true\n```")
    #expect(script.contains("# on the internet: ip link"))
    #expect(script.contains("is left out"))
  }

  @Test("A lab for one learner is the lab with values, and nothing else is another")
  func article() throws {
    let (bytes, lab) = try Self.fixture(seed: "ada")
    let new = try ArticleExport.bytes(of: bytes, lab) { Self.read($0) }
    try Golden.expect(String(decoding: new, as: UTF8.self), "script-ada.md")
    let again = try #require(Self.read(new))
    #expect(again.seed == "ada")
    #expect(again.variables == [])
    #expect(again.instructorLines == [])
    #expect(try ArticleExport.bytes(of: new, again) { Self.read($0) } == new)
  }

  @Test(
    "A seed is kept whatever it is",
    arguments: [
      "", "ada", "a \"b\" \\ c", "# no: [comment]", "Ægir 学生", "two\nlines", "4711", "null",
      "\u{1F600}",
    ])
  func seeds(_ seed: String) throws {
    let (bytes, lab) = try Self.fixture(seed: seed)
    let new = try ArticleExport.bytes(of: bytes, lab) { Self.read($0) }
    #expect(Self.read(new)?.seed == seed)
  }

  @Test("Ends of lines and a byte-order mark stay; a lab without variables stays as it is")
  func bytes() throws {
    let text =
      "\u{FEFF}---\r\nnetlab: 1\r\n---\r\n\r\n# T  \r\n\r\n## S\r\n\r\n```console\r\n$ true\r\n```"
    let lab = try #require(Self.read(Array(text.utf8)))
    #expect(
      try ArticleExport.bytes(of: Array(text.utf8), lab) { Self.read($0) } == Array(text.utf8))
    let seeded = try #require(Self.read(Array(text.utf8), seed: "x"))
    let new = try ArticleExport.bytes(of: Array(text.utf8), seeded) { Self.read($0) }
    #expect(
      String(decoding: new, as: UTF8.self)
        == text.replacing("netlab: 1\r\n", with: "netlab: 1\r\nseed: \"x\"\r\n"))
  }

  @Test("An id that would change with a value is refused, with what to write")
  func ids() throws {
    let text =
      "---\nnetlab: 1\nvariables: {v: {pick: [a b, c d]}}\n---\n\n# T\n\n## On {{v}}\n\n```console\n$ true\n```\n"
    let lab = try #require(Self.read(Array(text.utf8)))
    let problem = #expect(throws: ExportProblem.self) {
      try ArticleExport.bytes(of: Array(text.utf8), lab) { Self.read($0) }
    }
    #expect(problem?.description.contains("script.md:8: ") == true)
    #expect(problem?.description.contains("<!-- netlab: id=") == true)
  }
}
