import Testing

@testable import LabRuntime

/// What a run on the machine itself does not do, and says.
@Suite(.needsPlayedMachine, .takingTurns, .timeLimit(.minutes(5)))
struct OnHostRefusalTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.lab("everything", OnHostLabs.everything, frontMatter: "needs: [ip, iptables]")
    try scratch.lab("waiting", OnHostLabs.waiting, frontMatter: "needs: [ip, iptables]")
    try scratch.lab("passing", "## A step\n\n```console\n$ true\n```\n", frontMatter: "needs: [ip]")
  }

  private func play(_ script: String) async throws -> Program.Ending {
    try await PlayedMachine.run(script, in: scratch)
  }

  @Test("All clashes are told at once, and nothing is changed")
  func clashes() async throws {
    let ending = try await play(
      """
      ip netns add red; ip link add vr type bridge; iptables -N LAB; nft add table inet lab
      ip route add 172.28.0.0/30 via 10.0.2.2; ip addr add 172.30.200.1/16 dev vr
      state >/run/before
      $NETLAB run --on-host --yes everything.md; echo "status $?"; same
      """)
    #expect(ending.output == "status 2\nas before\n", "\(ending.errors)")
    for words in [
      "the namespace red is there", "the device vr is there", "iptables -t filter LAB is there",
      "nftables table inet lab is there", "172.30.0.0/24 is in use here: vr has 172.30.200.1/16",
      "172.28.0.0/24 is in use here: the route `172.28.0.0/30 via 10.0.2.2", "in a sandbox",
    ] {
      #expect(ending.errors.contains(words), "\(words) is not in \(ending.errors)")
    }
  }

  @Test("A lab cannot change what was there before it")
  func foreignThings() async throws {
    try scratch.lab(
      "greedy",
      """
      ## A step

      ```console
      $ ip link set eth0 down
      netlab: the device eth0 was there before the lab, which may not change it on the machine itself
      [exit 2]
      $ iptables -t nat -F 2>&1 | grep -c 'rules that were there before'
      1
      $ ip route del default
      netlab: the route to default was there before the lab, which may not change it on the machine itself
      [exit 2]
      $ ip netns del users 2>&1 | grep -c 'was there before the lab'
      1
      $ sh -c 'sudo nft flush ruleset'
      netlab: `nft flush ruleset` would take the machine's own rules
      [exit 2]
      $ for name in one two; do ip netns add $name; done
      $ iptables -t nat -A POSTROUTING -s 10.99.0.0/16 -j MASQUERADE
      ```
      """, frontMatter: "needs: [ip, iptables]")
    let ending = try await play(
      """
      ip netns add users; iptables -t nat -A POSTROUTING -s 10.99.0.0/16 -j MASQUERADE
      state >/run/before
      $NETLAB run --on-host --yes --strict --quiet greedy.md; echo "status $?"; same
      """)
    #expect(ending.output.hasSuffix("status 0\nas before\n"), "\(ending.output)\(ending.errors)")
  }

  @Test("What was changed past the record is named, and what can be recorded is undone")
  func pastTheRecord() async throws {
    try scratch.lab(
      "sly",
      """
      ## A step

      ```console
      $ key=proxy_arp; echo 1 > /proc/sys/net/ipv4/conf/all/$key
      $ echo 1 > /proc/sys/net/ipv4/ip_forward
      $ /usr/sbin/ip link add sneaky type bridge
      $ /usr/sbin/sysctl -q -w net.ipv4.conf.all.log_martians=1
      ```
      """, frontMatter: "needs: [ip]")
    let ending = try await play(
      """
      $NETLAB run --on-host --yes --quiet sly.md; echo "status $?"
      ip link del sneaky; sysctl -q -w net.ipv4.conf.all.log_martians=0; same
      """)
    #expect(ending.output.hasSuffix("status 2\nas before\n"), "\(ending.output)\(ending.errors)")
    #expect(
      ending.errors.contains("device sneaky mtu 1500 down type bridge is new, after `/usr/sbin"))
    #expect(ending.errors.contains("net.ipv4.conf.all.log_martians was 0 and is 1"))
    #expect(!ending.errors.contains("proxy_arp"))
  }

  @Test("Clean says what it finds: nothing, a torn line, another network, another start")
  func clean() async throws {
    let ending = try await play(
      """
      $NETLAB clean; echo "status $?"
      journal=/var/lib/netlab/on-host.journal
      killed() {
        $NETLAB run --on-host --yes --quiet waiting.md >/dev/null 2>&1 & run=$!
        until [ -e /run/waits ]; do sleep 0.02; done
        rm /run/waits; kill -9 $run; wait $run 2>/dev/null
      }
      killed
      $NETLAB run --on-host --yes waiting.md; echo "status $?"
      unshare --net $NETLAB clean; echo "status $?"
      printf '{"makes":{"number":99,"thing":{"na' >>$journal
      $NETLAB clean | head -1; same
      killed
      # As if the machine had been started anew, which takes all but the folders with it.
      cp $journal /run/copy; $NETLAB clean >/dev/null
      sed 's/"boot":"[^"]*"/"boot":"other"/' /run/copy >$journal
      mkdir "$(grep -o '"directory":"[^"]*' /run/copy | cut -d'"' -f4)"
      $NETLAB clean; echo "status $?"; same
      """)
    #expect(
      ending.output == """
        there is nothing to undo
        status 0
        status 2
        status 2
        the run of waiting on this machine is undone
        as before
        the run of waiting on this machine is undone
          the machine was started anew since; what the lab had made went with that
        status 0
        as before

        """, "\(ending.errors)")
    #expect(ending.errors.contains("an earlier run on this machine was not undone; `netlab clean`"))
    #expect(ending.errors.contains("in another network namespace than this"))
  }

  @Test("What cannot be undone is told, and stays recorded until it can be")
  func stubborn() async throws {
    try scratch.lab(
      "table", "## A step\n\n```console\n$ nft add table inet lab\n$ ip netns add red\n```",
      frontMatter: "needs: [ip, nft]")
    let ending = try await play(
      """
      mount -t tmpfs tmpfs /usr/local/sbin
      printf '#!/bin/sh\ncase $1 in (delete) echo "not now" >&2; exit 1; esac\n' >/usr/local/sbin/nft
      echo 'exec /usr/sbin/nft "$@"' >>/usr/local/sbin/nft; chmod +x /usr/local/sbin/nft
      $NETLAB run --on-host --yes --quiet table.md; echo "status $?"; ls /run/netns
      $NETLAB clean; echo "status $?"
      rm /usr/local/sbin/nft; $NETLAB clean; echo "status $?"; same
      """)
    #expect(
      ending.output.hasSuffix(
        """
        status 2
        the run of table on this machine could not be undone whole
          not undone: the nftables table inet lab: `nft delete table inet lab` failed: not now
        status 2
        the run of table on this machine is undone
          undone: the nftables table inet lab
        status 0
        as before

        """), "\(ending.output)\(ending.errors)")
    #expect(ending.errors.contains("`netlab clean` tries again"))
  }

  @Test("It needs root, and an agreement")
  func agreement() async throws {
    let ending = try await play(
      """
      $NETLAB run --on-host passing.md; echo "status $?"
      NETLAB_SPARED_NETWORK=$(stat -Lc %d:%i /proc/self/ns/net) $NETLAB clean; echo "status $?"
      same
      """)
    #expect(ending.output == "status 64\nstatus 2\nas before\n", "\(ending.errors)")
    #expect(ending.errors.contains("--yes agrees"))
    #expect(ending.errors.contains("this network is spared"))
  }

  @Test("A lab that needs more than one machine has is refused")
  func worlds() async throws {
    let step = "## A step\n\n```console\n$ true\n```\n"
    let hosts = "{a: {eth0: 10.5.0.1/24}, b: {eth0: 10.5.0.2/24}}"
    try scratch.lab("hosts", step, frontMatter: "world: {hosts: \(hosts)}")
    try scratch.lab(
      "serves", step, frontMatter: "world: {internet: {addresses: [8.8.8.8], serves: [dns]}}")
    try scratch.lab("internet", step.replacing("$ true", with: "root@internet# true"))
    let ending = try await play(
      "for lab in hosts serves internet; do $NETLAB run --on-host --yes $lab.md; echo $?; done")
    #expect(ending.output == "2\n2\n2\n", "\(ending.output)\(ending.errors)")
    #expect(ending.errors.contains("needs 2 hosts"))
    #expect(ending.errors.contains("an internet that serves dns"))
    #expect(ending.errors.contains("runs in the lab's internet"))
  }
}
