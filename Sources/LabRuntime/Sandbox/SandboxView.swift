import Glibc
import LabDocument

/// What a sandbox sees of the machine, and the two scripts that make it.
///
/// Stage 1 is bubblewrap with an allow-listed view; it owns the mounts and the internet. Stage 2 is
/// the lab's machine: a user namespace inside, so that its root can neither undo a mount that it
/// inherited nor touch the internet. The order of the options is the order of the mounts.
enum SandboxView {
  /// Where files are read; every shell begins here.
  static let labDirectory = "/lab"

  /// bwrap's arguments; it reports its child on descriptor 3 and reads the filter from descriptor 4,
  /// `/etc/hosts` from 5 and `/etc/resolv.conf` from 6.
  static func arguments() -> [String] {
    var list = ["--info-fd", "3", "--seccomp", "4"]
    list += ["--unshare-user", "--uid", "0", "--gid", "0", "--unshare-net", "--unshare-pid"]
    list += ["--unshare-ipc", "--unshare-uts", "--hostname", "host", "--as-pid-1", "--new-session"]
    // SETFCAP maps id 0 once more, SYS_RESOURCE writes user.max_*, SYS_ADMIN mounts sysfs.
    list += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETFCAP"]
    list += ["--cap-add", "CAP_SYS_RESOURCE", "--clearenv"]
    list += ["--setenv", "PATH", ProcessStart.searchPath, "--setenv", "HOME", "/root"]
    list += ["--setenv", "LC_ALL", "C.UTF-8"]
    list += ["--ro-bind", "/usr", "/usr"] + rootFolders()
    list += tmpfs("/etc", megabytes: 16) + ["--ro-bind", "/etc", "/.etc"] + etcLinks()
    list += ["--perms", "0644", "--file", "5", "/etc/hosts"]
    list += ["--perms", "0644", "--file", "6", "/etc/resolv.conf"]
    list += ["--dir", "/etc/netns", "--proc", "/proc", "--dev", "/dev"]
    list += tmpfs("/dev/shm", megabytes: 64) + ["--remount-ro", "/dev", "--bind", "/sys", "/sys"]
    list += tmpfs("/run", megabytes: 64) + ["--perms", "1777"] + tmpfs("/tmp", megabytes: 64)
    list += tmpfs("/var", megabytes: 64) + ["--symlink", "../run", "/var/run", "--dir", "/var/lib"]
    list += ["--dir", "/var/tmp", "--dir", "/mnt"] + tmpfs("/root", megabytes: 64)
    list += tmpfs(labDirectory, megabytes: 256) + ["--remount-ro", "/", "--chdir", labDirectory]
    return list + ["--", "/bin/sh", "-c", stage1, "stage1", stage2]
  }

  private static func tmpfs(_ path: String, megabytes: Int) -> [String] {
    ["--size", String(megabytes << 20), "--tmpfs", path]
  }

  /// `/bin` and its kin: links into `/usr` on a merged system, folders of their own elsewhere.
  static func rootFolders() -> [String] {
    ["bin", "sbin", "lib", "lib32", "lib64", "libx32"].flatMap { name -> [String] in
      if let target = Folder.target(ofLink: "/\(name)") {
        return ["--symlink", target, "/\(name)"]
      }
      return access("/\(name)", F_OK) == 0 ? ["--ro-bind", "/\(name)", "/\(name)"] : []
    }
  }

  /// `/etc` can be written inside, but what the machine has there is only linked to.
  private static func etcLinks() -> [String] {
    Folder.names(in: "/etc").filter { !ownEtc.contains($0) }
      .flatMap { ["--symlink", "/.etc/\($0)", "/etc/\($0)"] }
  }

  /// Names of `/etc` that a sandbox has for itself, or that say whose machine it is.
  private static let ownEtc: Set<String> = [
    "hosts", "resolv.conf", "hostname", "iproute2", "netns", "machine-id",
  ]

  /// `/etc/hosts` of a world: localhost, and each host by its name.
  static func hosts(of world: World) -> String {
    let own = world.hosts.flatMap { host in
      host.addresses.map { "\($0.address)\t\(host.name)\n" }
    }
    return "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n" + own.joined()
  }

  /// Names no server, but is there for `ip netns exec` to mount another over it.
  static let resolverSettings = "# This world has no name server.\n"

  /// Runs as process 1 of stage 1 until the pipe on its standard input ends; its end ends all.
  private static let stage1 = """
    set -e
    echo 300 >/proc/sys/user/max_net_namespaces
    echo 1 >/proc/sys/user/max_user_namespaces
    echo 0 >/proc/sys/user/max_cgroup_namespaces
    cp -r /.etc/iproute2 /etc/ 2>/dev/null & copy=$!
    mkdir /run/netns
    mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null ||
      mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys
    wait $copy || :
    prlimit --nproc=512:512 unshare --user --map-root-user --mount --net --pid --ipc --uts \\
      --fork --mount-proc --kill-child /bin/sh -c "$1" </dev/null &
    exec env --ignore-signal=CHLD cat >/dev/null
    """

  /// Runs as process 1 of stage 2; says that it is there, and reaps.
  private static let stage2 = """
    mount -t sysfs -o nosuid,nodev,noexec sysfs /sys 2>/dev/null
    echo ready
    exec env --ignore-signal=CHLD sleep infinity >/dev/null 2>&1
    """
}
