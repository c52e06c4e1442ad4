import CLinux
import NetworkState

/// The kernel parameters of a place, read by one child and without a tool.
enum ParameterFiles {
  /// What files held, in the form in which it is quickly compared.
  struct Contents: Hashable, Sendable {
    fileprivate var paths: [String]
    fileprivate var bytes: [UInt8]
    fileprivate var lengths: [CInt]

    /// By dotted keys; what cannot be read is not there.
    var values: [String: String?] {
      var values: [String: String?] = [:]
      var start = 0
      for (path, length) in zip(paths, lengths) where length >= 0 {
        let text = bytes[start..<(start + Int(length))].split(separator: UInt8(ascii: "\n"))
        start += Int(length)
        let lines = text.map { String(decoding: $0, as: UTF8.self).replacing("\t", with: " ") }
        values[key(ofPath: path)] = .some(lines.joined(separator: "\n"))
      }
      return values
    }
  }

  /// Reads files as a namespace sees them.
  static func read(
    _ paths: [String], in namespaces: Namespaces, as identity: ChildIdentity
  ) throws(SystemProblem) -> Contents {
    var lengths = [CInt](repeating: 0, count: paths.count)
    var buffer = [CChar](repeating: 0, count: max(1, paths.count) * 256)
    let names = paths.flatMap { $0.utf8CString }
    let result = clinux_read_in(
      namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid,
      identity.gid, names, CInt(paths.count), &buffer, buffer.count, &lengths)
    guard result == 0 else { throw SystemProblem("read kernel parameters", code: -result) }
    let used = lengths.reduce(0) { $0 + Int(max(0, $1)) }
    return Contents(
      paths: paths, bytes: buffer[..<used].map { UInt8(bitPattern: $0) }, lengths: lengths)
  }

  /// Those that are not of one device, as far as this machine's kernel has them.
  static let common: [String] = folders.flatMap { files(in: "\(root)net/\($0)") }

  /// Those of one device.
  static func paths(ofDevice name: String) -> [String] {
    perDevice.flatMap { folder, names in names.map { "\(root)net/\(folder)/\(name)/\($0)" } }
  }

  /// The dotted key of one of the paths.
  static func key(ofPath path: String) -> String {
    KernelParameter.key(ofPath: path.dropFirst(root.count))
  }

  private static let root = "/proc/sys/"
  private static let folders = ["ipv4", "ipv6", "bridge", "netfilter"]

  private static let perDevice: [(String, [String])] =
    ["ipv4/conf", "ipv4/neigh", "ipv6/conf", "ipv6/neigh"].map {
      ($0, Folder.names(in: "\(root)net/\($0)/default"))
    }

  private static func files(in folder: String) -> [String] {
    let isOfDevices = folder.hasSuffix("/conf") || folder.hasSuffix("/neigh")
    return Folder.names(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if isOfDevices, name != "all", name != "default" { return [] }
      return Folder.isFolder(path) ? files(in: path) : [path]
    }
  }
}
