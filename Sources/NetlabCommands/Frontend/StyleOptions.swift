import ArgumentParser
import Glibc
import LabRuntime
import Reporting

/// How text is shown, the same for all commands.
struct StyleOptions: ParsableArguments {
  @Flag(name: .long, help: "Use no colours; so does the environment variable NO_COLOR.")
  var noColor = false

  /// The style for standard output.
  func style(quiet: Bool = false, toFile: Bool = false) -> Style {
    let isTerminal = !toFile && Terminal.isTerminal(1)
    let forbidden = noColor || getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    return Style(
      width: isTerminal ? Terminal.size.columns : 80, colour: isTerminal && !forbidden && !isDumb,
      isTerminal: isTerminal, quiet: quiet)
  }
}
