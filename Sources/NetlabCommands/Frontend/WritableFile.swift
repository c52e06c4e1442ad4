import Glibc
import SystemPackage

/// A file that is to be written anew: as a whole or not at all, and only if it is still what was read.
struct WritableFile {
  /// Why it cannot be written, and what to do.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// By which it was named.
  let path: String
  /// What it held.
  let bytes: [UInt8]
  /// The file itself, where the name is a symbolic link.
  private let target: String

  /// Reads a file that can be written, unless it is only to be looked at.
  ///
  /// - Throws: ``Refusal``, or why it cannot be read.
  init(_ path: String, isWritten: Bool = true) throws {
    self.path = path
    guard let resolved = realpath(path, nil) else { throw Errno(rawValue: errno) }
    target = String(cString: resolved)
    free(resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { throw Errno(rawValue: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(description: "\(path) is no plain file, and cannot be written anew")
    }
    bytes = try LabFile.contents(of: target)
    guard isWritten else { return }
    // Root may write everything; a file that nobody may write is meant to stay as it is.
    guard status.st_mode & 0o222 != 0, access(target, W_OK) == 0 else {
      throw Refusal(
        description: "\(path) is read-only; make it writable (`chmod u+w`), or copy it")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw Refusal(
        description: "\(path) cannot be written anew: no file can be made beside it in \(folder)")
    }
  }

  private var folder: String {
    let end = target.lastIndex(of: "/") ?? target.startIndex
    return end == target.startIndex ? "/" : String(target[..<end])
  }

  /// Puts a new file in its place, with the rights of the old one.
  ///
  /// - Throws: ``Refusal`` if somebody else changed it; whatever kept it from being written.
  func replace(with new: [UInt8]) throws {
    var status = stat()
    guard stat(target, &status) == 0 else { throw Errno(rawValue: errno) }
    let temporary = "\(target).\(getpid()).new"
    let file = try FileDescriptor.open(
      FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: [.ownerReadWrite])
    do {
      try file.closeAfter {
        try file.writeAll(new)
        // Root keeps the owner; others own what they write.
        if fchown(file.rawValue, status.st_uid, status.st_gid) != 0 {
          _ = fchown(file.rawValue, uid_t.max, status.st_gid)
        }
        guard fchmod(file.rawValue, status.st_mode & 0o7777) == 0 else {
          throw Errno(rawValue: errno)
        }
        // A full disk may be noticed only now.
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      guard try LabFile.contents(of: target) == bytes else {
        throw Refusal(
          description: "\(path) was changed while the lab ran, and stays as it is now; run it again"
        )
      }
      guard rename(temporary, target) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    sync(folder)
  }

  /// Makes a new name last; where that cannot be done, the file is right all the same.
  private func sync(_ folder: String) {
    guard
      let file = try? FileDescriptor.open(
        FilePath(folder), .readOnly, options: [.closeOnExec, .directory])
    else { return }
    fsync(file.rawValue)
    try? file.close()
  }
}
