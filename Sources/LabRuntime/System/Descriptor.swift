import CLinux
import Glibc

/// An open file descriptor that closes itself when nobody holds it any more.
final class Descriptor: Sendable {
  let number: CInt

  init(owning number: CInt) {
    self.number = number
  }

  deinit {
    if number >= 0 { close(number) }
  }

  /// Stands for the caller's own namespace where one to join is asked for.
  static let none = Descriptor(owning: -1)

  /// Opens a path; symbolic links are followed unless the flags forbid it.
  static func open(_ path: String, _ flags: CInt) throws(SystemProblem) -> Descriptor {
    let number = Glibc.open(path, flags | O_CLOEXEC)
    guard number >= 0 else { throw SystemProblem("open \(path)") }
    return Descriptor(owning: number)
  }

  /// Opens a name in a directory that is itself open.
  static func open(_ name: String, in directory: Descriptor, _ flags: CInt) throws(SystemProblem)
    -> Descriptor
  {
    let number = Glibc.openat(directory.number, name, flags | O_CLOEXEC)
    guard number >= 0 else { throw SystemProblem("open \(name)") }
    return Descriptor(owning: number)
  }

  /// The two ends of a pipe; no child inherits them unless they are passed to it.
  static func pipe() throws(SystemProblem) -> (reading: Descriptor, writing: Descriptor) {
    var ends: [CInt] = [0, 0]
    let result = clinux_pipe(&ends)
    guard result == 0 else { throw SystemProblem("pipe", code: -result) }
    return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
  }

  /// A nameless file for a child to read.
  static func memoryFile(_ name: String, _ bytes: [UInt8]) throws(SystemProblem) -> Descriptor {
    let number = bytes.withUnsafeBytes { bytes in
      clinux_memory_file(name, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count)
    }
    guard number >= 0 else { throw SystemProblem("memfd_create", code: -number) }
    return Descriptor(owning: number)
  }

  /// What a namespace is told apart by, as long as somebody holds it.
  var identity: FileIdentity? {
    var status = stat()
    guard fstat(number, &status) == 0 else { return nil }
    return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }
}

/// Device and inode of a file, namespaces included.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64
}
