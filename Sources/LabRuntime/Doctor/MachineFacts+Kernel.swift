import LabResults

extension MachineFacts {
  /// What is to be said of the kernel.
  var kernelFindings: [Finding] {
    let first = Finding(
      "release", release == nil ? .doubtful : .fine, release ?? "cannot be read")
    guard !features.isEmpty else {
      return [first, Finding("features", .doubtful, "not tried, for want of a sandbox")]
    }
    let findings = features.map { finding(of: $0.feature, $0.trial) }
    return [first] + findings.filter { $0.state == .fine } + findings.filter { $0.state != .fine }
  }

  private func finding(of feature: KernelFeature, _ trial: KernelFeature.Trial) -> Finding {
    switch trial {
    case .works:
      Finding(feature.name, .fine)
    case .lacking(let words):
      Finding(
        feature.name, .missing, isPlain(words) ? "not in this kernel" : words,
        advice: advice(for: feature))
    case .untried(let reason):
      Finding(feature.name, .doubtful, "not tried: \(reason)")
    }
  }

  /// Whether a tool's words say no more than that there is no such thing.
  private func isPlain(_ words: String) -> Bool {
    words.isEmpty
      || ["Unknown device type", "Operation not supported", "kind is unknown"]
        .contains { words.contains($0) }
  }

  private func advice(for feature: KernelFeature) -> String? {
    guard let module = feature.module else { return nil }
    let command = "sudo modprobe \(module)"
    return container == nil ? command : "on the host: \(command)"
  }
}
