import CLinux
import Glibc

/// Sums the memory of a sandbox's processes, as seen from the machine.
///
/// A process is the sandbox's if its user namespace is: those of both stages, and there can be no
/// others inside, while process namespaces can be nested. Programs by which netlab looks into the
/// sandbox count too; they are small.
struct MemoryMeter {
  private let userNamespaces: Set<FileIdentity>
  private let folder: OpaquePointer
  /// Looking up a namespace costs more than all else, so it is remembered for a while.
  private var members: Set<pid_t> = []
  private var others: Set<pid_t> = []
  private var countdown = 0

  /// For how many sums a process id is taken to mean the same process.
  private static let remembered = 20
  private static let pageSize = Int(sysconf(CInt(_SC_PAGESIZE)))

  /// Measures the processes of user namespaces.
  init?(of namespaces: [Descriptor]) {
    guard let folder = opendir("/proc") else { return nil }
    self.folder = folder
    userNamespaces = Set(namespaces.compactMap(\.identity))
  }

  func close() {
    closedir(folder)
  }

  /// The sum in bytes; not exact where it is at most the bound.
  ///
  /// Pages that processes share are counted in full at first, which costs little. Only if that is
  /// too much are they divided among those who have them, which makes the kernel walk all pages.
  mutating func bytes(above bound: Int) -> Int {
    findMembers()
    let quick = members.reduce(0) { $0 + residentBytes(of: $1) }
    guard quick > bound else { return quick }
    // A child of netlab's is a member when it has entered, and until its program starts it has
    // netlab's memory; and a number may have come to mean another process.
    members = members.filter { !clinux_shares_memory($0) && isMember($0) }
    return members.reduce(0) { $0 + ownBytes(of: $1) }
  }

  private mutating func findMembers() {
    if countdown == 0 {
      countdown = Self.remembered
      members = []
      others = []
    }
    countdown -= 1
    var living: Set<pid_t> = []
    rewinddir(folder)
    while let entry = readdir(folder) {
      guard let process = Self.number(entry) else { continue }
      if others.contains(process) { continue }
      if members.contains(process) || isMember(process) {
        living.insert(process)
      } else {
        others.insert(process)
      }
    }
    members = living
  }

  private func isMember(_ process: pid_t) -> Bool {
    var status = stat()
    guard fstatat(dirfd(folder), "\(process)/ns/user", &status, 0) == 0 else { return false }
    return userNamespaces.contains(
      FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
  }

  /// What a process has in memory, shared pages included.
  private func residentBytes(of process: pid_t) -> Int {
    let fields = text("\(process)/statm", bound: 256).split(separator: " ", maxSplits: 2)
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Self.pageSize : 0
  }

  /// A process's part of what is not merely the content of a file: its own, shared, swapped.
  private func ownBytes(of process: pid_t) -> Int {
    var sum = 0
    for line in text("\(process)/smaps_rollup", bound: 4096).split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count > 1, Self.ownKeys.contains(words[0]) else { continue }
      sum += (Int(words[1]) ?? 0) << 10
    }
    return sum
  }

  private static let ownKeys: Set<Substring> = ["Pss_Anon:", "Pss_Shmem:", "SwapPss:"]

  /// A file of `/proc`; empty if its process has ended.
  private func text(_ name: String, bound: Int) -> String {
    let file = openat(dirfd(folder), name, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { Glibc.close(file) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bound) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
  }

  private static func number(_ entry: UnsafeMutablePointer<dirent>) -> pid_t? {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      var number: pid_t = 0
      for byte in bytes {
        if byte == 0 { break }
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + pid_t(byte - 0x30)
      }
      return number > 0 ? number : nil
    }
  }
}
