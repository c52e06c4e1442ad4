import NetworkState
import Testing

@testable import LabRuntime

/// Connections and commands that claims try.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct OtherProbeTests {
  @Test("A connection opens, is refused, or is met with silence", .needs("iptables"))
  func connections() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      let open = try machine.listener(in: TestMachine.namespace("red"), port: 80)
      let dropped = try machine.listener(in: TestMachine.namespace("red"), port: 81)
      try await machine.output(
        of: "iptables -A INPUT -p tcp --dport 81 -j DROP", in: TestMachine.namespace("red"))
      try await machine.expectHolds(
        """
        host: tcp 172.18.0.2:80
        red: tcp 127.0.0.1:80
        red: listen tcp 81
        host: tcp 172.18.0.2:82 fails
        host: tcp 172.18.0.2:82 fails with "Connection refused"
        host: tcp 172.18.0.2:81 fails
        host: tcp 172.18.0.2:81 fails silently
        blue: tcp 9.9.9.9:80 fails silently
        """)
      try await machine.expect(
        .failed, of: "host: tcp 172.18.0.2:82, within 200ms", saying: "refused")
      try await machine.expect(
        .failed, of: "host: tcp 172.18.0.2:81, within 200ms", saying: "silence")
      try await machine.expect(
        .failed, of: "host: tcp 172.18.0.2:82 fails silently", saying: "refused")
      try await machine.expect(
        .failed, of: "host: tcp 172.18.0.2:81 fails with \"refused\"", saying: "silence")
      try await machine.expect(.failed, of: "host: tcp 172.18.0.2:80 fails")
      try await machine.expect(.error, of: "ghost: tcp 172.18.0.2:80 fails, within 200ms")
      withExtendedLifetime((open, dropped)) {}
    }
  }

  @Test("`run` is judged by status and words")
  func run() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip netns add red; echo there >file")
      try await machine.expectHolds(
        """
        host: run "true"
        host: run "exit 3" exits 3
        host: run "cat file" prints "there"
        host: run "echo some; exit 5" prints "some"
        host: run "echo words >&2" prints "words"
        red: run "ip -br link" prints "lo"
        host: run "ip netns list" prints "red"
        host: run "ip -n red -br link" prints "lo"
        internet: run "ip -br link" prints "lo"
        """)
      try await machine.expect(
        .failed, of: "host: run \"exit 3\", within 100ms", saying: "status 3")
      try await machine.expect(
        .failed, of: "host: run \"echo a\" prints \"b\", within 100ms", saying: "does not contain")
      try await machine.expect(
        .failed, of: "host: run \"true\" exits 1, within 100ms", saying: "status 0, not 1")
      try await machine.expect(.error, of: "ghost: run \"true\", within 100ms", saying: "ghost")
    }
  }

  @Test("`run` has mounts of its own, no input, and leaves nothing running")
  func runIsApart() async throws {
    try await TestMachine.with { machine in
      try await machine.output(
        of: "ip netns add red; x=1; echo 'echo \"hostile\"' >/root/.bashrc; "
          + "cp /root/.bashrc /root/.profile; "
          + "printf '#!/bin/sh\\necho fake\\n' >fake; chmod +x fake; mount --bind fake /usr/bin/id")
      try await machine.expect("id", prints: "fake")
      let before = Set(InsideProcesses.list(of: machine.sandbox))
      try await machine.expectHolds(
        """
        host: run "id -u" prints "0"
        host: run "[ -z \\"$x\\" ]"
        host: run "read line" exits 1
        host: run "grep -q NoNewPrivs:.1 /proc/self/status"
        host: run "sleep 1000 & sleep 1000 & true"
        host: run "env -i setsid sleep 1000 & setsid sh -c 'sleep 1000 & sleep 1000' & true"
        host: run "ip netns exec red setsid -f sleep 1000; unshare --mount setsid -f sleep 1000"
        red: run "trap '' TERM HUP; (setsid bash -c 'ulimit -u 9; exec -a x sleep 1000' &) &"
        host: run "mount -t tmpfs none /mnt && touch /mnt/mark"
        """)
      try await machine.expect(
        .failed, of: "host: run \"id\" prints \"fake\", within 100ms", saying: "uid=0")
      try await machine.expect("ls -A /mnt", prints: "")
      try await eventually("the end of what `run` started") {
        Set(InsideProcesses.list(of: machine.sandbox)).isSubset(of: before)
      }
    }
  }
}
