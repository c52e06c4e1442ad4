import Foundation
import Glibc
import Synchronization

/// The record on disk of what a lab makes on the machine itself.
///
/// Every line is on the disk before what it says is done. netlab and the stand-ins for tools write to
/// it, one at a time; a last line that was cut off by a crash says nothing, since what it would have
/// said had not begun.
final class Journal: Sendable {
  /// On disk and not in `/run`, so that a crash of the machine leaves word of the lab's directory.
  static let folder = "/var/lib/netlab"
  static let path = "\(folder)/on-host.journal"

  let path: String

  init(path: String = Journal.path) {
    self.path = path
  }

  var exists: Bool { access(path, F_OK) == 0 }

  /// Makes the journal with its first line.
  ///
  /// - Throws: `EEXIST` when there is one already.
  func create(_ beginning: JournalBeginning) throws(SystemProblem) {
    let folder = String(path[..<path.lastIndex(of: "/")!])
    if mkdir(folder, 0o755) != 0, errno != EEXIST { throw SystemProblem("make \(folder)") }
    // Whole or not at all: nobody finds a journal without its beginning.
    let new = "\(path).new"
    unlink(new)
    let file = try Descriptor.open(creating: new, O_WRONLY | O_CREAT | O_EXCL)
    try Self.write(Self.line(.begin(beginning)), to: file)
    guard link(new, path) == 0 else { throw SystemProblem("make \(path)") }
    unlink(new)
    try Self.flush(folder: folder)
  }

  /// What it says now.
  ///
  /// - Throws: A journal of another version, or a line that cannot be understood.
  func read() throws -> JournalState {
    JournalState(try entries(of: try Descriptor.open(path, O_RDONLY)).entries)
  }

  /// Records things that are about to be made, unless the check finds that they must not be.
  ///
  /// The journal stays locked meanwhile, so that two tools cannot both find a name free.
  ///
  /// - Returns: Their numbers.
  func append(
    if check: (JournalState) throws -> [HostThing]
  ) throws -> [Int] {
    try locked { file, state in
      let things = try check(state)
      var numbers: [Int] = []
      var text: [UInt8] = []
      for thing in things {
        let number = state.nextNumber + numbers.count
        numbers.append(number)
        text += Self.line(.makes(number: number, thing: thing))
      }
      if !text.isEmpty { try Self.write(text, to: file) }
      return numbers
    }
  }

  /// Records things that are about to be made.
  @discardableResult
  func append(_ things: [HostThing]) throws(SystemProblem) -> [Int] {
    do { return try append(if: { _ in things }) } catch { throw Self.problem(error) }
  }

  /// Notes what became of things.
  func note(_ entries: [JournalEntry]) throws(SystemProblem) {
    guard !entries.isEmpty else { return }
    do {
      try locked { file, _ in try Self.write(entries.flatMap(Self.line), to: file) }
    } catch {
      throw Self.problem(error)
    }
  }

  /// Removes it: nothing is left to undo.
  func remove() throws(SystemProblem) {
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemProblem("remove \(path)") }
    try Self.flush(folder: String(path[..<path.lastIndex(of: "/")!]))
  }

  private func locked<Value>(_ body: (Descriptor, JournalState) throws -> Value) throws -> Value {
    let file = try Descriptor.open(path, O_RDWR | O_APPEND)
    while flock(file.number, LOCK_EX) != 0 {
      guard errno == EINTR else { throw SystemProblem("lock \(path)") }
    }
    let (entries, length) = try entries(of: file)
    // What was cut off must not run into what comes next.
    guard ftruncate(file.number, length) == 0 else { throw SystemProblem("write \(path)") }
    return try body(file, JournalState(entries))
  }

  /// The complete lines, and how many bytes they are.
  private func entries(of file: Descriptor) throws -> (entries: [JournalEntry], length: Int) {
    var reader = BoundedReader(file, bound: 64 << 20)
    while !reader.isAtEnd, reader.read() > 0 {}
    let end = reader.bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let decoder = JSONDecoder()
    let entries = try reader.bytes[..<end].split(separator: UInt8(ascii: "\n")).enumerated().map {
      do {
        return try decoder.decode(JournalEntry.self, from: Data($0.element))
      } catch {
        throw JournalProblem(path: path, line: $0.offset + 1)
      }
    }
    if case .begin(let beginning) = entries.first,
      beginning.version != JournalBeginning.currentVersion
    {
      throw JournalProblem(path: path, line: 1)
    }
    return (entries, end)
  }

  private static func line(_ entry: JournalEntry) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // What is encoded is text, numbers and lists of them.
    return Array((try? encoder.encode(entry)) ?? Data()) + [UInt8(ascii: "\n")]
  }

  private static func write(_ bytes: [UInt8], to file: Descriptor) throws(SystemProblem) {
    guard Glibc.write(file.number, bytes, bytes.count) == bytes.count, fsync(file.number) == 0
    else { throw SystemProblem("write the journal") }
  }

  private static func flush(folder: String) throws(SystemProblem) {
    let descriptor = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
    guard fsync(descriptor.number) == 0 else { throw SystemProblem("flush \(folder)") }
  }

  private static func problem(_ error: any Error) -> SystemProblem {
    (error as? SystemProblem) ?? SystemProblem("\(error)", code: EIO)
  }
}

/// A journal that this netlab cannot read.
struct JournalProblem: Error, CustomStringConvertible {
  var path: String
  var line: Int

  var description: String {
    "\(path):\(line) cannot be understood: it is of another version of netlab, or damaged; undo with "
      + "that version, or by hand after what it says, and remove the file"
  }
}

extension Descriptor {
  /// Opens a file that may be made by that, for the owner alone.
  static func open(creating path: String, _ flags: CInt) throws(SystemProblem) -> Descriptor {
    let number = Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemProblem("open \(path)") }
    return Descriptor(owning: number)
  }
}
