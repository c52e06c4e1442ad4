import CLinux
import Glibc

/// The folders and files by which the kernel offers control groups.
struct ControlGroupFiles: Sendable {
  /// Makes and removes the folder of a group; 0 or the number of the error.
  var makeFolder: @Sendable (String) -> CInt = { mkdir($0, 0o755) == 0 ? 0 : errno }
  var removeFolder: @Sendable (String) -> CInt = { rmdir($0) == 0 ? 0 : errno }
  /// Writes a value to a file, in one call as the kernel wants it.
  var write: @Sendable (_ text: String, _ path: String) throws(SystemProblem) -> Void = {
    (text, path) throws(SystemProblem) in
    let file = try Descriptor.open(path, O_WRONLY)
    guard Glibc.write(file.number, text, text.utf8.count) == text.utf8.count else {
      throw SystemProblem("write \(text) to \(path)")
    }
  }
  /// Whether who manages the machine's groups has left one to others (systemd, CGROUP_DELEGATION).
  var isDelegated: @Sendable (String) -> Bool = { folder in
    if access("/run/systemd/system", F_OK) != 0 { return true }
    return ["user.delegate", "trusted.delegate"].contains { name in
      var value: UInt8 = 0
      return getxattr(folder, name, &value, 1) == 1 && value == UInt8(ascii: "1")
    }
  }

  /// The words in a file of a group.
  func words(_ path: String) -> [Substring] {
    (SystemFile.text(path) ?? "").split(whereSeparator: \.isWhitespace)
  }

  /// Whether processes can be put into a group and groups made in it.
  func isWritable(_ folder: String) -> Bool {
    access(folder, W_OK | X_OK) == 0 && access("\(folder)/cgroup.procs", W_OK) == 0
  }
}
