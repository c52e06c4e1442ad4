import LabResults

/// The lines of a group of findings: a mark, the name, and what it is, in columns.
struct FindingTable {
  var findings: [Finding]
  var style: Style

  private static let indent = "  "

  var lines: [String] {
    var lines: [String] = []
    var bare: [Finding] = []
    for finding in findings {
      // Of what is fine and has no version there is only the name to tell: several to a line.
      if finding.state == .fine, finding.detail.isEmpty {
        bare.append(finding)
        continue
      }
      lines += grid(bare)
      bare = []
      lines += row(finding)
    }
    return lines + grid(bare)
  }

  /// The columns of the names.
  private var nameWidth: Int {
    findings.map { DisplayWidth.of(VisibleText.line($0.name)) }.max() ?? 0
  }

  private func row(_ finding: Finding) -> [String] {
    let name = VisibleText.line(finding.name)
    let lead = DisplayWidth.of(Self.indent) + 2
    let start = lead + nameWidth + 2
    var detail = finding.detail
    if finding.state == .missing, let package = finding.package {
      detail += ", package \(package)"
    }
    // What some labs miss is no alarm: one line for each.
    let isBrief = finding.state == .missing
    if isBrief, let advice = finding.advice { detail += " → \(advice)" }
    let details = wrapped(detail, .plain, width: style.proseWidth - start)
    var lines = [Self.indent + mark(finding.state) + " " + name]
    if !details.isEmpty {
      lines[0] =
        Self.indent + mark(finding.state) + " " + DisplayWidth.pad(name, to: nameWidth) + "  "
        + details[0]
      lines += details.dropFirst().map { blanks(start) + $0 }
    }
    if !isBrief, let advice = finding.advice {
      let arrow = wrapped(advice, .code, width: style.proseWidth - lead - 2)
      lines += arrow.enumerated().map { blanks(lead) + ($0 == 0 ? "→ " : "  ") + $1 }
    }
    return lines
  }

  /// Names in as many columns as fit.
  private func grid(_ findings: [Finding]) -> [String] {
    guard !findings.isEmpty else { return [] }
    let cell = nameWidth + 4
    let count = max(1, (style.proseWidth - DisplayWidth.of(Self.indent)) / cell)
    return stride(from: 0, to: findings.count, by: count).map { first in
      let row = findings[first..<min(first + count, findings.count)]
      let cells = row.enumerated().map { index, finding in
        let name = VisibleText.line(finding.name)
        let isLast = index == row.count - 1
        return mark(finding.state) + " " + (isLast ? name : DisplayWidth.pad(name, to: cell - 2))
      }
      return Self.indent + cells.joined()
    }
  }

  private func mark(_ state: Finding.State) -> String {
    switch state {
    case .fine: style.paint("✓", .good)
    case .missing: style.paint("–", .dim)
    case .doubtful: style.paint("!", .doubtful)
    case .broken: style.paint("✗", .bad)
    }
  }

  private func wrapped(_ text: String, _ ink: Ink, width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    var styled = StyledText()
    styled.append(text, ink)
    return styled.lines(width: max(16, width), style: style)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
