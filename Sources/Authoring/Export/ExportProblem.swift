/// Why a lab cannot be exported, and what to do instead.
public struct ExportProblem: Error, CustomStringConvertible {
  public let description: String
}
