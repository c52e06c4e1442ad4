import Foundation
import Testing

@testable import LabDocument

/// Whole labs become the recorded models.
///
/// With `NETLAB_RECORD=1` the models are recorded anew: read the difference before you keep it.
struct LabGoldenTests {
  @Test(arguments: ["01-veth", "everything", "two-hosts", "nested"])
  func becomes(_ name: String) throws {
    let result = LabReader.read(try Reading.fixture("\(name).md"), file: "labs/\(name).md")
    #expect(result.diagnostics.map(\.description) == [])
    let dump = LabDump.text(of: try #require(result.lab))
    let url = Reading.url("\(name).dump")
    if ProcessInfo.processInfo.environment["NETLAB_RECORD"] != nil {
      try Data(dump.utf8).write(to: url)
    }
    let recorded = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let lines = zip(
      dump.split(separator: "\n", omittingEmptySubsequences: false),
      recorded.split(separator: "\n", omittingEmptySubsequences: false))
    for (line, recordedLine) in lines where line != recordedLine {
      #expect(line == recordedLine)
      break
    }
    #expect(dump.utf8.count == recorded.utf8.count)
  }

  /// Nothing but the ends of lines differs, so nothing of the model may.
  @Test(arguments: ["01-veth", "everything", "two-hosts", "nested"])
  func lineEndsDoNotMatter(_ name: String) throws {
    let bytes = try Reading.fixture("\(name).md")
    let plain = try #require(LabReader.read(bytes, file: "a.md").lab)
    for end: [UInt8] in [[0x0D, 0x0A], [0x0D]] {
      var other: [UInt8] = [0xEF, 0xBB, 0xBF]
      for byte in bytes { other += byte == 0x0A ? end : [byte] }
      let lab = try #require(LabReader.read(other, file: "a.md").lab)
      #expect(LabDump.text(of: lab) == LabDump.text(of: plain))
    }
  }
}
