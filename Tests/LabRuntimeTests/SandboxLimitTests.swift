import CSeccomp
import Glibc
import NetworkState
import Testing

@testable import LabRuntime

/// How much of the machine a sandbox can have, and what its shells may not do.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct SandboxLimitTests {
  @Test("Processes, descriptors, files and core dumps are limited, and stay so")
  func limits() async throws {
    try await TestMachine.with { machine in
      for place in [TestMachine.host, .internet] {
        let limits = "ulimit -Hu; ulimit -Hn; ulimit -Hf; ulimit -Hc; ulimit -Hq"
        try await machine.expect(limits, prints: "512\n1024\n262144\n0\n0", in: place)
        try await machine.expectRefusal(of: "ulimit -Hu 513", in: place)
      }
    }
  }

  @Test("The limit of the lab's first process cannot be raised either")
  func firstProcess() async throws {
    try await TestMachine.with { machine in
      try await machine.expectRefusal(of: "prlimit --pid 1 --nproc=513")
      try await machine.expectRefusal(of: "prlimit --pid 1 --nofile=1025")
    }
  }

  @Test("Folders of files in memory have their sizes")
  func sizes() async throws {
    try await TestMachine.with { machine in
      let folders = "/etc /tmp /run /var /root /lab /dev/shm"
      let sizes = try await machine.output(
        of: "df -k --output=size \(folders) | tail -n +2 | tr -d ' '")
      #expect(sizes == "16384\n65536\n65536\n65536\n65536\n262144\n65536")
      let reply = try await machine.reply(to: "head -c 20000000 /dev/zero >/etc/large")
      #expect(reply.text.contains("No space left on device"))
      try await machine.expect(
        "rm /etc/large; echo again >/etc/small && cat /etc/small", prints: "again")
    }
  }

  @Test("A file beyond the limit ends its writer, not the shell")
  func fileSize() async throws {
    try await TestMachine.with { machine in
      // A hole costs no memory.
      let reply = try await machine.reply(to: "truncate -s 300M /lab/hole")
      #expect(reply.end != .status(0))
      try await machine.expect("echo there", prints: "there")
    }
  }

  @Test("Too many processes fail to start inside; netlab still reads the state")
  func processes() async throws {
    try await TestMachine.with { machine in
      // A shell that cannot fork waits and tries again, for longer than anybody waits for it.
      let bomb = "for i in {1..600}; do sleep 1000 & done"
      let shell = try await machine.machine.shells.shell(in: TestMachine.host)
      let running = Task { await shell.run(bomb, timeout: .seconds(60)) }
      defer { running.cancel() }
      try await eventually("the limit of processes") {
        InsideProcesses.list(of: machine.sandbox).count > 480
      }
      let snapshot = await machine.machine.verifier.observer.snapshot([TestMachine.host: [.links]])
      guard case .state(let state)? = snapshot.places[TestMachine.host] else {
        Issue.record("\(snapshot.places)")
        return
      }
      #expect(state.links?.map(\.name) == ["lo"])
      running.cancel()
      #expect(await running.value.end == .cancelled)
      #expect(InsideProcesses.list(of: machine.sandbox).count <= 520)
    }
  }

  @Test("Shells have no new privileges and a filter, in every place")
  func confinement() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip netns add red")
      for place in [TestMachine.host, TestMachine.namespace("red"), .internet] {
        let status = try await machine.output(
          of: "grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t'", in: place)
        #expect(status == "NoNewPrivs:1\nSeccomp:2", "\(place)")
      }
      let inside = try await machine.output(
        of: "grep -h ^Seccomp: /proc/[0-9]*/status | tr -d '\\t' | sort -u")
      #expect(inside == "Seccomp:2")
    }
  }

  @Test("Calls that change ids say yes and do nothing")
  func pretendedCalls() async throws {
    try await TestMachine.with { machine in
      try await machine.expect(
        "touch f && chown 1234:99 f && chgrp 7 f && stat -c %u:%g f", prints: "0:0")
      let words = "setpriv --reuid=5 --regid=5 --clear-groups id -u"
      try await machine.expect(words, prints: "0")
    }
  }

  @Test("tcpdump runs as it stands", .needs("tcpdump"))
  func tcpdump() async throws {
    try await TestMachine.with { machine in
      try await machine.output(of: "ip link set lo up")
      let capture = try await machine.output(
        of: "tcpdump -ni lo -c 1 icmp 2>&1 & while [ -n \"$(jobs -r)\" ]; "
          + "do ping -c 1 -W 1 127.0.0.1 >/dev/null; done; wait")
      #expect(capture.contains("ICMP echo request"))
    }
  }

  @Test("The kernel heeds the filter: keys, bpf, TIOCSTI, x32", .needs("perl"))
  func filter() async throws {
    try await TestMachine.with { machine in
      for (name, wanted) in [("keyctl", "1"), ("bpf", "1"), ("io_uring_setup", "38")] {
        let number = seccomp_syscall_resolve_name(name)
        try await machine.expect(
          "perl -e 'syscall(\(number), 0, 0, 0); print $! + 0'", prints: wanted)
      }
      try await machine.expect(
        "perl -e '$c = \"x\"; ioctl(STDIN, \(TIOCSTI), $c); print $! + 0'", prints: "1")
      guard seccomp_arch_native() == SeccompFilterTests.Architecture.x86.number else { return }
      let reply = try await machine.reply(to: "perl -e 'syscall(0x40000000 | 39)'")
      #expect(reply.end == .status(128 + Int(SIGSYS)))
    }
  }

  @Test("Sockets of strange families cannot be had", .needs("perl"))
  func socketFamilies() async throws {
    try await TestMachine.with { machine in
      func open(_ family: Int) -> String { "perl -e 'socket(my $s, \(family), 1, 0) or exit 3'" }
      for family in [1, 2, 10] { try await machine.output(of: open(family)) }
      for family in [38, 40, 31, 99] { try await machine.expectRefusal(of: open(family)) }
    }
  }
}
