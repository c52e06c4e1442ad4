import LabDocument

/// Whether the machine has what a lab's `needs` names.
enum Requirements {
  /// Why the lab must be skipped for want of a tool; `nil` if all are there.
  static func missingTool(_ needs: [Requirement]) -> String? {
    let missing = needs.compactMap { need -> String? in
      guard case .tool(let name) = need, Tool.path(of: name) == nil else { return nil }
      return "\(RuntimeProblem.toolMissing(name))"
    }
    return missing.isEmpty ? nil : missing.joined(separator: "; ")
  }

  /// Why the lab must be skipped for want of a kernel feature, tried in the sandbox.
  static func missingFeature(_ needs: [Requirement], on sandbox: Sandbox) async -> String? {
    for case .kernel(let name) in needs {
      if let reason = await KernelFeature(name: name).missing(on: sandbox) { return reason }
    }
    return nil
  }
}
