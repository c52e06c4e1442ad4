extension ToolOutput {
  /// Kernel parameters by their dotted keys, from `grep -r '' /proc/sys/net`.
  ///
  /// A value of several lines is one with line ends in it.
  public static func parameters(_ bytes: some Sequence<UInt8>) -> [String: String] {
    let root = "/proc/sys/"
    var parameters: [String: String] = [:]
    for bytes in Array(bytes).split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: bytes, as: UTF8.self)
      // Neither a key nor a device's name has a colon.
      guard line.hasPrefix(root), let colon = line.firstIndex(of: ":") else { continue }
      let path = line[line.index(line.startIndex, offsetBy: root.count)..<colon]
      let value = line[line.index(after: colon)...].replacing("\t", with: " ")
      let key = KernelParameter.key(ofPath: path)
      parameters[key] = parameters[key].map { "\($0)\n\(value)" } ?? String(value)
    }
    return parameters
  }
}

extension KernelParameter {
  /// The dotted key of a path below `/proc/sys`, as `sysctl` prints it.
  public static func key(ofPath path: Substring) -> String {
    String(path.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
  }
}
