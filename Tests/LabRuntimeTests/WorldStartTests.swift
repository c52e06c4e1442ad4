import LabDocument
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// Labs that start where others end.
@Suite struct WorldStartTests {
  private static let base = """
    ---
    netlab: 1
    needs: [ip, bridge]
    world:
      hosts: {alpha: {eth0: 10.1.0.1/24}, beta: {eth0: 10.1.0.2/24}}
      sysctl: {net.ipv4.ip_forward: 1}
    variables: {name: {pick: [red, blue]}}
    ---

    # The base

    ## One

    ```console setup
    $ ip netns add setup
    ```

    ```console
    root@beta# ip netns add {{name}}
    $ false
    [exit 1]
    ```

    ```expect
    beta/red exists
    host: link none
    ```

    ## Two

    <details>
    <summary>Solution</summary>

    ```console solution
    $ ip netns add solved
    ```

    </details>
    """

  /// A lab of this name that starts from another.
  private static func lab(from start: String, _ body: String) -> String {
    "---\nnetlab: 1\nneeds: [ip]\nworld: {start: \(start)}\n---\n\n# A lab\n\n## Step\n\n\(body)\n"
  }

  private static func read(_ name: String, of labs: [String: String]) -> LabReader.Result {
    LabReader.read(Array(labs[name]!.utf8), file: "labs/\(name).md") { id, file in
      #expect(file.hasPrefix("labs/"))
      return labs[id].map { LoadedLab(file: "labs/\(id).md", bytes: Array($0.utf8)) }
    }
  }

  private static let claims = """
    ```console
    root@beta/red# ip link set lo up
    ```

    ```expect
    namespaces setup solved middle
    beta: namespaces red
    beta/red: link lo up
    beta: sysctl net.ipv4.ip_forward = 1
    alpha: ping 10.1.0.2 answered by beta
    ```
    """

  private static let labs = [
    "base": base, "middle": lab(from: "base", "```console\n$ ip netns add middle\n```\n"),
    "top": lab(from: "middle", claims),
  ]

  @Test func theWorldIsTakenOver() throws {
    let result = Self.read("top", of: Self.labs)
    #expect(result.diagnostics.map(\.description) == [])
    let lab = try #require(result.lab)
    #expect(lab.startLabs.map(\.id) == ["base", "middle"])
    #expect(lab.world.hosts.map(\.name) == ["alpha", "beta"])
    #expect(lab.world.start == nil)
    #expect(lab.needs == [.tool("ip"), .tool("bridge")])
  }

  @Test(.enabled(if: WorldSample.hasSandbox, "needs bubblewrap"), .timeLimit(.minutes(1)))
  func theCommandsAreRun() async throws {
    let lab = try #require(Self.read("top", of: Self.labs).lab)
    let result = await WorldSample.run(lab)
    #expect(result.complaints == [])
    #expect(result.steps.flatMap(\.commands).count == 1)
    #expect(result.outcome == .passed)
  }

  @Test(.enabled(if: WorldSample.hasSandbox, "needs bubblewrap"), .timeLimit(.minutes(1)))
  func aCommandThatFailsIsNamed() async throws {
    var labs = Self.labs
    labs["middle"] = Self.lab(from: "base", "```console\n$ ip netns add setup 2>/dev/null\n```\n")
    let result = await WorldSample.run(try #require(Self.read("top", of: labs).lab))
    #expect(result.outcome == .error)
    #expect(
      result.message == "the lab starts where middle ends, and that could not be reached: "
        + "labs/middle.md:12: ip netns add setup 2>/dev/null: it ended with status 1")
  }

  @Test(arguments: [
    ("missing", "top", "4:16: error: there is no lab `nowhere` beside this one"),
    ("circle", "top", "`a` from `b` from `a`"),
    ("itself", "top", "`top` from `top`"),
    ("mistake", "top", "correct labs/broken.md:12: this line stands under no command"),
    ("deep", "l1", "more than 8 labs start from one another"),
    ("noInternet", "top", "has no `internet`"),
    ("noHost", "top", "no host `gamma`; write `alpha/x` or `beta/x`"),
  ])
  func whatIsWrong(_ name: String, _ first: String, _ message: String) {
    let work = "```console\n$ true\n```\n"
    var labs = [
      "base": Self.base, "a": Self.lab(from: "b", work), "b": Self.lab(from: "a", work),
      "broken": Self.lab(from: "base", "```console\noutput\n```\n"),
    ]
    let top: String =
      switch name {
      case "missing": Self.lab(from: "nowhere", work)
      case "circle": Self.lab(from: "a", work)
      case "itself": Self.lab(from: "top", work)
      case "mistake": Self.lab(from: "broken", work)
      case "noInternet":
        Self.lab(from: "base", work + "\n```expect\ninternet: link eth0\n```\n")
      default: Self.lab(from: "base", "```console\nroot@gamma/x# true\n```\n")
      }
    labs["top"] = top
    for number in 1...9 {
      labs["l\(number)"] = Self.lab(from: number < 9 ? "l\(number + 1)" : "base", work)
    }
    let result = Self.read(first, of: labs)
    #expect(result.lab == nil)
    let said = result.diagnostics.map(\.description)
    #expect(said.count == 1)
    #expect(said.first?.contains(message) == true, "\(said)")
  }
}
