import Foundation
import Testing

@testable import LabRuntime

/// The journal holds what was written to it, whatever happened while it was written.
struct JournalTests {
  private let folder: URL
  private let journal: Journal

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "netlab-\(UUID())")
    journal = Journal(path: folder.appending(path: "journal").path)
    try journal.create(
      JournalBeginning(
        lab: "x", token: "t", boot: "b", network: "4:1", process: 1, start: 2, directory: "/d",
        shims: "/s", parameters: [:]))
  }

  private func end() { try? FileManager.default.removeItem(at: folder) }

  @Test func keepsWhatIsToBeUndone() throws {
    defer { end() }
    #expect(try journal.append([.namespace("a"), .namespace("b"), .namespace("c")]) == [0, 1, 2])
    try journal.note([.made(number: 0, mark: "m"), .void(number: 1), .settled(number: 2)])
    #expect(try journal.append([.namespace("d")]) == [3])
    let state = try journal.read()
    #expect(state.beginning?.token == "t")
    #expect(
      state.things == [
        RecordedThing(number: 0, thing: .namespace("a"), mark: "m"),
        RecordedThing(number: 3, thing: .namespace("d"), mark: nil),
      ])
  }

  @Test("A line that was cut off says nothing, and spoils none that comes after it")
  func tornLine() throws {
    defer { end() }
    try journal.append([.namespace("a")])
    let whole = try Data(contentsOf: URL(filePath: journal.path))
    try journal.append([.namespace("b")])
    let both = try Data(contentsOf: URL(filePath: journal.path))
    for length in whole.count..<both.count {
      try both.prefix(length).write(to: URL(filePath: journal.path))
      #expect(try journal.read().things.map(\.thing) == [.namespace("a")])
      try journal.append([.namespace("c")])
      #expect(try journal.read().things.map(\.thing) == [.namespace("a"), .namespace("c")])
    }
  }

  @Test("A journal that is there is not begun anew")
  func second() {
    defer { end() }
    #expect(throws: SystemProblem.self) {
      try journal.create(
        JournalBeginning(
          lab: "y", token: "u", boot: "b", network: "4:1", process: 1, start: 2, directory: "/d",
          shims: "/s", parameters: [:]))
    }
  }

  @Test("Damage is told with its line")
  func damage() throws {
    defer { end() }
    let file = try FileHandle(forWritingTo: URL(filePath: journal.path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("nonsense\n".utf8))
    #expect(throws: JournalProblem.self) { try journal.read() }
  }
}
