import Glibc

/// Looks into folders and links.
public enum Folder {
  /// The names in a folder, sorted; none if it cannot be read.
  public static func names(in path: String) -> [String] {
    opendir(path).map(names(of:)) ?? []
  }

  /// The names in a folder that is open, and stays the same whatever its path has come to mean.
  static func names(in folder: Descriptor) -> [String] {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let number = open("/proc/self/fd/\(folder.number)", flags)
    guard number >= 0 else { return [] }
    guard let stream = fdopendir(number) else {
      close(number)
      return []
    }
    return names(of: stream)
  }

  /// Whether a path is a folder, or leads to one.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Where a symbolic link leads, or `nil` if it is none.
  public static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = readlink(path, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  private static func names(of stream: OpaquePointer) -> [String] {
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
