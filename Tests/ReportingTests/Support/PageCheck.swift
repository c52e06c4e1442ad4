import Foundation
import Testing

/// Programs with which pages are checked.
enum PageCheck {
  static let python = tool("python3")
  static let sha256sum = tool("sha256sum")

  private static func tool(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a program prints when it is given a text.
  static func run(_ tool: String, _ arguments: [String], input: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID()).html")
    try input.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// What is wrong with a page; nothing of it is fetched or run.
  static func mistakes(in page: String, file: String = #filePath) throws -> String {
    let script = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/check-page.py")
    let tool = try #require(python)
    return try run(tool, [script.path()], input: page)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
