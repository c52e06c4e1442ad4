import CLinux
import Glibc

/// Reads files that the inside of a sandbox controls.
enum SandboxFile {
  /// What stands at a path.
  enum Content: Equatable, Sendable {
    case text(String)
    case missing
    /// It is there and is not read; why not.
    case refused(String)
  }

  /// Reads a regular file below a directory, at most 64 KiB of it.
  ///
  /// Neither a symbolic link nor a FIFO is followed or opened, on the way or at its end: what is
  /// opened is proved to be a file first.
  static func read(_ path: String, below root: Descriptor) -> Content {
    var folder = root
    let names = path.split(separator: "/").map(String.init)
    guard let last = names.last, !names.contains(".."), !names.contains(".") else {
      return .missing
    }
    do throws(SystemProblem) {
      for name in names.dropLast() {
        folder = try Descriptor.open(
          name, in: folder, clinux_o_path | O_NOFOLLOW | O_DIRECTORY)
      }
      let entry = try Descriptor.open(last, in: folder, clinux_o_path | O_NOFOLLOW)
      var status = stat()
      guard fstat(entry.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return .refused("\(path) is not a plain file")
      }
      let file = try Descriptor.open("/proc/self/fd/\(entry.number)", O_RDONLY | O_NONBLOCK)
      var reader = BoundedReader(file, bound: 65536)
      while !reader.isAtEnd, reader.dropped == 0, reader.read() > 0 {}
      return .text(String(decoding: reader.bytes, as: UTF8.self))
    } catch {
      switch error.code {
      case ENOENT: return .missing
      case ENOTDIR, ELOOP: return .refused("a symbolic link or a file is on the way to \(path)")
      default: return .refused("\(path) cannot be read: \(SystemProblem.words(error.code))")
      }
    }
  }
}
