import LabDocument
import NetworkState
import Testing

@testable import LabRuntime

/// A lab's machine for the length of a test.
struct TestMachine: Sendable {
  let machine: LabMachine

  var sandbox: Sandbox { machine.sandbox }
  var places: PlaceDirectory { machine.verifier.observer.places }

  static let host = Place.host(Place.defaultHostName)

  static func namespace(_ name: String) -> Place {
    .namespace(name, host: Place.defaultHostName)
  }

  /// Makes a machine, and destroys it however the body ends; then nothing of it may be left.
  static func with<Value>(
    _ world: World = .none, location: SourceLocation = #_sourceLocation,
    _ body: (TestMachine) async throws -> Value
  ) async throws -> Value {
    let machine = TestMachine(machine: try await LabMachine.make(world))
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(machine))
    } catch {
      result = .failure(error)
    }
    await machine.machine.destroy()
    try await eventually("the end of all that ran in the sandbox", location: location) {
      InsideProcesses.list(of: machine.sandbox).isEmpty
    }
    return try result.get()
  }

  /// Runs a command in a place's shell.
  func reply(
    to command: String, in place: Place = host, timeout: Duration = .seconds(30)
  ) async throws -> Shell.Reply {
    let shell = try await machine.shells.shell(in: place)
    return await shell.run(command, timeout: timeout)
  }

  /// What a command prints, without the last line's end; it has to succeed.
  @discardableResult
  func output(
    of command: String, in place: Place = host, location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let reply = try await reply(to: command, in: place)
    let text = reply.text
    #expect(reply.end == .status(0), "\(command): \(text)", sourceLocation: location)
    return text
  }

  /// A command succeeds and prints exactly this.
  func expect(
    _ command: String, prints wanted: String, in place: Place = host,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let text = try await output(of: command, in: place, location: location)
    #expect(text == wanted, "\(command)", sourceLocation: location)
  }

  /// Whether a command is refused, with its words among the issues if not.
  func expectRefusal(
    of command: String, in place: Place = host, location: SourceLocation = #_sourceLocation
  ) async throws {
    let reply = try await reply(to: command, in: place)
    guard case .status(let status) = reply.end else {
      Issue.record("\(command): \(reply.end)", sourceLocation: location)
      return
    }
    #expect(status != 0, "\(command) was not refused: \(reply.text)", sourceLocation: location)
  }
}

extension Shell.Reply {
  /// The output as text, without the last line's end.
  var text: String {
    let text = String(decoding: output, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
