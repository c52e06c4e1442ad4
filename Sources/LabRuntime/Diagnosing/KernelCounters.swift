import CLinux
import Glibc
import NetworkState

/// What the kernel has counted in a place, by the names of `nstat`.
struct KernelCounters: Sendable {
  private(set) var values: [String: Int] = [:]

  /// Empty where they cannot be read.
  init(in namespaces: Namespaces, as identity: ChildIdentity) {
    for name in ["snmp", "netstat", "snmp6"] {
      if let text = Self.text(name, in: namespaces, as: identity) { read(text) }
    }
  }

  /// A file of `/proc/net` as the place sees it; `nil` where it cannot be read.
  private static func text(_ name: String, in namespaces: Namespaces, as identity: ChildIdentity)
    -> String?
  {
    let number = clinux_open_in(
      namespaces.user.number, namespaces.net.number, identity.dropsIDs, identity.uid,
      identity.gid, "/proc/self/net/\(name)")
    guard number >= 0 else { return nil }
    var reader = BoundedReader(Descriptor(owning: number), bound: 65536)
    reader.drain()
    return String(decoding: reader.bytes, as: UTF8.self)
  }

  /// Pairs of lines: the names behind `Ip:`, and the numbers.
  private mutating func read(_ text: String) {
    let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace) }
    // Those of IPv6 stand one in a line.
    for line in lines where line.count == 2 && !line[0].hasSuffix(":") {
      values[String(line[0])] = Int(line[1])
    }
    for (names, numbers) in zip(lines, lines.dropFirst())
    where names.first == numbers.first && names.count == numbers.count {
      guard let prefix = names.first?.dropLast() else { continue }
      for (name, number) in zip(names.dropFirst(), numbers.dropFirst()) {
        // The line of numbers has no names; so a pair of those is none.
        guard let value = Int(number), Int(name) == nil else { continue }
        values["\(prefix)\(name)"] = value
      }
    }
  }

  /// How far each has moved since; what stands still is left out.
  func moved(since before: KernelCounters) -> [String: Int] {
    values.reduce(into: [:]) { moved, entry in
      let change = entry.value - (before.values[entry.key] ?? 0)
      if change > 0 { moved[entry.key] = change }
    }
  }
}
