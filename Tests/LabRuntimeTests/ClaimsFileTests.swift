import Foundation
import Testing

@testable import LabRuntime

@Suite("Reading files that the inside controls")
struct ClaimsFileTests {
  @Test func onlyPlainFilesOfTheLab() throws {
    // A tmpfs, as all that a lab can write is.
    let folder = URL(filePath: "/dev/shm/netlab-claims-\(getpid())")
    let manager = FileManager.default
    try manager.createDirectory(
      at: folder.appending(path: "etc/real"), withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let etc = folder.appending(path: "etc")
    try Data("nameserver 10.0.0.1\n".utf8).write(to: etc.appending(path: "plain"))
    try Data("secret".utf8).write(to: etc.appending(path: "real/file"))
    try Data(count: 200_000).write(to: etc.appending(path: "large"))
    symlink("/etc/passwd", etc.appending(path: "link").path)
    symlink("real", etc.appending(path: "folder").path)
    mkfifo(etc.appending(path: "fifo").path, 0o600)
    let root = try Descriptor.open(folder.path, O_RDONLY | O_DIRECTORY)
    func read(_ path: String) -> SandboxFile.Content { SandboxFile.read(path, below: root) }
    #expect(read("/etc/plain") == .text("nameserver 10.0.0.1\n"))
    #expect(read("/etc/none") == .missing)
    #expect(read("/none/none") == .missing)
    #expect(read("/etc/../etc/plain") == .missing)
    for path in ["/etc/link", "/etc/fifo", "/etc/real"] {
      #expect(read(path) == .refused("\(path) is not a plain file"))
    }
    guard case .refused = read("/etc/folder/file"), case .refused = read("/etc/plain/file") else {
      Issue.record("a link on the way was followed")
      return
    }
    guard case .text(let text) = read("/etc/large") else {
      Issue.record("a large file was not read")
      return
    }
    #expect(text.utf8.count == 65536)
    let machine = try Descriptor.open("/", O_RDONLY | O_DIRECTORY)
    #expect(
      SandboxFile.read("/proc/uptime", below: machine)
        == .refused("/proc/uptime is not a file of the lab"))
  }
}
