import Foundation
import Testing

@testable import LabRuntime

/// A run on the machine itself leaves it as it was; the machine is played by a sandbox.
@Suite(.needsPlayedMachine, .takingTurns, .timeLimit(.minutes(10)))
struct OnHostTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("everything", OnHostLabs.everything, frontMatter: "needs: [ip, iptables]")
    try scratch.lab("atonce", OnHostLabs.atOnce, frontMatter: "needs: [ip, iptables]")
    try scratch.lab("waiting", OnHostLabs.waiting, frontMatter: "needs: [ip, iptables]")
  }

  private func play(_ script: String) async throws -> Program.Ending {
    try await PlayedMachine.run(script, in: scratch)
  }

  @Test("The first lab runs on a machine, which is as before then")
  func firstLab() async throws {
    let lab = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../labs/01-veth.md").standardized
    try scratch.write("01-veth.md", String(contentsOf: lab, encoding: .utf8))
    let ending = try await play(
      "$NETLAB run --on-host --yes 01-veth.md; echo \"status $?\"; same; ls -A /var/lib/netlab")
    let output = ending.output
    #expect(output.contains("status 2\nas before\nlock\n"), "\(output)\(ending.errors)")
    // Only what speaks of the world's internet is not decided, and all of that is named.
    #expect(output.contains("2 claims and 1 command skipped"))
    #expect(output.contains("skipped: host: ping 8.8.8.8"))
    #expect(!output.contains("✗"))
    #expect(output.contains("✓ netns0: ping 172.18.0.11"))
    #expect(ending.errors.contains("the machine's network is as it was before"))
  }

  @Test("Everything that a lab makes is undone, and its processes are ended")
  func everything() async throws {
    let ending = try await play(
      "$NETLAB run --on-host --yes --quiet everything.md; echo \"status $?\"; same; $NETLAB clean")
    #expect(
      ending.output.hasSuffix("status 0\nas before\nthere is nothing to undo\n"),
      "\(ending.output)\(ending.errors)")
  }

  @Test("A signal ends the run, which is undone", arguments: ["INT", "TERM", "HUP"])
  func signals(_ signal: String) async throws {
    let ending = try await play(
      """
      $NETLAB run --on-host --yes --quiet waiting.md & run=$!
      until [ -e /run/waits ]; do sleep 0.02; done
      $NETLAB run --on-host --yes waiting.md; echo "second run $?"
      $NETLAB clean; echo "clean $?"
      kill -\(signal) $run; wait $run; echo "status $?"; same
      """)
    let status = ["INT": 130, "TERM": 143, "HUP": 129][signal]!
    #expect(ending.output.hasPrefix("second run 2\nclean 2\n"), "\(ending.output)")
    #expect(ending.output.contains("status \(status)\nas before\n"), "\(ending.output)")
    #expect(ending.errors.contains("under way"))
  }

  @Test("A run that is killed before or after any change is undone by clean")
  func crashes() async throws {
    let isThorough = ProcessInfo.processInfo.environment["NETLAB_THOROUGH_TESTS"] != nil
    // Stands in for the real tools: at a record it kills netlab, and the stand-in that called it.
    try scratch.write(
      "killer",
      """
      #!/bin/bash
      real=/usr/sbin/${0##*/}
      if [ -n "${NETLAB_ON_HOST-}" ] && [ -e /run/kill-at ]; then
        read at moment </run/kill-at
        journal=/var/lib/netlab/on-host.journal
        if [ "$(grep -c '"makes"' $journal)" -ge "$at" ]; then
          rm /run/kill-at
          [ "$moment" = after ] && $real "$@"
          kill -9 $(head -1 $journal | grep -o '"process":[0-9]*' | cut -d: -f2) $PPID
          exit 137
        fi
      fi
      exec $real "$@"

      """)
    let ending = try await play(
      """
      mount -t tmpfs tmpfs /usr/local/sbin
      for tool in ip iptables sysctl nft; do
        cp killer /usr/local/sbin/$tool; chmod +x /usr/local/sbin/$tool
      done
      at=4
      while true; do
        # Both moments at each record take minutes; one in turn meets every kind of change.
        moments=$([ $((at % 2)) = 0 ] && echo before || echo after)
        \(isThorough ? "moments='before after'" : "")
        for moment in $moments; do
          echo "$at $moment" >/run/kill-at
          $NETLAB run --on-host --yes --quiet atonce.md >/dev/null 2>&1; run=$?
          [ $run = 0 ] && { echo "done at $at"; same; exit; }
          [ "$at$moment" = 4before ] && $NETLAB run --on-host --yes --quiet atonce.md >/dev/null \
            2>/run/refusal && echo "a second run begins"
          $NETLAB clean >/run/cleaned; echo "$at $moment $run $? $(same)"
        done
        at=$((at + 1))
      done
      """)
    let lines = ending.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "as before", "\(ending.output)\(ending.errors)")
    let crashes = lines.dropLast(2)
    #expect(crashes.count >= (isThorough ? 30 : 15))
    for line in crashes { #expect(line.hasSuffix(" 137 0 as before"), "\(line)") }
  }

  @Test("An undoing that is killed is finished by the next")
  func crashesOfUndoing() async throws {
    // Kills netlab at the n-th of the calls by which it undoes.
    try scratch.write(
      "killer",
      """
      #!/bin/bash
      real=/usr/sbin/${0##*/}
      if [ -z "${NETLAB_ON_HOST-}" ] && [ -e /run/kill-at ]; then
        case " $* " in (*" delete "*|*" -D "*|*" -F "*|*" -X "*|*" -P "*)
          left=$(($(cat /run/kill-at) - 1)); echo $left >/run/kill-at
          if [ $left = 0 ]; then
            rm /run/kill-at
            [ $(($(cat /run/position) % 2)) = 0 ] && $real "$@"
            kill -9 $PPID
            exit 137
          fi
        esac
      fi
      exec $real "$@"

      """)
    let ending = try await play(
      """
      mount -t tmpfs tmpfs /usr/local/sbin
      for tool in ip iptables nft; do
        cp killer /usr/local/sbin/$tool; chmod +x /usr/local/sbin/$tool
      done
      at=1
      while true; do
        echo $at >/run/position; cp /run/position /run/kill-at
        $NETLAB run --on-host --yes --quiet atonce.md >/dev/null 2>&1; run=$?
        rm -f /run/kill-at
        [ $run = 0 ] && { echo "done at $at"; same; exit; }
        $NETLAB clean >/run/cleaned; echo "$at $run $? $(same)"
        at=$((at + 1))
      done
      """)
    let lines = ending.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "as before", "\(ending.output)\(ending.errors)")
    let crashes = lines.dropLast(2)
    #expect(crashes.count >= 12)
    for line in crashes { #expect(line.hasSuffix(" 137 0 as before"), "\(line)") }
  }

  @Test("What others make meanwhile stays", arguments: [true, false])
  func others(_ isKilled: Bool) async throws {
    let ending = try await play(
      """
      $NETLAB run --on-host --yes --quiet waiting.md >/dev/null & run=$!
      until [ -e /run/waits ]; do sleep 0.02; done
      ip netns add theirs; ip link add theirs0 type bridge
      iptables -I FORWARD -i theirs0 -j ACCEPT
      iptables -A FORWARD -i br0 -j DROP
      sysctl -q -w net.ipv4.tcp_fin_timeout=42
      ip route add 172.27.0.0/16 via 10.0.2.9
      \(isKilled ? "kill -9 $run" : "touch /run/go")
      wait $run 2>/dev/null
      $NETLAB clean >/dev/null
      iptables -S FORWARD; ls /run/netns; ip -br link show type bridge | cut -d' ' -f1
      ip route show 172.27.0.0/16; sysctl -n net.ipv4.tcp_fin_timeout net.ipv4.ip_forward
      """)
    let forward =
      "-P FORWARD ACCEPT\n-A FORWARD -i theirs0 -j ACCEPT\n-A FORWARD -i br0 -j DROP\n"
    #expect(
      ending.output.trimmingTrailingBlanks
        == forward + "theirs\ntheirs0\n172.27.0.0/16 via 10.0.2.9 dev eth0\n42\n0\n",
      "\(ending.output)\(ending.errors)")
    if !isKilled {
      #expect(ending.errors.contains("not as before") || ending.errors.contains("past the record"))
    }
  }
}

extension String {
  /// Without the blanks that `ip` leaves at the ends of lines.
  var trimmingTrailingBlanks: String { replacing(" \n", with: "\n") }
}
