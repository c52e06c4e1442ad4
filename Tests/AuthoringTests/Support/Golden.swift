import Foundation
import Testing

/// Texts that are compared with files.
///
/// `NETLAB_WRITE_GOLDENS=1` writes them anew; look at what changed before it is kept.
enum Golden {
  static func expect(
    _ text: String, _ name: String, file: String = #filePath,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    // Escapes can be read and kept in a file.
    let visible = text.replacing("\u{1B}", with: "␛")
    if ProcessInfo.processInfo.environment["NETLAB_WRITE_GOLDENS"] != nil {
      try visible.write(to: url, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    #expect(visible == golden, "\(name)", sourceLocation: location)
  }

  static func text(_ name: String, file: String = #filePath) throws -> String {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try String(contentsOf: folder.appending(path: "Fixtures/\(name)"), encoding: .utf8)
  }
}
