/// Says in the user's words why a sandbox could not be made, and what helps.
enum SandboxRefusal {
  /// The explanation of what bubblewrap or the first stage printed.
  static func explain(_ errors: String) -> String {
    let said = errors.split(separator: "\n").prefix(3).joined(separator: "; ")
    let lead = "the sandbox could not be made" + (said.isEmpty ? "" : " (\(said))")
    return "\(lead); \(help(errors) ?? hint)"
  }

  /// What is said where nothing better is known.
  static let hint = "`netlab doctor` tells what this machine lacks"

  /// What helps against what was printed, if that is known.
  static func help(_ errors: String) -> String? {
    helps.first { errors.contains($0.0) }?.1
  }

  private static let helps: [(String, String)] = [
    (
      "nesting depth or",
      "user namespaces are switched off here: sudo sysctl user.max_user_namespaces=10000"
    ),
    (
      "No space left on device",
      "user namespaces are switched off here: sudo sysctl user.max_user_namespaces=10000"
    ),
    (
      "setting up uid map: Permission denied",
      "AppArmor forbids user namespaces: "
        + "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    ),
    (
      "RTM_NEWADDR",
      "AppArmor forbids user namespaces: "
        + "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    ),
    (
      "No permissions to creat",
      "the container around forbids namespaces: start it with "
        + "--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
        + "--security-opt systempaths=unconfined"
    ),
    (
      "Can't mount proc",
      "the container around masks /proc: start it with --security-opt systempaths=unconfined "
        + "(podman: --security-opt unmask=ALL)"
    ),
    (
      "Unknown option", "bubblewrap is too old: version 0.8 or later is needed"
    ),
  ]
}
