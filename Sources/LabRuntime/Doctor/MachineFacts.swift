import LabResults

/// What was seen of a machine; what it means is for ``MachineFacts/examination`` to say.
struct MachineFacts: Sendable {
  /// The kernel's release.
  var release: String?
  /// Root's sandboxes belong to ids that nobody uses, which not every root may take.
  var isRoot: Bool
  /// Whether packages are installed by APT, whose names netlab knows.
  var hasAPT: Bool
  var container: SurroundingContainer?
  /// The values of ``NamespaceSetting``s by their names.
  var settings: [String: Int]
  var tools: [String: ToolAnswer]
  var namespaces: NamespaceTrial
  var sandbox: SandboxTrial
  /// Why the memory of labs is watched and not walled; `nil` if it is walled.
  var memoryWallAbsence: String?
  /// Features of the kernel in the order in which they are told.
  var features: [(feature: KernelFeature, trial: KernelFeature.Trial)]

  /// What came of making namespaces with bubblewrap.
  enum NamespaceTrial: Hashable, Sendable {
    case works
    /// bubblewrap said no; its words.
    case refused(String)
    /// There is no bubblewrap.
    case untried
    /// bubblewrap could not be started; why.
    case impossible(String)
  }

  /// What came of making a lab's machine.
  enum SandboxTrial: Hashable, Sendable {
    /// It was there, with the world's 8.8.8.8 answering, after a time.
    case answered(Duration)
    /// It was there, but nothing answered; what ping said.
    case silent(String)
    case failed(String)
    /// It was not tried, since what it is made of is not there.
    case untried
  }
}

extension MachineFacts {
  /// The findings that follow from the facts.
  var examination: Examination {
    Examination(
      groups: [
        Examination.Group(.sandbox, sandboxFindings),
        Examination.Group(.tools, ExaminedTool.forEveryRun.map { finding(of: $0, isNeeded: true) }),
        Examination.Group(
          .labTools, ExaminedTool.forSomeLabs.map { finding(of: $0, isNeeded: false) }),
        Examination.Group(.kernel, kernelFindings),
      ],
      installer: hasAPT ? "sudo apt-get install" : nil)
  }
}
