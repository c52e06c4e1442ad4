import Glibc

/// Small files by which the kernel and the system tell what they are.
enum SystemFile {
  /// The first line of a file, or `nil` if it cannot be read.
  static func line(_ path: String) -> String? {
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file.number, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: line, as: UTF8.self)
  }

  /// A file of `/proc` or its kin, at most 1 MiB of it; `nil` if it cannot be read.
  static func text(_ path: String) -> String? {
    guard let file = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
    var reader = BoundedReader(file, bound: 1 << 20)
    while !reader.isAtEnd, reader.read() > 0 {}
    return String(decoding: reader.bytes, as: UTF8.self)
  }

  /// The number in a file.
  static func number(_ path: String) -> Int? {
    line(path).flatMap { Int($0) }
  }

  /// The release of the running kernel.
  static var kernelRelease: String? { line("/proc/sys/kernel/osrelease") }
}
