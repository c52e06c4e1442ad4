import LabResults
import NetworkState

extension TerminalReport {
  /// So many changes are told; of more, the first ones.
  private static let changeLimit = 12

  /// Says what a step changed, and draws the network if that makes another picture.
  mutating func tell(_ change: NetworkChange, _ output: inout String) {
    if showsChanges { write(lines(of: change.changes), as: .changes, &output) }
    if showsPicture, change.changesPicture || !brokenHops.isEmpty {
      let picture = NetworkPicture(change.topology, marks: brokenHops)
      write(picture.lines(style), as: .picture, &output)
    }
  }

  private func lines(of changes: [StateChange]) -> [String] {
    guard let layout, !changes.isEmpty else { return [] }
    let limit = changes.count > Self.changeLimit ? Self.changeLimit - 1 : changes.count
    var lines = [style.paint("Changed", .coloured(.blue))]
    for change in changes.prefix(limit) {
      let text = layout.claim(place: change.place.description, text: change.text)
      lines += layout.hanging("  \(change.kind.mark) ", change.kind.ink, text)
    }
    if changes.count > limit {
      lines.append(style.paint("  … \(changes.count - limit) more", .dim))
    }
    return lines
  }

  /// The network as it stands now, for somebody who asks for it between two steps.
  public mutating func picture(of snapshot: NetworkSnapshot) -> String {
    var output = ""
    write(NetworkPicture(Topology(snapshot)).lines(style), as: .picture, &output)
    isAtLineStart = true
    return style.isTerminal ? output : LogText.of(output)
  }
}

extension StateChange.Kind {
  fileprivate var ink: Ink {
    switch self {
    case .appeared: .good
    case .disappeared: .bad
    case .changed: .doubtful
    }
  }
}
