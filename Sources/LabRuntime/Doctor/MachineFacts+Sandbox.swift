import LabResults

extension MachineFacts {
  /// What is to be said of the sandbox and of what it is made of.
  var sandboxFindings: [Finding] {
    [bubblewrap, userNamespaces] + settingFindings
      + [containerFinding, machine, memory].compactMap(\.self)
  }

  /// Whether a sandbox stood, so that nothing can be said to forbid it.
  private var wasMade: Bool {
    switch sandbox {
    case .answered, .silent: true
    case .failed, .untried: false
    }
  }

  /// The settings that forbid a sandbox, by their values.
  private var forbidding: [NamespaceSetting] {
    NamespaceSetting.all.filter { setting in
      settings[setting.name].map { setting.forbids(at: $0) } ?? false
    }
  }

  /// Whether the container is what forbids, since nothing else is seen to.
  private var isContainerToBlame: Bool {
    guard case .refused(let words) = namespaces else { return false }
    return container != nil && forbidding.isEmpty && !Self.isLimit(words)
  }

  /// Whether bubblewrap's words are about a number that is reached, not about a right.
  private static func isLimit(_ words: String) -> Bool {
    words.contains("ENOSPC") || words.contains("No space left")
  }

  /// What to do about a refusal for which no other finding has advice.
  private func advice(against words: String) -> String? {
    guard forbidding.isEmpty, !isContainerToBlame else { return nil }
    if Self.isLimit(words) {
      return "no limit of this system is too low, so a limit of the system around it is, or the "
        + "user's namespaces are used up: see `lsns`"
    }
    return SandboxRefusal.help(words)
  }

  private var bubblewrap: Finding {
    let tool = ExaminedTool.bubblewrap
    var finding = finding(of: tool, isNeeded: true)
    finding.name = "bubblewrap"
    guard finding.state == .fine, let version = ToolVersion(finding.detail),
      let oldest = Self.oldestBubblewrap, version < oldest
    else { return finding }
    // Whether it will do is shown by the sandbox that is tried.
    finding.state = .doubtful
    finding.detail += ", which is older than 0.8"
    finding.advice = "a newer one comes with Debian 12, Ubuntu 23.04 and later"
    return finding
  }

  private var userNamespaces: Finding {
    let name = "user namespaces"
    switch namespaces {
    case .works:
      let limit = settings["user.max_user_namespaces"].map { "up to \($0)" } ?? "allowed"
      return Finding(name, .fine, limit)
    case .untried:
      return Finding(name, .doubtful, "not tried, since bubblewrap is missing")
    case .impossible(let reason):
      return Finding(
        name, .broken, "cannot be tried: \(reason)",
        advice: isRoot ? "run netlab as an ordinary user" : nil)
    case .refused(let words):
      let said = words.split(separator: "\n").prefix(2).joined(separator: "; ")
      return Finding(
        name, .broken, said.isEmpty ? "forbidden" : "forbidden; \(said)",
        advice: advice(against: words))
    }
  }

  /// Settings that forbid; those that do not are no news.
  private var settingFindings: [Finding] {
    forbidding.map { setting in
      let value = settings[setting.name] ?? 0
      if wasMade { return Finding(setting.name, .fine, "\(value), but sandboxes are let through") }
      // Without a trial, what a setting forbids is known all the same.
      return Finding(
        setting.name, .broken, "\(value): \(setting.effect)", advice: setting.remedy)
    }
  }

  private var containerFinding: Finding? {
    guard let container else { return nil }
    let name = "container"
    guard isContainerToBlame else {
      return Finding(
        name, .fine, wasMade ? "\(container.name), which allows sandboxes" : container.name)
    }
    return Finding(
      name, .broken, "\(container.name), which forbids sandboxes", advice: container.advice)
  }

  /// Whether a lab's memory has a wall; labs run in any case.
  private var memory: Finding {
    let name = "memory of a lab"
    let limit = MemoryWatch.words(MemoryWatch.limit)
    guard let memoryWallAbsence else {
      return Finding(name, .fine, "walled at \(limit) by a control group")
    }
    return Finding(name, .fine, "watched, up to \(limit); \(memoryWallAbsence)")
  }

  private var machine: Finding {
    let name = "a lab's machine"
    switch sandbox {
    case .answered(let duration):
      return Finding(name, .fine, "made in \(duration.milliseconds) ms; its 8.8.8.8 answers")
    case .silent(let words):
      let reason = words.isEmpty ? "" : ": \(words)"
      return Finding(name, .broken, "made, but its 8.8.8.8 does not answer\(reason)")
    case .failed(let reason):
      return Finding(name, .broken, reason)
    case .untried:
      return Finding(name, .doubtful, "not tried")
    }
  }
}
