import Glibc

/// The kernel's parameters of a network, files below `/proc/sys`.
enum HostParameters {
  /// A value with single blanks; `nil` if there is none, or none that can be read.
  static func value(_ path: String) -> String? {
    let file = open("/proc/sys/\(path)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    // The kernel hands out no more than a page at once.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self).spaced
    }
  }

  /// Those of some paths that can be read now.
  static func values(_ paths: some Collection<String>) -> [String: String] {
    var values: [String: String] = [:]
    values.reserveCapacity(paths.count)
    for path in paths { values[path] = value(path) }
    return values
  }

  /// Writes a value.
  static func set(_ path: String, _ value: String) throws(SystemProblem) {
    let file = try Descriptor.open("/proc/sys/\(path)", O_WRONLY)
    let bytes = Array(value.utf8)
    guard write(file.number, bytes, bytes.count) == bytes.count else {
      throw SystemProblem("write /proc/sys/\(path)")
    }
  }

  /// All that can be read of the network's own, by their paths below `/proc/sys`.
  static func all() -> [String: String] {
    var values: [String: String] = [:]
    var folders = ["net/ipv4", "net/ipv6", "net/bridge", "net/netfilter", "net/core", "net/mptcp"]
    while let folder = folders.popLast() {
      for name in Folder.names(in: "/proc/sys/\(folder)") {
        let path = "\(folder)/\(name)"
        guard !isUneasy(path) else { continue }
        var status = stat()
        guard stat("/proc/sys/\(path)", &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
        } else if let value = value(path) {
          values[path] = value
        }
      }
    }
    return values
  }

  /// What changes by itself, says nothing of a state, or must not be told.
  private static func isUneasy(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return [
      "nf_conntrack_count", "stable_secret", "tcp_fastopen_key", "dev_snmp6", "netdev_rss_key",
    ]
    .contains(name) || path.hasSuffix("/route/flush")
  }

  /// The device that a parameter is of; `nil` for the network's own, `all` and `default`.
  static func device(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count == 5, ["conf", "neigh"].contains(parts[2]),
      !["all", "default"].contains(parts[3])
    else { return nil }
    return String(parts[3])
  }
}
