/// Names of kernel parameters, as `sysctl` takes them.
public enum KernelParameter {
  /// The key's path below `/proc/sys`, or `nil` if it is no key.
  ///
  /// Of dots and slashes, the one that comes first separates; the other is then part of a name, as
  /// in `net.ipv4.conf.eth0/7.rp_filter` for the device `eth0.7`. The path never leaves `/proc/sys`.
  public static func path(of key: String) -> String? {
    let dot = UInt8(ascii: ".")
    let slash = UInt8(ascii: "/")
    guard let separator = key.utf8.first(where: { $0 == dot || $0 == slash }) else { return nil }
    let path = key.utf8.map { byte in
      guard separator == dot else { return byte }
      return byte == dot ? slash : byte == slash ? dot : byte
    }
    let names = path.split(separator: slash, omittingEmptySubsequences: false)
    let isSafe = names.allSatisfy { name in
      !name.isEmpty && name != [dot] && name != [dot, dot] && !name.contains { $0 <= 0x20 }
    }
    return isSafe ? String(decoding: path, as: UTF8.self) : nil
  }
}
