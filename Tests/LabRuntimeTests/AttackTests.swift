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

  @Test("The machine's networks and its sockets without a file cannot be reached", .needs("perl"))
  func machineNetworks() async throws {
    // A server of the machine's, on its loopback and under an abstract name.
    let server = try Descriptor.listening()
    let name = "netlab-attack-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let abstract = try Descriptor.listening(abstractName: name)
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip netns add red; ip -n red link set lo up; ip link set lo up")
      for place in [TestMachine.host, TestMachine.namespace("red"), .internet] {
        let port = try server.port
        try await machine.expectRefusal(of: ": <>/dev/tcp/127.0.0.1/\(port)", in: place)
        let connect =
          "perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0); "
          + "connect($s, pack_sockaddr_un(\"\\0\(name)\")) or exit 3'"
        #expect(try await machine.reply(to: connect, in: place).end == .status(3))
        let devices = try await machine.output(
          of: "ls /sys/class/net /proc/sys/net/ipv4/conf",
          in: place)
        #expect(
          Set(devices.split(whereSeparator: \.isWhitespace).map(String.init)).isSubset(of: [
            "/sys/class/net:", "/proc/sys/net/ipv4/conf:", "lo", "eth0", "all", "default",
            "tunl0", "sit0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0",
            "ip6gre0", "bonding_masters", "dummy0", "ifb0", "ifb1",
          ]), "\(devices)")
      }
      // Both are there to be reached on the machine itself.
      #expect(server.acceptsConnections && abstract.acceptsConnections)
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

extension Descriptor {
  /// A server on the loopback of the machine that runs the tests, or under an abstract name.
  fileprivate static func listening(abstractName: String? = nil) throws -> Descriptor {
    let family = abstractName == nil ? AF_INET : AF_UNIX
    let server = Descriptor(owning: socket(family, CInt(SOCK_STREAM.rawValue), 0))
    var result: CInt = -1
    if let abstractName {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) {
        $0.dropFirst().copyBytes(from: Array(abstractName.utf8))
      }
      let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + abstractName.utf8.count)
      result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(server.number, $0, length) }
      }
    } else {
      result = SocketAddress(IPAddress(family: .inet, value: 0x7f00_0001), port: 0)
        .withPointer { bind(server.number, $0, $1) }
    }
    guard result == 0, listen(server.number, 8) == 0 else { throw SystemProblem("listen") }
    return server
  }

  fileprivate var port: UInt16 {
    get throws {
      var address = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(number, $0, &length)
        }
      }
      guard result == 0 else { throw SystemProblem("getsockname") }
      return UInt16(bigEndian: address.sin_port)
    }
  }

  fileprivate var acceptsConnections: Bool {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0 && value == 1
  }
}
