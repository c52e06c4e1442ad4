import Glibc
import LabDocument

/// What a sandbox sees of the machine, and the arguments that make it.
///
/// Stage 1 is bubblewrap with an allow-listed view; it owns the mounts and the internet. Stage 2 is
/// the lab's machine: a user namespace inside, so that its root can neither undo a mount that it
/// inherited nor touch the internet. The order of the options is the order of the mounts.
enum SandboxView {
  /// Where files are read; every shell begins here.
  static let labDirectory = "/lab"

  /// bwrap's arguments; it reports its child on descriptor 3 and reads the filter from descriptor 4.
  static func arguments(for world: World) -> [String] {
    var list = ["--info-fd", "3", "--seccomp", "4"]
    list += ["--unshare-user", "--uid", "0", "--gid", "0", "--unshare-net", "--unshare-pid"]
    list += ["--unshare-ipc", "--unshare-uts", "--hostname", world.hosts[0].name]
    list += ["--as-pid-1", "--new-session"]
    // SETFCAP maps id 0 once more, SYS_RESOURCE writes user.max_*, SYS_ADMIN mounts sysfs.
    list += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETFCAP"]
    list += ["--cap-add", "CAP_SYS_RESOURCE", "--clearenv"]
    list += ["--setenv", "PATH", ProcessStart.searchPath, "--setenv", "HOME", "/root"]
    list += ["--setenv", "LC_ALL", "C.UTF-8"]
    list += ["--ro-bind", "/usr", "/usr"] + rootFolders()
    list += tmpfs("/etc", megabytes: 16) + ["--ro-bind", "/etc", "/.etc"] + etcLinks()
    list += ["--dir", "/etc/netns", "--proc", "/proc", "--dev", "/dev"]
    list += tmpfs("/dev/shm", megabytes: 64) + ["--remount-ro", "/dev", "--bind", "/sys", "/sys"]
    list += tmpfs("/run", megabytes: 64) + ["--perms", "1777"] + tmpfs("/tmp", megabytes: 64)
    list += tmpfs("/var", megabytes: 64) + ["--symlink", "../run", "/var/run", "--dir", "/var/lib"]
    list += ["--dir", "/var/tmp", "--dir", "/mnt"] + tmpfs("/root", megabytes: 64)
    list += tmpfs(labDirectory, megabytes: 256) + ["--remount-ro", "/", "--chdir", labDirectory]
    list += ["--", "/bin/sh", "-c", SandboxScript.stage1, "stage1", SandboxScript.stage2]
    list += [world.hostsFile, world.resolverFile, SandboxScript.holder]
    return list + world.hosts.dropFirst().map(\.name)
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
}
