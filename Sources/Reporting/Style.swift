/// How a report is laid out for the one who reads it.
public struct Style: Hashable, Sendable {
  /// The number of columns.
  public var width: Int
  /// Whether colours and bold letters may be used.
  public var colour: Bool
  /// Whether lines may be written over.
  public var isTerminal: Bool
  /// Only failures and the last line.
  public var quiet: Bool

  /// A plain report of 80 columns, unless said otherwise.
  public init(
    width: Int = 80, colour: Bool = false, isTerminal: Bool = false, quiet: Bool = false
  ) {
    self.width = width
    self.colour = colour
    self.isTerminal = isTerminal
    self.quiet = quiet
  }

  /// The columns of a text that wraps: wide lines are hard to read.
  var proseWidth: Int { max(16, min(width, 96)) }

  /// The form in which text from a lab is shown.
  var visibleForm: VisibleText.Form { isTerminal ? .terminal(colour: colour) : .plain }
}
