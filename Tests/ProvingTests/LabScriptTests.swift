import LabDocument
import LabResults
import NetworkState
import Testing

@testable import Proving

@Suite("A lab's script")
struct LabScriptTests {
  private static let body = """
    ## First

    ```console
    # a comment
    $ ip netns add red
    # unguarded: it only prints
    $ ip netns
    $ ip link
    ```

    ```expect
    red exists
    ```

    ```sh file=probe.sh
    true
    ```

    ```console
    $ sudo nsenter --net=/run/netns/red bash
    $ ip addr
    $ exit
    ```

    ```expect keep
    namespaces red
    ```

    ## Second
    <!-- netlab: exercise -->

    ```console setup
    $ ip link set lo down
    ```

    Look.

    ```console
    $ ping 127.0.0.1
    ```

    <details>
    <summary>Solution</summary>

    ```console solution
    $ ip link set lo up
    ```

    </details>

    ```expect
    host: ping 127.0.0.1
    ```

    ## Only claims

    ```expect
    host: link lo up
    ```
    """

  @Test("Everything in the order of a run; the work begins behind the setup")
  func order() throws {
    #expect(
      LabScript(try Sample.lab(Self.body)).words == [
        "work 0", "ip netns add red", "ip netns because it only prints", "ip link",
        "red exists", "write probe.sh", "enter red", "ip addr", "namespaces red",
        "ip link set lo down (setup)", "work 1", "ping 127.0.0.1",
        "ip link set lo up (solution)", "host: ping 127.0.0.1", "work 2", "host: link lo up",
      ])
  }

  @Test("Where a step's work begins, and what its exercise is made of")
  func parts() throws {
    let script = LabScript(try Sample.lab(Self.body))
    #expect(script.beginning(ofStep: 0) == 0)
    #expect(script.beginning(ofStep: 1) == 10)
    #expect(script.exercise(ofStep: 0) == (false, true))
    #expect(script.exercise(ofStep: 1) == (true, true))
    #expect(script.blocks(ofStep: 0).map(\.isKeep) == [false, true])
  }

  @Test("The time that is given follows from the time that it took")
  func patience() throws {
    let lab = try Sample.lab(Self.body)
    let script = LabScript(lab)
    let group = try #require(script.groups.first)
    var patience = Patience()
    #expect(patience.limit(of: group) == .milliseconds(500))
    #expect(!patience.isSlow(group))
    patience.claims[group.line] = .seconds(1)
    #expect(patience.limit(of: group) == .milliseconds(3300))
    #expect(patience.isSlow(group))
    guard case .command(let command, reason: nil) = script.items[1].action else {
      Issue.record("no command")
      return
    }
    #expect(patience.limit(of: command, atMost: .seconds(30)) == .seconds(3))
    patience.commands[command.line] = .seconds(2)
    #expect(patience.limit(of: command, atMost: .seconds(30)) == .seconds(10))
    #expect(patience.limit(of: command, atMost: .seconds(5)) == .seconds(5))
  }

  @Test(
    "What leaves a job",
    arguments: [
      ("sleep 1 &", true), ("a & b", true), ("a && b", false), ("a >&2", false),
      ("a 2>&1 &>b", false), ("serve >log 2>&1 &", true),
    ])
  func jobs(text: String, leaves: Bool) throws {
    let lab = try Sample.lab("## A\n\n```console\n$ \(text)\n```")
    guard case .command(let command, reason: _) = LabScript(lab).items[1].action else {
      Issue.record("no command")
      return
    }
    #expect(command.leavesJob == leaves)
  }
}
