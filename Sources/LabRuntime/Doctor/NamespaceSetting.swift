import NetworkState

/// A setting of the kernel that can forbid the namespaces of which a sandbox is made.
struct NamespaceSetting: Hashable, Sendable {
  /// As sysctl(8) calls it.
  var name: String
  /// The number that it must have, or have at least, for a sandbox.
  var needed: Int
  var isLeast: Bool
  /// What it does when it forbids.
  var effect: String
  /// Another way out than to change the setting.
  var alternative: String?

  /// Whether the setting at a value forbids a sandbox.
  func forbids(at value: Int) -> Bool {
    isLeast ? value < needed : value != needed
  }

  /// The command that changes the setting.
  var remedy: String {
    // Not the least that does: other programs use namespaces too.
    let command = "sudo sysctl -w \(name)=\(isLeast ? 10000 : needed)"
    let lasting = "a file in /etc/sysctl.d with that line keeps it"
    guard let alternative else { return "\(command) (\(lasting))" }
    return "\(command) (\(lasting)), or \(alternative)"
  }

  /// All settings that are known to forbid sandboxes; not every kernel has each.
  static let all: [NamespaceSetting] =
    [
      NamespaceSetting(
        name: "kernel.unprivileged_userns_clone", needed: 1, isLeast: false,
        effect: "only root may make user namespaces"),
      NamespaceSetting(
        name: "kernel.apparmor_restrict_unprivileged_userns", needed: 0, isLeast: false,
        effect: "AppArmor takes all rights from an ordinary user's namespaces",
        alternative: "give bubblewrap a profile of its own, in /etc/apparmor.d: "
          + "profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }"),
    ]
    // Two stages of users, and the other kinds once for each of them at least.
    + ["user", "net", "mnt", "pid", "ipc", "uts"].map { kind in
      NamespaceSetting(
        name: "user.max_\(kind)_namespaces", needed: 2, isLeast: true,
        effect: "so few \(kind) namespaces are not enough for a sandbox")
    }

  /// The values on this machine; `nil` is not there for settings that the kernel does not have.
  static func current() -> [String: Int] {
    var values: [String: Int] = [:]
    for setting in all {
      guard let path = KernelParameter.path(of: setting.name) else { continue }
      values[setting.name] = SystemFile.number("/proc/sys/\(path)")
    }
    return values
  }
}
