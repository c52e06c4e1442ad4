import Glibc
import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// Work inside that reaches for what is outside, or takes all there is.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct AttackTests {
  @Test("No device gets into the internet, by whatever name its namespace is called")
  func deviceIntoInternet() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip link add d0 type veth peer name d1")
      let before = try await machine.output(of: "ip -br link | cut -d' ' -f1", in: .internet)
      let id = try await machine.output(
        of: "ip link show eth0 | sed -n 's/.*link-netnsid \\([0-9]*\\).*/\\1/p'")
      #expect(id != "")
      // Its id is known inside, and by that netlink can be asked to make devices there.
      let made = try await machine.reply(to: "ip link add x0 link-netnsid \(id) type bridge")
      #expect(made.text.contains("Operation not permitted"), "\(made.text)")
      // Process ids from inside and outside alike mean nobody who is in the internet.
      let ids = (1...300).map(String.init) + ["\(getpid())", "\(getppid())"]
      try await machine.output(
        of: "for p in \(ids.joined(separator: " ")); do "
          + "[ -e /proc/$p ] || ! ip link set d1 netns $p 2>/dev/null || echo moved; done")
      try await machine.output(of: "ip link show d1")
      try await machine.expect("ip -br link | cut -d' ' -f1", prints: before, in: .internet)
    }
  }

  @Test("Processes outside cannot be traced, signalled or read by any id", .needs("perl"))
  func outerProcesses() async throws {
    try await TestMachine.with { machine in
      let outer = [getpid(), getppid()]
      for process in outer {
        for command in [
          "kill -0 \(process)", "kill -CONT \(process)", "cat /proc/\(process)/maps",
          "ls /proc/\(process)/fd", "nsenter -t \(process) --net true",
          "nsenter -t \(process) --mount true",
        ] {
          // An id can mean another process inside; then it is one of the lab's own.
          try await machine.expectRefusal(of: "[ ! -e /proc/\(process) ] && \(command)")
        }
      }
      // All that can be seen is the second stage's: its first process has no parent.
      try await machine.expect(
        "sed -n 's/^PPid:\\t//p' /proc/1/status", prints: "0")
      // What entered from outside has a parent that cannot be seen, so cannot be signalled.
      try await machine.expect("sed -n 's/^PPid:\\t//p' /proc/$$/status", prints: "0")
    }
  }

  @Test("Descriptors of netlab's are not inherited")
  func descriptors() async throws {
    try await TestMachine.with(.article) { machine in
      for place in [TestMachine.host, .internet] {
        let open = try await machine.output(
          of: "for f in /proc/$$/fd/*; do readlink $f; done | sed 's/[0-9]*\\]$/]/' | sort -u",
          in: place)
        #expect(
          Set(open.split(separator: "\n")).isSubset(of: ["pipe:[]", "/dev/null"]), "\(open)")
      }
    }
  }

  @Test(
    "A folder that is full is an outcome, and netlab needs none of them",
    arguments: ["/tmp", "/lab", "/run", "/var", "/root", "/dev/shm", "/etc"])
  func fullFolder(_ folder: String) async throws {
    try await TestMachine.with(.article) { machine in
      let reply = try await machine.reply(
        to: "cat /dev/zero >\(folder)/a; cat /dev/zero >\(folder)/b; "
          + "i=0; while : >\(folder)/f$i; do i=$((i+1)); [ $i -lt 300 ] || break; done; "
          + "echo x >\(folder)/c")
      #expect(reply.text.contains("No space left on device"))
      try await machine.expectHolds(
        """
        host: link eth0 up
        host: route default via 10.0.2.2 dev eth0
        host: ping 8.8.8.8 answered by internet
        host: run "echo fine" prints "fine"
        """)
      try await machine.expect("echo alive", prints: "alive")
    }
  }

  @Test("A fork bomb ends with its command; claims are judged beside it and never wrongly")
  func forkBomb() async throws {
    try await TestMachine.with(.article) { machine in
      let shell = try await machine.machine.shells.shell(in: TestMachine.host)
      async let reply = shell.run("b() { b | b & }; b; sleep 1000", timeout: .seconds(4))
      try await eventually("many processes") {
        InsideProcesses.list(of: machine.sandbox).count > 300
      }
      let results = try await machine.judge(
        "host: link eth0 up\nhost: no link eth9\nhost: link eth9, within 200ms")
      #expect(results.map(\.outcome) == [.passed, .passed, .failed], "\(results.map(\.message))")
      #expect(await reply.end == .timedOut)
      #expect(InsideProcesses.list(of: machine.sandbox).count <= 520)
    }
  }

  @Test("Memory that is no process's cannot be had", .needs("perl"))
  func hiddenMemory() async throws {
    try await TestMachine.with { machine in
      // No such call, as older kernels say: programs have another way.
      try await machine.expect(
        "perl -e 'print shmget(0, 4096, 01600) // \"none: \" . ($! + 0)'", prints: "none: 38")
    }
  }
}
