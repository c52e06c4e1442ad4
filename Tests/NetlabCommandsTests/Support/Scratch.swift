import Foundation

/// A folder of a test's own, gone with it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "netlab-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    path = folder.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a lab with the text under its title.
  @discardableResult
  func lab(_ name: String, _ body: String, frontMatter: String = "world: none") throws -> String {
    try write("\(name).md", "---\nnetlab: 1\n\(frontMatter)\n---\n\n# A lab\n\n\(body)\n")
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// Labs of which the outcome is known.
enum SampleLabs {
  static let passing =
    "## A step\n\n```console\n$ echo fine\nfine\n```\n\n```expect\nhost: link lo down\n```"
  static let failing =
    "## A step\n\n```console\n$ true\n```\n\n```expect\nhost: link lo up, within 100ms\n```"
  static let undecided =
    "## A step\n\n```console\n$ true\n```\n\n```expect\nghost: ping 10.0.0.1, within 100ms\n```"
  static let mistaken = "## A step\n\n```expect\nhost: lnik lo up\n```"
}
