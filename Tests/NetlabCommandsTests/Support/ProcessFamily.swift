import Foundation

@testable import LabRuntime

/// The processes that came of one, as far as they were seen, whoever their parent is now.
struct ProcessFamily {
  let root: pid_t
  /// The beginning of each, by which a number that was given anew is told.
  private var seen: [pid_t: String] = [:]

  init(root: pid_t) {
    self.root = root
  }

  /// Looks at the descendants that there are now.
  mutating func look() {
    var open = [root]
    while let process = open.popLast() {
      for child in Self.children(of: process) {
        if let start = Self.start(of: child) { seen[child] = start }
        open.append(child)
      }
    }
  }

  /// Those that run still, and whatever runs with the ids that root's netlab took for its own.
  var living: [pid_t] {
    let known = seen.filter { Self.start(of: $0.key) == $0.value }.map(\.key)
    return Set(known).union(Self.processes(of: ids)).sorted()
  }

  /// The user id of the sandboxes of a netlab that root started; `nil` for an ordinary user's.
  private var ids: uid_t? {
    geteuid() == 0 ? (28672 + UInt32(root) % 4095) * 65536 : nil
  }

  private static func processes(of user: uid_t?) -> [pid_t] {
    guard let user else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      var status = stat()
      return stat("/proc/\(process)", &status) == 0 && status.st_uid == user
        && start(of: process) != nil
    }
  }

  /// The children of all its threads, each of which has a list of its own.
  private static func children(of process: pid_t) -> [pid_t] {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.flatMap { thread in
      let list = URL(filePath: "\(folder)/\(thread)/children")
      let text = String(decoding: (try? Data(contentsOf: list)) ?? Data(), as: UTF8.self)
      return text.split(separator: " ").compactMap { pid_t($0) }
    }
  }

  static func commandLine(of process: pid_t) -> String {
    let bytes = (try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))) ?? Data()
    return String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
  }

  /// When a process began; `nil` for one that has ended, reaped or not.
  private static func start(of process: pid_t) -> String? {
    guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(process)/stat")) else {
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return String(fields[19])
  }
}
