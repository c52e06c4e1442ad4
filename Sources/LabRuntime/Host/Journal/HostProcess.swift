import CLinux
import Glibc

/// Looks at the machine's processes and namespaces, to tell them from others of the same number.
enum HostProcess {
  /// The kernel's id of this start of the machine.
  static var boot: String {
    SystemFile.line("/proc/sys/kernel/random/boot_id") ?? "unknown"
  }

  /// A network namespace as the journal writes it; `nil` if there is none at the path.
  static func network(_ path: String = "/proc/self/ns/net") -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return "\(status.st_dev):\(status.st_ino)"
  }

  /// When a process began, in the kernel's ticks; `nil` for one that has ended.
  static func start(of process: pid_t) -> UInt64? {
    guard let fields = fields(of: process), fields.count > 19, fields[0] != "Z" else { return nil }
    return UInt64(fields[19])
  }

  static func session(of process: pid_t) -> pid_t? {
    guard let fields = fields(of: process), fields.count > 3 else { return nil }
    return pid_t(fields[3])
  }

  /// The numbers of all processes.
  static var all: [pid_t] { Folder.names(in: "/proc").compactMap { pid_t($0) } }

  static func has(_ variable: String, _ process: pid_t) -> Bool {
    guard let text = SystemFile.bytes("/proc/\(process)/environ") else { return false }
    let wanted = Array(variable.utf8)
    return text.split(separator: 0).contains { $0.elementsEqual(wanted) }
  }

  static func name(of process: pid_t) -> String {
    SystemFile.line("/proc/\(process)/comm") ?? "?"
  }

  /// The fields of `/proc/PID/stat` behind the name, the state first.
  private static func fields(of process: pid_t) -> [Substring]? {
    // The name in parentheses may hold anything, so the fields are counted from its end.
    guard
      let text = SystemFile.bytes("/proc/\(process)/stat").map({
        String(decoding: $0, as: UTF8.self)
      }),
      let name = text.lastIndex(of: ")")
    else { return nil }
    return text[text.index(after: name)...].split(separator: " ")
  }
}

extension SystemFile {
  /// All of a file; `nil` if it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
    var reader = BoundedReader(file, bound: 1 << 20)
    while !reader.isAtEnd, reader.read() > 0 {}
    return reader.bytes
  }
}
