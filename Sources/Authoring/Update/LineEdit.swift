import LabDocument

/// What becomes of a file's lines; put together, they are the new file.
public enum LineEdit: Hashable, Sendable {
  case kept(FileLines.Line)
  case removed(FileLines.Line)
  case added(FileLines.Line)

  /// The line as it stands in the new file; `nil` if it does not.
  var result: FileLines.Line? {
    switch self {
    case .kept(let line), .added(let line): line
    case .removed: nil
    }
  }
}

/// Changes to a file, by the numbers of its lines.
struct LineChanges {
  private(set) var removed: Set<Int> = []
  private var replacing: [Int: FileLines.Line] = [:]
  private var following: [Int: [FileLines.Line]] = [:]

  var isEmpty: Bool { removed.isEmpty && following.isEmpty }

  mutating func remove(_ number: Int) {
    removed.insert(number)
  }

  mutating func replace(_ number: Int, by line: FileLines.Line) {
    removed.insert(number)
    replacing[number] = line
  }

  mutating func insert(_ line: FileLines.Line, after number: Int) {
    following[number, default: []].append(line)
  }

  /// The lines of a file with the changes; what is removed stands in front of what is added there.
  func applied(to file: FileLines) -> [LineEdit] {
    var edits: [LineEdit] = []
    var added: [LineEdit] = []
    for (offset, line) in file.lines.enumerated() {
      let number = offset + 1
      if removed.contains(number) {
        edits.append(.removed(line))
      } else {
        edits += added
        added = []
        edits.append(.kept(line))
      }
      if let new = replacing[number] { added.append(.added(new)) }
      added += (following[number] ?? []).map { .added($0) }
    }
    return edits + added
  }
}
