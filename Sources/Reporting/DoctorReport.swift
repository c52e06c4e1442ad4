import LabResults

/// What was found of a machine, for people and for programs.
public enum DoctorReport {
  /// A table for each group of findings, and a verdict in the last line.
  public static func text(_ examination: Examination, style: Style) -> String {
    var lines: [String] = []
    for group in examination.groups where !group.findings.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines.append(style.paint(title(of: group.subject), .bold))
      lines += FindingTable(findings: group.findings, style: style).lines
    }
    lines.append("")
    lines += verdict(of: examination, style: style)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func title(of subject: Examination.Subject) -> String {
    switch subject {
    case .sandbox: "The sandbox"
    case .tools: "Tools that every run needs"
    case .labTools: "Tools that some labs need"
    case .kernel: "The kernel"
    }
  }

  private static func verdict(of examination: Examination, style: Style) -> [String] {
    let broken = examination.findings.filter { $0.state == .broken }
    if broken.isEmpty {
      return more(examination, style: style) + [style.paint("labs run on this machine", .good)]
    }
    let command = installation(of: broken, examination)
    let rest = broken.filter { $0.package == nil }.map { VisibleText.line($0.name) }
    var text = "labs do not run on this machine: "
    text += command ?? "see what is said above of \(list(rest))"
    if command != nil, !rest.isEmpty { text += ", then see what is said above of \(list(rest))" }
    return [style.paint(text, .bad)]
  }

  /// What would let the labs run that are skipped now.
  private static func more(_ examination: Examination, style: Style) -> [String] {
    let missing = examination.findings.filter { $0.state == .missing }
    guard let command = installation(of: missing, examination) else { return [] }
    // Commands are to be copied, so they are not broken into lines.
    return ["for labs that need what is missing:", "  " + style.paint(command, .code), ""]
  }

  /// The command that installs what is missing.
  private static func installation(of findings: [Finding], _ examination: Examination) -> String? {
    var packages: [String] = []
    for package in findings.compactMap(\.package) where !packages.contains(package) {
      packages.append(VisibleText.line(package))
    }
    guard !packages.isEmpty else { return nil }
    return examination.installer.map { "\($0) \(packages.joined(separator: " "))" }
      ?? "install \(list(packages))"
  }

  private static func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) and \(last)"
  }
}
