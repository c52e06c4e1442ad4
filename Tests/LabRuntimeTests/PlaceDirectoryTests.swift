import NetworkState
import Testing

@testable import LabRuntime

/// Names under which the inside puts something else than a network namespace of its own.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct PlaceDirectoryTests {
  /// The finding's kind, and the reason of a refusal.
  private func finding(_ name: String, in machine: TestMachine) -> (kind: String, reason: String) {
    switch machine.places.open(TestMachine.namespace(name)) {
    case .found: ("found", "")
    case .missing: ("missing", "")
    case .refused(let reason): ("refused", reason)
    }
  }

  @Test("A namespace of the lab's is found, and is the one that the name means now")
  func found() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip netns add red && ip netns add 'Blue-2.x'")
      #expect(finding("red", in: machine).kind == "found")
      #expect(machine.places.names(ofHost: "host") == ["Blue-2.x", "red"])
      #expect(machine.places.all.contains(TestMachine.namespace("red")))
      let first = machine.places.identity(of: TestMachine.namespace("red"))
      let inode = try await machine.output(of: "stat -L -c %i /run/netns/red")
      #expect(first.map { "\($0.inode)" } == inode)
      #expect(first != machine.places.identity(of: TestMachine.namespace("Blue-2.x")))
    }
  }

  @Test(
    "What is not a namespace is missing, and nothing waits for it",
    arguments: [
      "mkfifo trap", "touch trap", "mkdir trap", "ln -s /proc/self/ns/net trap",
      "ln -s /dev/tty trap", "ln -s red trap", "mknod trap p", "ln -s /nowhere trap",
      "touch trap; mount --bind /dev/zero trap", "touch trap; mount --bind /proc/1/status trap",
      "mkfifo /tmp/f; touch trap; mount --bind /tmp/f trap",
    ])
  func missing(_ command: String) async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip netns add red; cd /run/netns; \(command)")
      #expect(finding("trap", in: machine).kind == "missing")
      #expect(machine.places.names(ofHost: "host") == ["red"])
      await #expect(throws: ShellKeeper.Absence.self) {
        try await machine.machine.shells.shell(in: TestMachine.namespace("trap"))
      }
      let snapshot = await machine.machine.verifier.observer.snapshot(
        [TestMachine.namespace("trap"): [.links, .routes], TestMachine.host: [.namespaces]])
      #expect(snapshot.places[TestMachine.namespace("trap")] == .missing)
      #expect(snapshot.namespaces["host"] == ["red"])
    }
  }

  @Test(
    "Another namespace than a network of the lab's own is refused, with the reason",
    arguments: [
      ("/proc/self/ns/net", "host's own network"), ("/proc/1/ns/net", "host's own network"),
      ("/proc/self/ns/uts", "not a network namespace"), ("/proc/self/ns/ipc", "not a network"),
      ("/proc/self/ns/user", "not a network"),
    ])
  func refused(_ namespace: String, _ reason: String) async throws {
    try await TestMachine.with { machine in
      let bind =
        "ip netns add red; touch /run/netns/trap; mount --bind \(namespace) /run/netns/trap"
      try await machine.output(of: bind)
      let finding = finding("trap", in: machine)
      #expect(finding.kind == "refused")
      #expect(finding.reason.contains(reason))
      #expect(machine.places.identity(of: TestMachine.namespace("trap")) == nil)
      let refusal = await machine.machine.shells.refusal(to: TestMachine.namespace("trap"))
      #expect(refusal?.contains(reason) == true)
    }
  }

  @Test("A namespace that another sandbox owns is not taken for the lab's")
  func foreignOwner() async throws {
    try await TestMachine.with { first in
      try await TestMachine.with { second in
        try await second.output(of: "ip netns add red")
        guard case .found(let net) = second.places.open(TestMachine.namespace("red")) else {
          Issue.record("the namespace is missing")
          return
        }
        #expect(first.sandbox.lab.user.identity != second.sandbox.lab.user.identity)
        #expect(finding("red", in: first).kind == "missing")
        #expect(net.identity != nil)
      }
    }
  }

  @Test(
    "Names that would lead out of the directory are not opened",
    arguments: [
      "", ".", "..", "../netns/red", "red/", "/run/netns/red", "../../proc/1/ns/net",
    ])
  func pathNames(_ name: String) async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip netns add red")
      #expect(finding("red", in: machine).kind == "found")
      #expect(finding(name, in: machine).kind == "missing")
    }
  }

  @Test("A name with a line end, a blank or a quote is one name, and harms no other")
  func strangeNames() async throws {
    try await TestMachine.with(.article) { machine in
      let names = ["red\nblue", "green $(touch x)", "it's; touch x", "\u{1B}[2J", "-x"]
      for name in names {
        let path = ShellScript.quoted("/run/netns/\(name)")
        try await machine.output(
          of: "unshare --net sleep 1000 & until [ -e /proc/$!/ns/net ] && "
            + "! [ /proc/$!/ns/net -ef /proc/$$/ns/net ]; do sleep 0.01; done; "
            + ": >\(path); mount --bind /proc/$!/ns/net \(path); touch /lab/there")
      }
      #expect(machine.places.names(ofHost: "host") == names.sorted())
      let results = try await machine.judge(
        """
        namespaces red blue, within 100ms
        red exists, within 100ms
        host: run "[ -e /lab/there ] && [ ! -e /lab/x ]"
        host: run "cd /run/netns && ls -q | wc -l" prints "5"
        host: link eth0 up
        """)
      #expect(
        results.map(\.outcome) == [.failed, .failed, .passed, .passed, .passed],
        "\(results.map(\.message))")
    }
  }

  @Test(
    "A directory of names that is something else holds no names",
    arguments: [
      "rmdir netns && ln -s /proc/1/ns netns", "rmdir netns && mkfifo netns", "rmdir netns",
      "mv netns away && ln -s away netns && touch away/red",
    ])
  func directory(_ command: String) async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "cd /run && \(command)")
      #expect(machine.places.names(ofHost: "host") == [])
      #expect(finding("net", in: machine).kind == "missing")
      #expect(finding("red", in: machine).kind == "missing")
    }
  }

  @Test(
    "A namespace with two names is an error for claims under both, and a place for commands",
    arguments: [
      "touch /run/netns/blue && mount --bind /run/netns/red /run/netns/blue",
      "ip netns exec red sleep 1000 & until [ /proc/$!/ns/net -ef /run/netns/red ]; "
        + "do sleep 0.01; done; ip netns attach blue $!",
    ])
  func twoNames(_ command: String) async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(
        of: "ip netns add red; ip link add v0 type veth peer name c0 netns red")
      try await machine.expectHolds("host: link v0 peer red/c0")
      try await machine.output(of: "\(command)\n:")
      try await machine.expect(
        "ip -br link | grep -c c0", prints: "1", in: TestMachine.namespace("blue"))
      let results = try await machine.judge(
        """
        red: link c0, within 100ms
        blue: link c0, within 100ms
        blue: no link c9, within 100ms
        blue exists, within 100ms
        host: link v0 peer red/c0, within 100ms
        host: link v0 peer blue/c0, within 100ms
        blue: run "true", within 100ms
        blue: ping 127.0.0.1 fails
        red: ping 127.0.0.1 answered by blue, within 100ms
        host: tcp 10.0.2.15:80 served by blue, within 100ms
        """)
      for result in results {
        #expect(result.outcome == .error, "\(result.claim): \(result.message ?? "")")
        #expect(
          result.message?.contains("blue and red are names of the same") == true,
          "\(result.claim): \(result.message ?? "")")
      }
      // A name is a name.
      try await machine.expectHolds("namespaces blue red\nhost: link v0 type veth")
      try await machine.output(of: "ip netns del blue")
      try await machine.expectHolds("host: link v0 peer red/c0\nred: link c0")
    }
  }

  @Test("A name that changes its meaning all the time is never opened wrongly")
  func swapping() async throws {
    try await TestMachine.with { machine in
      try await machine.output(
        of: "ip netns add red; cd /run/netns; touch own; mount --bind /proc/self/ns/net own; "
          + "(while :; do mkfifo f; mv -f f trap; ln -sf /proc/self/ns/net trap; rm -f trap; done) 2>/dev/null &"
      )
      let host = machine.sandbox.lab.net.identity
      for _ in 0..<2000 {
        for name in ["trap", "own"] {
          let identity = machine.places.identity(of: TestMachine.namespace(name))
          #expect(identity == nil || identity != host)
          #expect(name == "trap" || identity == nil)
        }
      }
    }
  }
}
