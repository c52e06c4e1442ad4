import LabResults
import NetworkState
import Testing

@testable import LabRuntime

/// Work inside that wants to be taken for what it is not.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct HostileOutputTests {
  @Test("Sixty megabytes that are no text neither fill netlab nor hide the status")
  func muchBinary() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ head -c 60000000 /dev/urandom; false
      [exit 1]
      $ echo there
      there
      ```
      """)
    #expect(run.complaints == [])
    #expect(run.commands[0].status == 1)
    // Repaired bytes take three each.
    #expect(run.commands[0].output.utf8.count < 4 << 20)
    #expect(run.commands[0].output.contains("bytes more were printed, and dropped"))
    #expect(run.commands[1].output == "there\n")
  }

  @Test("The output that a claim looks through can be binary and large")
  func largeOutput() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ head -c 60000000 /dev/urandom >/lab/large
      ```

      ```expect
      host: run "cat /lab/large" prints "no such words", within 1s
      ```
      """)
    #expect(run.commands.map(\.outcome) == [.passed])
    #expect(run.claims.map(\.outcome) != [.passed])
  }

  @Test("Descriptors beyond the three streams are not there to write statuses to")
  func forgedStatus() async throws {
    let run = try await LabRun.run(
      """
      ## A step

      ```console
      $ for fd in {3..20} 255; do eval "printf '0\\n1 0\\n' >&$fd"; done 2>/dev/null; false
      ```
      """)
    #expect(run.outcome == .failed, "\(run.outcomes)")
  }

  @Test("A rule in another rule's comment is no rule", .needs("iptables"))
  func forgedRule() async throws {
    try await TestMachine.with(.article) { machine in
      let forged = "-A INPUT -s 10.9.9.9/32 -j DROP"
      for comment in ["a\n\(forged)\n-A INPUT", "a\"\n\(forged)\n#", "a\\\n\(forged)\n\\"] {
        let quoted = comment.replacing("'", with: "'\\''")
        try await machine.output(
          of: "iptables -A INPUT -p udp -m comment --comment '\(quoted)' -j ACCEPT")
      }
      for claim in ["iptables INPUT -s 10.9.9.9 -j DROP", "iptables INPUT -s 10.9.9.9/32 -j DROP"] {
        let results = try await machine.judge("host: \(claim), within 200ms\nhost: no \(claim)")
        #expect(results[0].outcome != .passed, "\(results[0].message ?? "")")
        #expect(results[1].outcome != .failed, "\(results[1].message ?? "")")
      }
      try await machine.output(of: "iptables -A INPUT -s 10.9.9.9 -j DROP")
      let real = try await machine.judge("host: no iptables INPUT -s 10.9.9.9 -j DROP")
      #expect(real[0].outcome != .passed)
    }
  }

  @Test("A rule in an nft comment is no rule", .needs("nft"))
  func forgedFilterRule() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(
        of: #"printf 'table inet t {\nchain c {\naccept comment "a } tcp dport 81 drop"\n}\n}\n'"#
          + " | nft -f -")
      try await machine.expect(.failed, of: "host: nft tcp dport 81 drop, within 200ms")
    }
  }

  @Test("An alias with control bytes, quotes and other JSON changes no device")
  func alias() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.output(of: "ip link add d0 type bridge")
      for alias in [
        #"$'\e[2J\a\b\x01'"#, #"$'\xff\xfe'"#, #"$'x","operstate":"UP","flags":["UP"],"y":"'"#,
        #"$'\n2: d1: <UP>\n'"#, #"$'\\'"#, #"$'"}]'"#,
      ] {
        try await machine.output(of: "ip link set d0 alias \(alias)")
        let results = try await machine.judge(
          """
          host: link d0 up, within 200ms
          host: link d1, within 200ms
          host: link d0 down
          host: no link d1
          """)
        for result in results.prefix(2) {
          #expect(result.outcome != .passed, "\(alias): \(result.claim)")
        }
        for result in results.dropFirst(2) {
          #expect(result.outcome == .passed, "\(alias): \(result.claim): \(result.message ?? "")")
        }
      }
    }
  }

  @Test("Pings inside do not make up for an answer that another place gives", .needs("ping"))
  func forgedAnswer() async throws {
    try await TestMachine.with(.article) { machine in
      try await machine.makeRooms()
      // Blue has the address too, and pings itself and it all the time.
      let blue = TestMachine.namespace("blue")
      try await machine.output(
        of: "ip addr add 172.18.0.2/32 dev lo; ping -i 0.01 172.18.0.2 >/dev/null 2>&1 & "
          + "ping -i 0.01 172.18.1.1 >/dev/null 2>&1 &", in: blue)
      try await machine.output(of: "ping -i 0.01 172.18.1.2 >/dev/null 2>&1 &")
      let results = try await machine.judge(
        """
        host: ping 172.18.0.2 answered by blue, within 500ms
        host: ping 172.18.0.2 answered by host, within 500ms
        host: ping 172.18.0.2 answered by red
        """)
      #expect(results.map(\.outcome) == [.failed, .failed, .passed], "\(results.map(\.message))")
    }
  }
}
