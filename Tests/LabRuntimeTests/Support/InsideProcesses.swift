import Glibc

@testable import LabRuntime

/// The processes of a sandbox as the machine sees them.
enum InsideProcesses {
  /// The processes that live in a pid namespace; what has ended and waits to be reaped is not one.
  static func list(in namespaces: [Descriptor]) -> [pid_t] {
    let wanted = Set(namespaces.compactMap(\.identity))
    return all().filter { process in
      var status = stat()
      guard stat("/proc/\(process)/ns/pid", &status) == 0 else { return false }
      return wanted.contains(
        FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
    }
  }

  /// Both stages' processes.
  static func list(of sandbox: Sandbox) -> [pid_t] {
    list(in: [sandbox.lab.pid, sandbox.outer.pid])
  }

  /// The words of a line of `/proc/PID/status`, without its key.
  static func status(_ key: String, of process: pid_t) -> [String] {
    guard let file = try? Descriptor.open("/proc/\(process)/status", O_RDONLY) else { return [] }
    var reader = BoundedReader(file, bound: 65536)
    reader.drain()
    let text = String(decoding: reader.bytes, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().map(String.init) ?? []
  }

  private static func all() -> [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var list: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let id = pid_t(name) { list.append(id) }
    }
    return list
  }
}
