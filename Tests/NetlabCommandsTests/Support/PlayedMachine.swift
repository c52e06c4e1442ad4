import Foundation
import Testing

@testable import LabRuntime

/// A sandbox that plays a whole machine: network, mounts and processes of its own, and root in it.
///
/// What runs there finds netlab as `$NETLAB`, the scratch folder as the current one, and functions of
/// the shell to look at the machine. The real machine's network is spared by netlab itself as well.
enum PlayedMachine {
  static func run(_ script: String, in scratch: Scratch) async throws -> Program.Ending {
    let program = try #require(Program.path)
    let unshare = try #require(Tool.path(of: "unshare"))
    try scratch.write("machine.sh", beginning + script)
    var status = stat()
    stat("/proc/self/ns/net", &status)
    let running = try Program.start(
      arguments + ["bash", scratch.path("machine.sh")], program: unshare,
      environment: [
        "NETLAB_SPARED_NETWORK=\(status.st_dev):\(status.st_ino)", "PROGRAM=\(program)",
        "SCRATCH=\(scratch.path)",
      ])
    return try await running.ending(within: .seconds(540))
  }

  private static let arguments =
    (geteuid() == 0 ? [] : ["--user", "--map-root-user"])
    + ["--net", "--mount", "--pid", "--fork", "--uts", "--ipc", "--mount-proc"]
    + ["--kill-child", "--propagation", "private"]

  /// Why no machine can be played here; `nil` if one can.
  static let refusal: String? = {
    if Program.path == nil { return "the executable netlab is not beside the tests" }
    for tool in ["unshare", "ip", "iptables", "nft", "sysctl", "mount", "ping"]
    where Tool.path(of: tool) == nil {
      return "\(RuntimeProblem.toolMissing(tool))"
    }
    guard let null = try? Descriptor.open("/dev/null", O_RDWR),
      let trial = try? ChildProcess.start(
        ProcessStart(
          path: Tool.path(of: "unshare")!,
          arguments: arguments + ["sh", "-c", "mount -t sysfs sysfs /sys && iptables -S"],
          descriptors: [null, null, null])),
      trial.reap() == .exited(0)
    else { return "no namespaces can be made here, so that no machine can be played" }
    return nil
  }()

  private static let beginning = """
    set -u
    mount --bind "${PROGRAM%/*}" /media && mount --bind "$SCRATCH" /mnt
    for folder in /run /var/lib /tmp; do mount -t tmpfs tmpfs $folder; done
    mount -t sysfs sysfs /sys
    mkdir -p /run/netns
    NETLAB=/media/netlab
    cd /mnt
    echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
    ip link set lo up
    unshare --net sleep infinity & outside=$!
    until [ "$(readlink /proc/$outside/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
    ip link add eth0 index 20 type veth peer name out index 21 netns $outside
    nsenter --net=/proc/$outside/ns/net ip link set out up
    ip addr add 10.0.2.15/24 dev eth0
    ip link set eth0 up
    ip route add default via 10.0.2.2

    # All that netlab could have left.
    state() {
      ls /run/netns /tmp; ls /var/lib/netlab 2>/dev/null | grep -v '^lock$'
      ip -d link; ip addr; ip route show table all; ip -6 route show table all; ip rule; ip -6 rule
      iptables-save | sed '/^#/d; s/ \\[.*//'; ip6tables-save | sed '/^#/d; s/ \\[.*//'
      nft list ruleset 2>/dev/null
      sysctl -a 2>/dev/null | grep '^net' | grep -v 'conntrack_count\\|stable_secret'
      pgrep -x sleep | grep -vx $outside
    }
    # The kernel takes its time to be done with a namespace.
    same() {
      for try in $(seq 40); do
        state >/run/now
        cmp -s /run/before /run/now && { echo "as before"; return; }
        sleep 0.1
      done
      diff /run/before /run/now
    }
    state >/run/before
    state >/run/before

    """
}

extension Trait where Self == ConditionTrait {
  /// Skips where no machine can be played.
  static var needsPlayedMachine: Self {
    .enabled(if: PlayedMachine.refusal == nil, "\(PlayedMachine.refusal ?? "it can be played")")
  }
}

/// Labs that change a machine.
enum OnHostLabs {
  /// One thing of each kind.
  static let everything = """
    ## A step

    ```console
    $ ip netns add red
    $ ip link add vr type veth peer name er
    $ ip link set er netns red
    $ ip link set vr up
    $ ip addr add 172.30.0.1/24 dev vr
    $ ip netns exec red ip link set er up
    $ ip netns exec red ip addr add 172.30.0.2/24 dev er
    $ sysctl -q -w net.ipv4.ip_forward=1
    $ iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o vr -j MASQUERADE
    $ iptables -N LAB
    $ iptables -I FORWARD -j LAB
    $ iptables -P FORWARD DROP
    $ ip route add 172.31.0.0/16 via 172.30.0.2
    $ ip rule add from 172.30.0.0/24 lookup 100
    $ ip addr add 172.28.0.1/24 dev eth0
    $ nft add table inet lab
    $ nft add chain inet lab c
    $ (setsid sleep 98765 >/dev/null 2>&1 &)
    $ ip link add up0 netns red type veth peer name up1 netns red
    $ ip -n red link set up0 netns 1
    ```

    ```expect
    red: ping 172.30.0.1
    host: iptables -P FORWARD DROP
    host: link up0 down
    ```
    """

  /// The same as a single command, after which netlab looks at the machine only once.
  static let atOnce: String = {
    var lines = everything.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let commands = lines.indices.filter { lines[$0].hasPrefix("$ ") }
    for index in commands.dropLast() { lines[index] += " &&" }
    for index in commands.dropFirst() { lines[index] = "> " + lines[index].dropFirst(2) }
    return lines.joined(separator: "\n")
  }()

  /// Waits for a file that others make.
  static let waiting = """
    ## A step

    ```console
    $ ip netns add red
    $ ip link add br0 type bridge
    $ iptables -A FORWARD -i br0 -j DROP
    $ sysctl -q -w net.ipv4.ip_forward=1
    $ touch /run/waits; until [ -e /run/go ]; do sleep 0.02; done
    ```
    """
}
