import LabDocument
import LabResults
import NetworkState

/// Tells a run of a lab on a terminal or in a log, event by event.
public struct TerminalReport: Sendable {
  public let style: Style
  /// Whether it says after each step what that changed in the network.
  public var showsChanges: Bool
  /// Whether it draws the network after each step that makes another picture of it.
  public var showsPicture: Bool

  var layout: ArticleLayout?
  /// What the lab says before its first section, until it is shown.
  var introduction: [Element] = []
  /// How many sections of the lab have been shown or passed over.
  var shownSections = 0
  /// What of the current part has not been shown yet.
  var rest: [Element] = []
  /// The block whose commands run, and how many of its entries are behind.
  var block: (console: ConsoleBlock, shown: Int)?
  /// The places entered in the block, for the prompt of a line that leaves one.
  var entered: [Place] = []
  /// Steps that were not begun, until they are named.
  var untouched: [StepResult] = []
  /// Questions whose answers come when the commands have run.
  var unanswered: [Question] = []
  var command = CommandProgress()
  var claims = ClaimProgress()
  /// How much of diagnoses is told in the step.
  var level = DiagnosisLevel.cause
  /// Where the step's probes were stopped, for its picture.
  var brokenHops: [DeviceID: String] = [:]
  /// What the text so far ends with.
  var last = Kind.nothing
  var isAtLineStart = true

  enum Kind: Sendable {
    case nothing, reading, commands, claims, changes, picture, steps
  }

  /// A report that begins.
  public init(style: Style, showsChanges: Bool = true, showsPicture: Bool = false) {
    self.style = style
    self.showsChanges = showsChanges
    self.showsPicture = showsPicture
  }

  /// What to print for an event; empty if it has nothing to say.
  public mutating func text(for event: RunEvent) -> String {
    var output = ""
    if style.quiet {
      switch event {
      case .labStarted(let lab): layout = ArticleLayout(lab: lab, style: style)
      case .labFinished(let result): summarise(result, &output)
      default: break
      }
    } else {
      tell(event, &output)
    }
    guard !output.isEmpty else { return "" }
    isAtLineStart = output.last == "\n"
    return style.isTerminal ? output : LogText.of(output)
  }

  /// A line that says how long a command has been running; it is written over by ``clearRunning()``.
  ///
  /// Empty where lines cannot be written over, or where the command has begun a line itself.
  public func running(seconds: Int) -> String {
    guard style.isTerminal, isAtLineStart else { return "" }
    let text = "… running, \(seconds) s (Ctrl-C ends the lab)"
    return "\r\u{1B}[K" + style.paint(DisplayWidth.truncate(text, to: style.width - 1), .dim)
  }

  /// Erases the line of ``running(seconds:)``; to be printed before anything else is.
  public func clearRunning() -> String {
    style.isTerminal && isAtLineStart ? "\r\u{1B}[K" : ""
  }

  private mutating func tell(_ event: RunEvent, _ output: inout String) {
    switch event {
    case .labStarted(let lab):
      let layout = ArticleLayout(lab: lab, style: style)
      // Labs of one run are set off from each other.
      if self.layout != nil { output += "\n" }
      self = TerminalReport(
        style: style, showsChanges: showsChanges, showsPicture: showsPicture)
      self.layout = layout
      write(layout.title(), as: .reading, &output)
      introduction = lab.introduction
    case .stepStarted(let step):
      // A lab that is skipped is not introduced.
      for element in introduction { read(element, &output) }
      introduction = []
      readSections(before: step.id, &output)
      if let layout { write(layout.heading(step), as: .reading, &output) }
      claims = ClaimProgress()
      level = step.diagnosisLevel
      brokenHops = [:]
    case .partStarted(let part, _):
      rest = part.elements
      block = nil
      claims.startPart()
    case .commandStarted(let command):
      start(command, &output)
    case .commandOutput(let piece):
      show(piece, &output)
    case .commandFinished(let command, let result):
      finish(command, result, &output)
    case .placeChanged(let entry, let result):
      changePlace(entry, result, &output)
    case .fileWritten(let file, let result):
      readUp(
        to: { if case .file(let other) = $0 { other.line == file.line } else { false } }, &output)
      if let layout { write(layout.file(file), as: .reading, &output) }
      writeProblem(of: result, expectedStatus: 0, &output)
    case .claimsStarted(let block):
      start(block, &output)
    case .claimFinished(let result):
      finish(result, &output)
    case .partFinished(let part, _):
      finishClaims(&output)
      readUp(to: { _ in false }, &output)
      answerQuestions(&output)
      giveHints(of: part, &output)
    case .networkRead(_, let change):
      tell(change, &output)
    case .stepFinished(let result):
      finish(result, &output)
    case .labFinished(let result):
      // What stands behind a step that did not run is not for now.
      let isWhole = result.steps.allSatisfy { $0.outcome == .passed }
      if isWhole, result.outcome == .passed { readSections(before: nil, &output) }
      nameUntouchedSteps(&output)
      summarise(result, &output)
    }
  }

  private func summarise(_ result: LabResult, _ output: inout String) {
    guard let lab = layout?.lab else { return }
    let summary = ResultSummary(lab: lab, result: result, style: style)
    if last != .nothing { output += "\n" }
    for line in summary.lines() { output += line + "\n" }
  }

  /// Writes lines, set off by a blank line from what is of another kind.
  mutating func write(_ lines: [String], as kind: Kind, _ output: inout String) {
    guard !lines.isEmpty else { return }
    if last != .nothing, last != kind || kind == .reading { output += "\n" }
    for line in lines { output += line + "\n" }
    last = kind
  }
}
