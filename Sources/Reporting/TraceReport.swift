import LabDocument
import LabResults
import NetworkState

/// The way of a probe, hop by hop.
public struct TraceReport: Sendable {
  let lab: Lab
  let line: ProbeLine
  let result: TraceResult
  /// Why the state is not that of the step's end; `nil` if it is.
  let shortfall: String?

  public init(lab: Lab, line: ProbeLine, result: TraceResult, shortfall: String? = nil) {
    self.lab = lab
    self.line = line
    self.result = result
    self.shortfall = shortfall
  }

  /// The hops there and back, and how it ended, for people.
  ///
  /// - Parameter showsPicture: Whether the network is drawn beneath.
  public func text(style: Style, showsPicture: Bool = true) -> String {
    var lines: [String] = []
    let layout = ArticleLayout(lab: lab, style: style)
    if let shortfall {
      lines += layout.message("stopped early: \(shortfall)", ink: .doubtful, mark: "! ") + [""]
    }
    let table = TraceTable(result.hops, colours: PlaceColours(lab), style: style)
    var leg = TraceHop.Leg.there
    for hop in table.shown {
      if hop.leg != .asking, hop.leg != leg {
        leg = hop.leg
        let name = leg == .there ? "and there again" : lines.isEmpty ? "back" : "and back"
        lines.append(style.paint(name, .dim))
      }
      lines += table.lines(hop)
    }
    if let copies = table.copies { lines += layout.message(copies, ink: .dim, mark: "") }
    if !lines.isEmpty { lines.append("") }
    lines += ending(layout)
    if showsPicture, !result.hops.isEmpty {
      lines += [""] + NetworkPicture(result.topology, marks: marks).lines(style)
    }
    let text = lines.map { $0 + "\n" }.joined()
    return style.isTerminal ? text : LogText.of(text)
  }

  private func ending(_ layout: ArticleLayout) -> [String] {
    let subject = "\(line.place): \(line.text)"
    switch result.ending {
    case .answered(let words):
      return layout.message(
        "\(subject): answered\(answerer.map { " by \($0)" } ?? ""): \(words)", ink: .good,
        mark: "✓ ")
    case .unanswered(let words):
      let said = words.isEmpty ? "silence" : words
      return layout.message("\(subject): no answer: \(said)", ink: .bad, mark: "✗ ")
        + (result.lastSeen.map { layout.message($0, ink: .bad, mark: "  ") } ?? [])
    case .impossible(let reason):
      return layout.message("\(subject): could not be tried: \(reason)", ink: .doubtful, mark: "! ")
    }
  }

  /// Where the answer came from: the place that its first packet left.
  var answerer: Place? {
    result.hops.first { $0.leg == .back && $0.isOutgoing && !$0.isCopy }?.device.place
  }

  private var marks: [DeviceID: String] {
    result.lastDevice.map { [$0: "last seen here"] } ?? [:]
  }
}
