/// The scripts of the shells that make a sandbox from within.
enum SandboxScript {
  /// Runs as process 1 of stage 1 until the pipe on its standard input ends; its end ends all.
  ///
  /// Gets the script of stage 2, the contents of `/etc/hosts` and `/etc/resolv.conf`, and what
  /// stage 2 gets.
  static let stage1 = """
    set -e
    echo 300 >/proc/sys/user/max_net_namespaces
    echo 1 >/proc/sys/user/max_user_namespaces
    echo 0 >/proc/sys/user/max_cgroup_namespaces
    cp -r /.etc/iproute2 /etc/ 2>/dev/null & copy=$!
    mkdir /run/netns
    stage2=$1
    printf %s "$2" >/etc/hosts
    printf %s "$3" >/etc/resolv.conf
    shift 3
    mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null ||
      mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys
    wait $copy || :
    prlimit --nproc=512:512 unshare --user --map-root-user --mount --net --pid --ipc --uts \\
      --fork --mount-proc --kill-child /bin/sh -c "$stage2" stage2 "$@" </dev/null &
    exec env --ignore-signal=CHLD cat >/dev/null
    """

  /// Runs as process 1 of stage 2, the first host; says that it is there, and reaps.
  ///
  /// Gets the script of a holder, and the names of the other hosts.
  static let stage2 = """
    mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null
    holder=$1
    shift
    for name; do
      unshare --net --mount --uts /bin/sh -c "$holder" "$name" &
    done
    echo ready
    exec env --ignore-signal=CHLD sleep infinity >/dev/null 2>&1
    """

  /// Makes a further host, says its name and process id, and holds it until netlab does.
  ///
  /// What a host has for itself: its network, its name, `/etc`, and the directory of `ip netns`.
  static let holder = """
    set -e
    trap 'echo "lost $0"' EXIT
    hostname "$0" 2>/dev/null || :
    mount -t tmpfs -o nosuid,nodev,mode=755,size=16m tmpfs /mnt
    cp -a /etc/. /mnt/
    mount --move /mnt /etc
    mount -t tmpfs -o nosuid,nodev,mode=755,size=16m tmpfs /run/netns
    mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null || :
    trap - EXIT
    echo "host $0 $$"
    exec sleep infinity >/dev/null 2>&1
    """
}
