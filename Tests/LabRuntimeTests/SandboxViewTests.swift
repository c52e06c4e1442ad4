import Foundation
import NetworkState
import Testing

@testable import LabRuntime

/// What the inside of a sandbox sees of the machine, and what it can change.
@Suite(.needsSandbox, .takingTurns, .timeLimit(.minutes(5)))
struct SandboxViewTests {
  @Test("The user's home and the machine's files are not there")
  func files() async throws {
    let secret = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID())")
    try Data("secret".utf8).write(to: secret)
    defer { try? FileManager.default.removeItem(at: secret) }
    try await TestMachine.with { machine in
      try await machine.expectRefusal(of: "ls -d '\(secret.path)'")
      try await machine.expect("ls -A /root /lab /mnt", prints: "/lab:\n\n/mnt:\n\n/root:")
      try await machine.expectRefusal(of: "ls -A /home/* /srv/* /opt/* /media/* /boot/* 2>&1")
      let top = try await machine.output(of: "ls -A /").split(separator: "\n").map(String.init)
      let known: Set = [
        ".etc", "bin", "dev", "etc", "lab", "lib", "lib32", "lib64", "libx32", "mnt", "proc",
        "root", "run", "sbin", "sys", "tmp", "usr", "var",
      ]
      #expect(Set(top).isSubset(of: known))
      try await machine.expectRefusal(of: "cat /etc/shadow")
      try await machine.expectRefusal(of: "cat /etc/machine-id")
    }
  }

  @Test("There is no socket of the machine's, no terminal, no device of a disk")
  func sockets() async throws {
    try await TestMachine.with { machine in
      let found = "find / -path /proc -prune -o \\( -type s -o -type b \\) -print 2>/dev/null"
      try await machine.expect("\(found) || :", prints: "")
      try await machine.expectRefusal(of: ": </dev/tty")
      try await machine.expectRefusal(of: "mknod /tmp/disk b 8 0")
      try await machine.expect("find /run /tmp /var -type f", prints: "")
    }
  }

  @Test("Nothing of the user's environment is in any process inside")
  func environment() async throws {
    try await TestMachine.with { machine in
      let names =
        "sort -zu | tr '\\0\\n' '\\n\\n' | sed -n 's/^\\([A-Za-z_]*\\)=.*/\\1/p' | sort -u"
      let shell = try await machine.output(of: "env -0 | \(names)")
      let known: Set<Substring> = [
        "HOME", "LC_ALL", "LOGNAME", "OLDPWD", "PATH", "PWD", "SHELL", "SHLVL", "TERM", "USER",
        "_", "container",
      ]
      #expect(Set(shell.split(separator: "\n")).subtracting(known) == [])
      let others = try await machine.output(of: "cat /proc/[0-9]*/environ | \(names)")
      #expect(others.contains("PATH"))
      #expect(Set(others.split(separator: "\n")).subtracting(known) == [])
    }
  }

  @Test("The names of /etc that a lab needs are its own")
  func names() async throws {
    try await TestMachine.with(.article) { machine in
      #expect(
        try await machine.output(of: "getent ahostsv4 localhost | head -n 1").hasPrefix("127.0.0.1")
      )
      let host = try await machine.output(of: "getent ahostsv4 host | head -n 1")
      #expect(host.hasPrefix("10.0.2.15"))
      #expect(
        try await machine.output(of: "grep -c ^nameserver /etc/resolv.conf || :").hasSuffix("0"))
      try await machine.output(of: "echo 10.9.9.9 there >>/etc/hosts")
      #expect(try await machine.output(of: "getent hosts there").hasPrefix("10.9.9.9"))
      try await machine.output(of: "echo nameserver 10.9.9.9 >/etc/resolv.conf")
      try await machine.output(of: "mkdir /etc/netns/red && ip netns add red")
      try await machine.output(of: "echo nameserver 10.1.1.1 >/etc/netns/red/resolv.conf")
      let inside = try await machine.output(of: "ip netns exec red cat /etc/resolv.conf")
      #expect(inside == "nameserver 10.1.1.1")
      try await machine.expect("cat /etc/resolv.conf", prints: "nameserver 10.9.9.9")
      try await machine.output(
        of: "echo 99 lab >>/etc/iproute2/rt_tables && ip rule add from 10.1.1.1 lookup lab")
    }
  }

  @Test(
    "What is the machine's cannot be written, remounted or uncovered",
    arguments: [
      "touch /usr/x", "touch /usr/bin/ip", "touch /.etc/x", "touch /bin/x", "touch /x",
      "echo x >/etc/passwd", "mount -o remount,rw /usr", "mount -o remount,rw,bind /",
      "mount -o remount,rw,bind /.etc", "umount /usr", "umount -l /run", "umount /tmp",
      "umount -l /proc && umount -l /", "mount -o remount,size=90% /tmp",
      "mount -o remount,size=4g /lab", "umount -l /etc", "umount -l /root",
      "mount --bind /.etc /mnt && touch /mnt/x", "unshare --user true", "dmesg",
      "echo 1 >/proc/sys/kernel/sysrq", "echo x >/proc/sysrq-trigger",
      "echo /tmp/x >/proc/sys/kernel/core_pattern",
      "chroot /proc/1/root/../.. ls /home", "date -s 2001-01-01", "swapoff -a && false",
      "mount -t cgroup2 none /mnt", "mount -t cgroup -o pids none /mnt", "unshare --cgroup true",
    ])
  func refusals(_ command: String) async throws {
    try await TestMachine.with { machine in
      try await machine.expectRefusal(of: command)
    }
  }

  @Test("The processes of the machine are not to be seen or signalled")
  func processes() async throws {
    try await TestMachine.with { machine in
      let inside = try await machine.output(of: "cat /proc/[0-9]*/comm | sort -u")
      #expect(
        Set(inside.split(separator: "\n")).subtracting(["bash", "cat", "sleep", "sort"]) == [])
      try await machine.expectRefusal(of: "kill -0 \(getpid())")
      try await machine.expectRefusal(of: "ls /proc/\(getpid())/root")
    }
  }
}
