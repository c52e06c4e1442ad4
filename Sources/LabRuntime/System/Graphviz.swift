/// Graphviz' `dot`, which lays out graphs (https://graphviz.org); needs the package `graphviz`.
public enum Graphviz {
  /// Why it cannot be used, and the package that would help; `nil` if it is there.
  public static var absence: String? {
    Tool.path(of: tool) == nil ? "\(RuntimeProblem.toolMissing(tool))" : nil
  }

  /// Draws a graph, in at most ten seconds.
  ///
  /// - Parameter source: The graph in Graphviz' language.
  /// - Returns: A picture as SVG.
  /// - Throws: ``RuntimeProblem`` if `dot` is missing, is too slow, or takes no such graph.
  public static func svg(_ source: String) async throws -> String {
    let result = try await Tool.run(tool, ["-Tsvg"], input: Array(source.utf8))
    switch result.end {
    case .timedOut: throw RuntimeProblem.timedOut(tool)
    case .cancelled: throw RuntimeProblem.cancelled
    case .exited, .signalled: break
    }
    guard result.succeeded, !result.isTruncated else {
      throw RuntimeProblem.nonsense(tool: tool, result.errorText)
    }
    return result.outputText
  }

  private static let tool = "dot"
}
