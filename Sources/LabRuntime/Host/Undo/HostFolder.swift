import Glibc

/// Removes folders that netlab made.
enum HostFolder {
  /// Removes a folder with all that is in it; never follows a link, never leaves its file system.
  static func remove(_ path: String) throws(SystemProblem) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw SystemProblem("look at \(path)") }
      return
    }
    try remove(path, on: status.st_dev)
  }

  private static func remove(_ path: String, on device: dev_t) throws(SystemProblem) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_dev == device else {
      throw SystemProblem("remove \(path), on which something is mounted", code: EBUSY)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in Folder.names(in: path) { try remove("\(path)/\(name)", on: device) }
      guard rmdir(path) == 0 else { throw SystemProblem("remove \(path)") }
    } else {
      guard unlink(path) == 0 else { throw SystemProblem("remove \(path)") }
    }
  }
}
