import LabResults

extension MachineFacts {
  /// The first bubblewrap with all that the sandbox asks of it.
  static let oldestBubblewrap = ToolVersion("0.8")

  /// What is to be said of a tool.
  func finding(of tool: ExaminedTool, isNeeded: Bool) -> Finding {
    let bad = isNeeded ? Finding.State.broken : .doubtful
    switch tools[tool.name] ?? .silent("was not examined") {
    case .missing:
      return missing(tool.name, isNeeded: isNeeded)
    case .silent(let reason):
      // It is there and may do its work all the same.
      return Finding(tool.name, .doubtful, reason)
    case .said(let text, let status):
      let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      // A loader that does not find a library, or a program for another machine.
      if status == nil || status == 126 || status == 127 {
        let package = ToolCatalog.package(of: tool.name)
        return Finding(
          tool.name, bad, "cannot be started" + (line.isEmpty ? "" : ": \(line)"),
          advice: package.map { "install the package \($0) again" })
      }
      if text.contains("BusyBox") {
        return Finding(
          tool.name, .doubtful, "is BusyBox's, which lacks much of what labs use",
          advice: installation(of: tool.name), package: ToolCatalog.package(of: tool.name))
      }
      return Finding(tool.name, .fine, ToolVersion.find(in: text)?.description ?? "")
    }
  }

  /// A tool that is not there.
  func missing(_ tool: String, isNeeded: Bool) -> Finding {
    Finding(
      tool, isNeeded ? .broken : .missing, "not installed",
      advice: isNeeded ? installation(of: tool) : nil, package: ToolCatalog.package(of: tool))
  }

  private func installation(of tool: String) -> String? {
    ToolCatalog.package(of: tool).map { package in
      hasAPT ? "sudo apt-get install \(package)" : "install the package \(package)"
    }
  }
}
