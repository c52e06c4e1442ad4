import Foundation
import Testing

@testable import LabRuntime

/// The `netlab` executable that was built with the tests, run as a user would.
enum Program {
  /// Beside the test bundle; `nil` if it was not built.
  static let path: String? = {
    guard let bundle = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return nil }
    let path = URL(filePath: bundle).deletingLastPathComponent().appending(path: "netlab").path
    return access(path, X_OK) == 0 ? path : nil
  }()

  /// What a program that has ended said.
  struct Ending: Sendable {
    var process: pid_t
    /// As a shell's `$?` tells it.
    var status: Int
    var output: String
    var errors: String
    /// Not one of the program's processes was left when it had ended, or soon after.
    var left: [pid_t] = []
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - wrapper: The words of a command that becomes the program, such as `env`.
  ///   - folder: Where it runs; a lab's relative path is meant from there.
  static func run(
    _ arguments: [String], wrapper: [String] = [], in folder: Scratch? = nil,
    program: String? = path, environment: [String] = []
  ) async throws -> Ending {
    let running = try start(
      arguments, wrapper: wrapper, in: folder, program: program, environment: environment)
    return try await running.ending()
  }

  /// Starts it.
  static func start(
    _ arguments: [String], wrapper: [String] = [], in folder: Scratch? = nil,
    program: String? = path, environment: [String] = []
  ) throws -> RunningProgram {
    let program = try #require(program)
    let change = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder?.path ?? "/"]
    let words = change + wrapper + [program] + arguments
    let input = try Descriptor.open("/dev/null", O_RDONLY)
    let (output, outputWriting) = try Descriptor.pipe()
    let (errors, errorWriting) = try Descriptor.pipe()
    let child = try ChildProcess.start(
      ProcessStart(
        path: words[0], arguments: Array(words.dropFirst()),
        environment: ProcessStart.cleanEnvironment + environment,
        descriptors: [input, outputWriting, errorWriting]))
    return RunningProgram(child: child, output: output, errors: errors)
  }
}

/// The program while it runs.
final class RunningProgram {
  private let child: ChildProcess
  private var output: BoundedReader
  private var errors: BoundedReader
  private var family: ProcessFamily

  init(child: ChildProcess, output: Descriptor, errors: Descriptor) {
    self.child = child
    self.output = BoundedReader(output, bound: 16 << 20)
    self.errors = BoundedReader(errors, bound: 16 << 20)
    family = ProcessFamily(root: child.id)
  }

  /// What was printed so far.
  var text: String {
    output.drain()
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// Whether one of its processes has words among its arguments.
  func runs(_ words: String) -> Bool {
    family.look()
    return family.living.contains { ProcessFamily.commandLine(of: $0).contains(words) }
  }

  /// One of its processes that has words among its arguments.
  func process(running words: String) -> pid_t? {
    family.look()
    return family.living.first { ProcessFamily.commandLine(of: $0).hasPrefix(words) }
  }

  func signal(_ number: CInt) {
    family.look()
    child.signal(number)
  }

  var hasEnded: Bool { waitForInput([child.end.number], until: .now + .milliseconds(1))[0] }

  /// Waits for the end, and for the end of everything that it started.
  func ending(within limit: Duration = .seconds(60)) async throws -> Program.Ending {
    let deadline = ContinuousClock.now + limit
    while !hasEnded {
      family.look()
      output.drain()
      errors.drain()
      guard ContinuousClock.now < deadline else {
        child.signal(SIGKILL)
        _ = child.reap()
        throw TooLate(limit: limit)
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    output.drain()
    errors.drain()
    let end = child.reap()
    var left = family.living
    while !left.isEmpty, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
      left = family.living
    }
    return Program.Ending(
      process: child.id, status: end.status,
      output: String(decoding: output.bytes, as: UTF8.self),
      errors: String(decoding: errors.bytes, as: UTF8.self), left: left)
  }

  struct TooLate: Error {
    var limit: Duration
  }
}
