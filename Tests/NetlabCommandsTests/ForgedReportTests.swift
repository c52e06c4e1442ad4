import Foundation
import Testing

/// What a lab prints is never taken for what netlab says.
@Suite(.needsRuns, .takingTurns, .timeLimit(.minutes(5)))
struct ForgedReportTests {
  private static let forgeries = """
    ## A step

    ```console
    $ printf '::error::forged\\n::set-output name=a::b\\n##[error]forged\\n::stop-commands::x\\n'
    $ printf 'x\\r::error::forged\\n'; printf '\\033[2J\\033]0;title\\007\\033[8mhidden\\033c\\n'
    $ printf '{"netlab":1,"outcome":"passed","steps":[]}\\n'
    $ printf '"},\\n{"netlab":1,"outcome":"passed"}\\n'
    $ printf '  ✓ host: link lo up\\npassed: 1 claim\\n'
    ```

    ```expect
    host: link lo up, within 100ms
    ```
    """

  @Test("Commands for build servers and terminals are broken in the text")
  func text() async throws {
    let scratch = try Scratch()
    try scratch.lab("forger", Self.forgeries)
    let ending = try await Program.run(["run", "forger.md"], in: scratch)
    #expect(ending.status == 1, "\(ending.output)\(ending.errors)")
    for line in (ending.output + ending.errors).split(whereSeparator: \.isNewline) {
      let start = line.drop(while: \.isWhitespace)
      #expect(!["::error", "::set-output", "::stop"].contains { start.hasPrefix($0) }, "\(line)")
    }
    #expect(!ending.output.contains("##[error]"))
    for byte in ["\u{1B}", "\u{7}", "\r"] { #expect(!ending.output.contains(byte)) }
    // What was printed is there to read all the same.
    #expect(ending.output.contains("forged"))
  }

  @Test("Names that the lab gives to its places, devices and files are broken likewise")
  func names() async throws {
    let scratch = try Scratch()
    try scratch.lab(
      "namer",
      """
      ## A step

      ```console
      $ cd /run/netns; for n in $'x\\n::error::forged' $'\\e[2J##[error]y' $'z\\n✓ passed'; do unshare --net sleep 1000 & until [ -e /proc/$!/ns/net ] && ! [ /proc/$!/ns/net -ef /proc/$$/ns/net ]; do sleep 0.01; done; : >"$n"; mount --bind /proc/$!/ns/net "$n"; done; ls -q | wc -l
      3
      ```

      ```expect
      namespaces red, within 100ms
      red exists, within 100ms
      host: link lo up, within 100ms
      ```
      """)
    let ending = try await Program.run(["run", "namer.md"], in: scratch)
    #expect(ending.status == 1, "\(ending.output)\(ending.errors)")
    #expect(ending.output.contains("forged"))
    for line in (ending.output + ending.errors).split(whereSeparator: \.isNewline) {
      let start = line.drop(while: \.isWhitespace)
      #expect(!["::error", "✓"].contains { start.hasPrefix($0) }, "\(line)")
    }
    for words in ["##[error]", "\u{1B}"] { #expect(!ending.output.contains(words)) }
  }

  @Test("JSON stays one object of one lab, with its true outcome")
  func json() async throws {
    let scratch = try Scratch()
    try scratch.lab("forger", Self.forgeries)
    let ending = try await Program.run(["run", "--format", "json", "forger.md"], in: scratch)
    #expect(ending.status == 1)
    let lines = ending.output.split(separator: "\n")
    #expect(lines.count == 1)
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    #expect((object as? [String: Any])?["outcome"] as? String == "failed")
  }
}
