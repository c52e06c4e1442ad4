import Glibc
import SystemPackage

/// Where a command's words go.
enum Output {
  /// Writes to standard output.
  ///
  /// - Throws: When it is closed or full: nobody would see the rest.
  static func write(_ text: String) throws {
    try writeAll(text, to: .standardOutput)
  }

  /// Writes bytes to standard output.
  static func write(_ bytes: [UInt8]) throws {
    try FileDescriptor.standardOutput.writeAll(bytes)
  }

  /// Writes to standard error; there is nobody to tell if that fails.
  static func complain(_ text: String, newline: Bool = true) {
    try? writeAll(text + (newline ? "\n" : ""), to: .standardError)
  }

  /// Says that standard output takes no more, unless its reader has simply gone.
  static func complain(aboutLoss error: any Error) {
    if error as? Errno == .brokenPipe { return }
    complain("netlab: the report could not be written to standard output: \(error)")
  }

  /// Writes a file that is there whole or not at all.
  ///
  /// What is no plain file, such as `/dev/stdout` or a pipe, is written to as it is.
  static func write(_ text: String, toFile path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let file = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.closeOnExec])
      try file.closeAfter { try writeAll(text, to: file) }
      return
    }
    let temporary = "\(path).\(getpid()).new"
    let file = try FileDescriptor.open(
      FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    do {
      try file.closeAfter {
        try writeAll(text, to: file)
        // A full disk may be noticed only now.
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      guard rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes a file that must not be there yet; nothing is left of it if that fails.
  ///
  /// - Throws: `Errno.fileExists` if something has its name, a dangling link included.
  static func write(_ text: String, toNewFile path: String) throws {
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    do {
      try file.closeAfter {
        try writeAll(text, to: file)
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
    } catch {
      unlink(path)
      throw error
    }
  }

  private static func writeAll(_ text: String, to file: FileDescriptor) throws {
    try file.writeAll(Array(text.utf8))
  }
}
