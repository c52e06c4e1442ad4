import Glibc
import Synchronization

/// Watches what commands change past the journal.
///
/// A path below `/proc/sys` that a command names is recorded before the command runs. Any other
/// change is found by comparing; it is named to the user and left, since it may be somebody else's.
final class HostWatch: Sendable {
  private let journal: Journal
  /// The machine before the lab.
  let before: HostSnapshot
  /// Paths below `/proc/sys` that the lab's scripts name.
  private let scriptPaths: [String]
  private let named = Mutex<[(difference: HostSnapshot.Difference, command: String)]>([])

  init(journal: Journal, before: HostSnapshot, scripts: [String]) {
    self.journal = journal
    self.before = before
    scriptPaths = scripts.flatMap(Self.parameterPaths)
  }

  /// What was changed past the journal, and by which command.
  var remarks: [(difference: HostSnapshot.Difference, command: String)] {
    named.withLock { $0 }
  }

  /// Records the kernel parameters that the command can be seen to write itself.
  ///
  /// - Returns: What to hand to ``look(after:recorded:)``.
  func prepare(for command: String) throws(SystemProblem) -> [(number: Int, path: String)] {
    let paths = Set(Self.parameterPaths(in: command) + scriptPaths).sorted()
    guard !paths.isEmpty else { return [] }
    let things = paths.compactMap { path -> HostThing? in
      guard let old = HostParameters.value(path) else { return nil }
      var spread: [String: String] = [:]
      for other in HostGuard.spread(of: path, names: { Folder.names(in: "/proc/sys/\($0)") }) {
        spread[other] = HostParameters.value(other)
      }
      return .parameter(path: path, old: old, new: "", spread: spread)
    }
    let numbers = try journal.append(things)
    return zip(numbers, things).map { number, thing in
      guard case .parameter(let path, _, _, _) = thing else { return (number, "") }
      return (number, path)
    }
  }

  /// Looks what a command has changed; blocks.
  func look(after command: String, recorded: [(number: Int, path: String)]) {
    try? journal.note(
      recorded.map { number, path in
        guard let value = HostParameters.value(path), value != before.parameters[path] else {
          return .void(number: number)
        }
        return .made(number: number, mark: value)
      })
    guard let now = try? HostSnapshot.read(like: before), let state = try? journal.read() else {
      return
    }
    let possessions = HostPossessions(state: state, before: before)
    let new = before.differences(to: now).filter { !possessions.explain($0) }
    named.withLock { named in
      for difference in new where !named.contains(where: { $0.difference == difference }) {
        named.append((difference, command))
      }
    }
  }

  /// The files below `/proc/sys` that a text names; patterns and variables stand for what fits.
  static func parameterPaths(in text: String) -> [String] {
    var paths: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: "/proc/sys/") {
      let path = rest[range.upperBound...].prefix {
        $0.isLetter || $0.isNumber || "/_-.*?${}".contains($0)
      }
      rest = rest[path.endIndex...]
      paths += files(matching: pattern(path))
    }
    return paths
  }

  /// The text with a `*` for each variable.
  static func pattern(_ path: Substring) -> String {
    var pattern = ""
    var rest = path
    while let character = rest.popFirst() {
      guard character == "$" else {
        pattern.append(character)
        continue
      }
      if rest.first == "{" {
        rest = rest.drop { $0 != "}" }.dropFirst()
      } else {
        rest = rest.drop { $0.isLetter || $0.isNumber || $0 == "_" }
      }
      pattern.append("*")
    }
    return pattern
  }

  private static func files(matching pattern: String) -> [String] {
    var matches = glob_t()
    defer { globfree(&matches) }
    guard !pattern.split(separator: "/").contains(".."),
      glob("/proc/sys/\(pattern)", 0, nil, &matches) == 0
    else { return [] }
    return (0..<Int(matches.gl_pathc)).compactMap { index in
      matches.gl_pathv[index].map { String(String(cString: $0).dropFirst("/proc/sys/".count)) }
    }
  }
}
