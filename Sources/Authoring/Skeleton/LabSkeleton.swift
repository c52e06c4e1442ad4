/// A lab to begin with: small, whole, and passing, so that an author changes it piece by piece.
public enum LabSkeleton {
  /// The lab's file.
  ///
  /// - Parameter title: The lab's heading, one line of Markdown.
  public static func text(title: String) -> String {
    template.replacing("TITLE", with: title, maxReplacements: 1)
  }

  /// A heading made of a file's name: `05-way-out` is "Way out".
  public static func title(ofLab id: String) -> String {
    let words = id.split { $0 == "-" || $0 == "_" || $0 == " " }
    let rest = words.first?.allSatisfy(\.isNumber) == true ? words.dropFirst() : words[...]
    let title = rest.isEmpty ? id : rest.joined(separator: " ")
    return title.prefix(1).uppercased() + title.dropFirst()
  }

  /// Each claim of it is false before its step and true after it, and each command that changes
  /// something is needed by a claim.
  private static let template = """
    ---
    netlab: 1
    summary: Say in one line what somebody can do who has done this lab.
    needs: [ip, ping]
    minutes: 10
    ---

    # TITLE

    Begin with the puzzle that this lab solves: what does the reader see every day and cannot explain?
    One paragraph is enough. Then show what will stand at the end, as a picture:

    ```text
     ┌ host ────────────────┐        ┌ room ────────────────┐
     │                veth0 ├────────┤ ceth0                │
     │         10.20.0.1/24 │  veth  │ 10.20.0.2/24         │
     └──────────────────────┘        └──────────────────────┘
    ```

    What stands here is a lab already. `netlab run` runs it and `netlab check` finds mistakes in it, so
    replace one piece, run it, and go on with the next. `netlab run --update` writes under each command
    what it prints.

    ## Make the room

    Say why before how: what is missing, and which command makes it? Then let the reader do it. Under a
    command stands what it prints.

    ```console
    $ sudo ip netns add room
    $ ip netns
    room
    ```

    Then claim what is true now and was not before, in the words that `ip` prints. netlab looks at the
    network itself; it does not believe what a command said.

    ```expect
    namespaces room
    room: link lo down
    room: no links
    ```

    ## Lay the cable
    <!-- netlab: id=cable -->

    The comment under a heading gives a step a short name, for `netlab run --step cable`.

    ```console
    $ sudo ip link add veth0 type veth peer name ceth0 netns room
    $ sudo ip addr add 10.20.0.1/24 dev veth0
    $ sudo ip link set veth0 up
    ```

    ```expect
    host: link veth0 up no-carrier type veth peer room/ceth0
    host: addr 10.20.0.1/24 dev veth0
    room: link ceth0 down
    ```

    ### Question: will a ping from the host to 10.20.0.1 be answered?

    1. No, the other end of the cable is down
    2. Yes, the address is the host's own

    <details>
    <summary>Answer</summary>

    **2.** A question stands before the command that surprises, so that the reader predicts first. Let a
    wrong option say what one is tempted to believe, and let the answer meet that belief: a packet to
    one of the host's own addresses never reaches the cable, whatever is at its other end.

    </details>

    ```console
    $ ping -c 1 10.20.0.1
    ...
    1 packets transmitted, 1 received, 0% packet loss, time 0ms
    ...
    ```

    ```expect
    host: ping 10.20.0.1
    ```

    ## Join the room
    <!-- netlab: id=join exercise -->

    An exercise says what is to be reached, not how: give `ceth0` in `room` the address 10.20.0.2/24,
    and let the host and the room reach each other.

    <details>
    <summary>Hint</summary>

    A hint is shown on request. Ask a question here rather than answer one: in which namespace is
    `ceth0`?

    </details>

    <details>
    <summary>If "link ceth0 up" fails</summary>

    This hint is shown when the claim that begins so fails. A new device is down until somebody switches
    it on.

    </details>

    <details>
    <summary>Solution</summary>

    ```console solution
    root@room# ip addr add 10.20.0.2/24 dev ceth0
    root@room# ip link set ceth0 up
    ```

    </details>

    ```expect
    room: link ceth0 up carrier
    room: addr 10.20.0.2/24 dev ceth0
    room: route 10.20.0.0/24 dev ceth0 proto kernel scope link src 10.20.0.2
    room: ping 10.20.0.1 answered by host
    host: ping 10.20.0.2 answered by room
    ```

    What the work must not break stands in a block of its own:

    ```expect keep
    host: ping 10.20.0.1
    host: route default via 10.0.2.2 dev eth0
    ```

    ## What you have learned

    Sum up in three sentences, without a new word: the reader should nod. Then say what to read next, a
    man page or another lab.

    <details>
    <summary>For instructors</summary>

    Only who teaches with the lab reads this: what learners stumble on, what to ask them.

    </details>

    """
}
