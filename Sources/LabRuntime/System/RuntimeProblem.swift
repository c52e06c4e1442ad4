/// Why something could not be run or decided; never the network's fault.
public enum RuntimeProblem: Error, Sendable, CustomStringConvertible {
  /// A program that the machine lacks.
  case toolMissing(String)
  /// A call to the system failed.
  case system(String, any Error)
  /// The sandbox could not be made; what was said, and what helps.
  case sandbox(String)
  /// A tool answered nonsense, or nothing.
  case nonsense(tool: String, String)
  case timedOut(String)
  case cancelled

  public var description: String {
    switch self {
    case .toolMissing(let name):
      if let package = ToolCatalog.package(of: name) {
        "\(name) is not installed; install the package \(package)"
      } else {
        "\(name) is not installed"
      }
    case .system(let action, let error): "could not \(action): \(error)"
    case .sandbox(let text): text
    case .nonsense(let tool, let text): "\(tool) gave an answer that cannot be read: \(text)"
    case .timedOut(let tool): "\(tool) did not end in time"
    case .cancelled: "interrupted"
    }
  }
}
