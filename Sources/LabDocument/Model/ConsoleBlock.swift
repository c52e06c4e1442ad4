import NetworkState

/// A fence `console`: a transcript of commands and what they print.
public struct ConsoleBlock: Hashable, Sendable {
  public var role: Role
  public var entries: [ConsoleEntry]
  public var line: Int

  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Plain `console`.
    case shown = ""
    case setup, solution, example
  }
}

/// One thing that a transcript says.
public enum ConsoleEntry: Hashable, Sendable {
  case command(ConsoleCommand)
  /// The prompt's place from here on: `nsenter --net=…` or `ip netns exec NAME bash`. Starts no process.
  case enter(PlaceEntry)
  /// `exit` alone: back to the place before; never run.
  case leave(line: Int, prompt: String)
  /// `# TEXT` for the reader.
  case comment(String, line: Int)
}

/// A line of a transcript that goes into a namespace.
public struct PlaceEntry: Hashable, Sendable {
  /// Where the line itself stands.
  public var place: Place
  public var target: Place
  /// As written, `sudo` included.
  public var source: String
  public var prompt: String
  public var line: Int
}

/// A command of a transcript.
public struct ConsoleCommand: Hashable, Sendable {
  public var place: Place
  /// The prompt as written: `$ ` or `root@netns0# `.
  public var prompt: String
  /// As written, `sudo` included; continuation lines are joined by newlines, without their `> `.
  public var source: String
  /// What a shell runs: `source` without a leading `sudo`.
  public var command: String
  /// The status that it must end with.
  public var expectedStatus: Int
  /// What the transcript shows under the command.
  public var expectedOutput: [OutputLine]
  /// The line of the file of each line of `expectedOutput`.
  public var outputLines: [Int] = []
  public var line: Int
  /// Of the command itself, counted in UTF-8 bytes from 1.
  public var column: Int

  public enum OutputLine: Hashable, Sendable {
    /// A line that is compared after masking; may hold placeholders such as `<n>`.
    case text(String)
    /// `...` alone: any number of lines.
    case anyLines
  }
}
